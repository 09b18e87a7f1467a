"""Improvement kata, SWOT analyses, and investigations that serve a risk and an improvement at once."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.kernel.models import Account, Identity, Revision
from hansei.kernel.records import Record
from hansei.rooms.improvement.models.improvement import Improvement


class Kata(Record):
    """A challenge walked towards in small experiments, with a coach who asks the same five questions."""

    title = models.CharField(_("challenge"), max_length=200)
    current = models.TextField(_("current condition"), blank=True, max_length=20_000)
    service = models.CharField(_("service"), max_length=200, blank=True)
    learner = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("learner")
    )
    coach = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coach"))
    unit = models.CharField(_("what is measured"), max_length=60, blank=True)
    every_days = models.PositiveSmallIntegerField(
        _("coaching every so many days"), default=7, validators=(MinValueValidator(1), MaxValueValidator(31))
    )
    begins_on = models.DateField(_("coaching begins on"), null=True, blank=True)

    class Meta:
        verbose_name = _("kata storyboard")
        indexes = [models.Index(fields=["state", "identity"], name="kata_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class TargetCondition(models.Model):
    """Where the learner wants to be by a day. One is open at a time; the next is set when it is reached or past."""

    kata = models.ForeignKey(Kata, models.PROTECT, related_name="targets")
    words = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    due_on = models.DateField()
    value = models.FloatField(null=True)
    ended_on = models.DateField(null=True)
    is_reached = models.BooleanField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["kata"], condition=models.Q(ended_on=None), name="kata_one_target")
        ]


class Obstacle(models.Model):
    """What stands between the current and the target condition. One is worked on at a time."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("obstacle", "waiting")
        CURRENT = "current", pgettext_lazy("obstacle", "worked on now")
        GONE = "gone", pgettext_lazy("obstacle", "out of the way")

    kata = models.ForeignKey(Kata, models.PROTECT, related_name="obstacles")
    words = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["kata"], condition=models.Q(state="current"), name="kata_one_obstacle")
        ]


class KataStep(models.Model):
    """One experiment: what is tried, what is expected, what came, what was learned; in this order."""

    kata = models.ForeignKey(Kata, models.PROTECT, related_name="steps")
    obstacle = models.ForeignKey(Obstacle, models.PROTECT, related_name="steps")
    words = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expected = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    expected_at = models.DateTimeField(null=True)
    result = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    result_at = models.DateTimeField(null=True)
    learned = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    is_surprise = models.BooleanField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["kata"], condition=models.Q(result=None), name="kata_one_step"),
            models.CheckConstraint(
                name="kata_expectation_first",
                condition=models.Q(result=None)
                | models.Q(
                    expected__isnull=False,
                    learned__isnull=False,
                    is_surprise__isnull=False,
                    expected_at__lt=models.F("result_at"),
                ),
            ),
        ]


class Coaching(models.Model):
    """A coaching session: the five questions answered, and what the coach will do better."""

    kata = models.ForeignKey(Kata, models.PROTECT, related_name="sessions")
    at = models.DateTimeField()
    coach = models.ForeignKey(Account, models.PROTECT, related_name="+")
    better = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")


class CoachingAnswer(models.Model):
    """What the learner answered to one of the five questions."""

    session = models.ForeignKey(Coaching, models.PROTECT, related_name="answers")
    question = models.PositiveSmallIntegerField()
    words = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("question",)
        constraints = [models.UniqueConstraint(fields=["session", "question"], name="coaching_question_once")]


class KataPoint(models.Model):
    """What was measured on a day, for the run chart."""

    kata = models.ForeignKey(Kata, models.PROTECT, related_name="points")
    day = models.DateField()
    value = models.FloatField()

    class Meta:
        ordering = ("day",)
        constraints = [models.UniqueConstraint(fields=["kata", "day"], name="kata_point_once")]


class Quadrant(models.TextChoices):
    STRENGTH = "strength", _("Strengths")
    WEAKNESS = "weakness", _("Weaknesses")
    OPPORTUNITY = "opportunity", _("Opportunities")
    THREAT = "threat", _("Threats")


class Swot(Record):
    """Strengths, weaknesses, opportunities and threats of something, and what follows from them."""

    title = models.CharField(_("what is looked at"), max_length=200)
    service = models.CharField(_("service"), max_length=200, blank=True)
    purpose = models.TextField(_("what for"), blank=True, max_length=20_000)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))

    class Meta:
        verbose_name = _("SWOT analysis")
        indexes = [models.Index(fields=["state", "identity"], name="swot_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class SwotEntry(models.Model):
    """One line of a list, with its evidence, or marked as an opinion."""

    swot = models.ForeignKey(Swot, models.PROTECT, related_name="entries")
    quadrant = models.CharField(max_length=12, choices=Quadrant)
    words = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    improvement = models.ForeignKey(Improvement, models.PROTECT, null=True, related_name="+")
    risk = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    @property
    def is_opinion(self) -> bool:
        return self.evidence_id is None


class SwotVote(models.Model):
    """What somebody thinks weighs most in a list: one vote a person a list. Never shown by name."""

    swot = models.ForeignKey(Swot, models.PROTECT, related_name="votes")
    quadrant = models.CharField(max_length=12, choices=Quadrant)
    voter = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entry = models.ForeignKey(SwotEntry, models.PROTECT, related_name="votes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["swot", "quadrant", "voter"], name="swot_vote_once")]


class SwotStrategy(models.Model):
    """What follows from one entry inside and one outside: SO, WO, ST or WT."""

    swot = models.ForeignKey(Swot, models.PROTECT, related_name="strategies")
    inside = models.ForeignKey(SwotEntry, models.PROTECT, related_name="+")
    outside = models.ForeignKey(SwotEntry, models.PROTECT, related_name="+")
    words = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    @property
    def code(self) -> str:
        return f"{self.inside.quadrant[0]}{self.outside.quadrant[0]}".upper()


class Investigation(Record):
    """One analysis of a cause that serves every risk and improvement tied to it."""

    title = models.CharField(_("what is investigated"), max_length=200)
    question = models.TextField(_("question"), blank=True, max_length=20_000)
    cause = models.TextField(_("root cause"), blank=True, max_length=20_000)
    evidence = models.TextField(_("evidence"), blank=True, max_length=20_000)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))

    class Meta:
        verbose_name = _("investigation")
        indexes = [models.Index(fields=["state", "identity"], name="investigation_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class Rescore(models.Model):
    """An improvement was verified: its risk is to be judged anew. Likelihood × impact before and after."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="rescores")
    risk = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.PositiveSmallIntegerField(null=True)
    after = models.PositiveSmallIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["improvement", "risk"], condition=models.Q(done_at=None), name="rescore_asked_once"
            )
        ]
