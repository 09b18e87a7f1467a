"""Packs, what was said about their sections, and what was agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Revision, Source


class Pack(models.Model):
    """What one review is held on: a data set, a period, and, once frozen, figures that never move.

    It goes with its data set: its figures are of that tool's history.
    """

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customer service review")
        TEAM = "team", _("Team review")

    source = models.ForeignKey(Source, models.CASCADE, related_name="packs")
    kind = models.CharField(_("review"), max_length=10, choices=Kind)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))  # belongs to the period
    zone = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # of the data set, when frozen
    content = models.JSONField(default=dict)  # section code -> figures and tables; empty while a draft
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-last", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "first", "last"], name="one_pack_of_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.last}"


class PackComment(models.Model):
    """A remark on one section; its words are a revision."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=20)
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.section} {self.text_id}"


class EmptySection(models.Model):
    """Why a section of a pack has nothing to show, and who says so: their initials stand beside the reason."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="empty_sections")
    section = models.CharField(max_length=20)
    reason = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    initials = models.CharField(max_length=8)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["pack", "section"], name="one_reason_a_section")]

    def __str__(self) -> str:
        return f"{self.section} {self.reason_id}"


class PackAction(models.Model):
    """What somebody promised in a review, by a day; the next review opens with it."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="actions")
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due = models.DateField(_("due"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return f"{self.pack_id} {self.due}"
