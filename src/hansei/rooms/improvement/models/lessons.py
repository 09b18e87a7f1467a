"""Lessons: what an improvement taught, who was told, and where it was used again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Revision
from hansei.kernel.records import Record
from hansei.rooms.improvement.models.improvement import Improvement


class Lesson(Record):
    """What was learned, in which circumstances, and what to do next time."""

    title = models.CharField(_("title"), max_length=200)
    context = models.TextField(_("in which circumstances"), max_length=20_000)
    learned = models.TextField(_("what was learned"), max_length=20_000)
    advice = models.TextField(_("advice"), max_length=20_000)
    service = models.CharField(_("service"), max_length=200, blank=True)
    improvement = models.ForeignKey(
        Improvement, models.PROTECT, null=True, blank=True, related_name="lessons", verbose_name=_("improvement")
    )

    class Meta:
        verbose_name = _("lesson")
        indexes = [models.Index(fields=["state", "identity"], name="lesson_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class LessonUse(models.Model):
    """A lesson was used in another improvement; how is a revision."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="uses")
    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="+")
    how = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["lesson", "improvement"], name="used_once_an_improvement")]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.improvement_id}"


class Transfer(models.Model):
    """Knowledge of an improvement was handed on: on which day, to whom, what was told."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="transfers")
    on = models.DateField()
    people = models.PositiveIntegerField()  # how many were told
    told = models.ForeignKey(Revision, models.PROTECT, related_name="+")  # whom, and what
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.on}"
