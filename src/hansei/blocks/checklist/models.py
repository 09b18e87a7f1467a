"""Checklists on records, their tasks, and the edited texts of what the product ships."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.kernel.models import Account, Identity, Revision


class Side(models.TextChoices):
    OURS = "ours", pgettext_lazy("side of a task", "our side")
    THEIRS = "theirs", pgettext_lazy("side of a task", "the customer's side")


class TaskState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not met")
    NOT_NEEDED = "not_needed", _("Not needed")


class Wording(models.Model):
    """A saved version of a shipped checklist. Lists that were started with it keep it; no row changes.

    `items`: [{"code", "text", "role", "side", "days", "needs_words"}]; an empty text is the shipped one, in the
    reader's language.
    """

    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    items = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="checklist_wording_once")]


class Checklist(models.Model):
    """A list started on a record; `wording` is the text it goes by, none for the one that the product ships."""

    record = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "code"], name="checklist_once")]


class Task(models.Model):
    """One line of a list: open, or settled by somebody at an instant. Its words are revisions: erasure finds them."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="tasks")
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    words = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")  # of a task added by hand
    side = models.CharField(max_length=10, choices=Side, default=Side.OURS)
    due_on = models.DateField(null=True)
    person = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    note = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "pk")
        indexes = [models.Index(fields=["person", "state", "due_on"], name="checklist_task_mine")]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "code"], name="checklist_task_once"),
            models.CheckConstraint(
                name="checklist_task_settled_at",
                condition=models.Q(state="open", settled_at__isnull=True)
                | (~models.Q(state="open") & models.Q(settled_at__isnull=False)),
            ),
        ]

    @property
    def kept(self) -> dict[str, Any]:
        """What the edited text says of this task; empty where the shipped text holds."""
        wording = self.checklist.wording
        items = wording.items if wording is not None else []
        return next((each for each in items if each["code"] == self.code), {})
