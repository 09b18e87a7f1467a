"""Improvements, the baselines frozen for them, and the answers given about them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record


class Element(models.TextChoices):
    PEOPLE = "people", _("People")
    RESOURCE = "resource", _("Resource")
    TECHNOLOGY = "technology", _("Technology")
    PROCESS = "process", _("Process")


class Grade(models.IntegerChoices):
    LOW = 1, _("low")
    MEDIUM = 2, _("medium")
    HIGH = 3, _("high")


class Unit(models.TextChoices):
    CASES = "cases", _("Cases a week")
    HOURS = "hours", _("Hours worked a week")


class Verdict(models.TextChoices):
    BETTER = "better", _("Better")
    WORSE = "worse", _("Worse")
    NO_MATERIAL_CHANGE = "no_material_change", _("No material change")
    CANNOT_TELL_YET = "cannot_tell_yet", _("Cannot tell yet")


class End(models.TextChoices):
    EFFECTIVE = "effective", _("Effective")
    TARGET_MISSED = "target_missed", _("Effective, but target missed")
    NO_EFFECT = "no_effect", _("No effect")
    WORSE_ROLLED_BACK = "worse_rolled_back", _("Worse, rolled back")
    WORSE_KEPT = "worse_kept", _("Worse, kept")
    WITHOUT_PROOF = "without_proof", _("Done without proof")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PERCENT = (MinValueValidator(1), MaxValueValidator(100))


class Improvement(Record):
    """Something to make better: how it is measured, what was done on which day, and how it ended.

    `measure` is JSON: {"where": {column: [values]}, "hours": [first, last] or null}; `finding` the key of the finding
    it came from, `data_set` the source whose cases are counted.
    """

    title = models.CharField(_("title"), max_length=200)
    idea = models.TextField(_("idea"), blank=True, max_length=20_000)
    # Not a foreign key: a data set may be removed, and what was frozen from it stays.
    data_set = models.BigIntegerField(_("data set"), null=True, blank=True)
    finding = models.CharField(_("finding"), max_length=200, blank=True)
    element = models.CharField(_("element"), max_length=12, choices=Element, default=Element.PROCESS)
    service = models.CharField(_("service"), max_length=200, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    value = models.PositiveSmallIntegerField(_("value"), choices=Grade, null=True, blank=True)
    effort = models.PositiveSmallIntegerField(_("effort"), choices=Grade, null=True, blank=True)
    risk = models.TextField(_("risk of doing nothing"), blank=True, max_length=20_000)
    unit = models.CharField(_("measured in"), max_length=10, choices=Unit, default=Unit.CASES)
    measure = models.TextField(_("cases that count"), blank=True)
    target_percent = models.PositiveSmallIntegerField(
        _("target: less by, in percent"), null=True, blank=True, validators=PERCENT
    )
    margin_percent = models.PositiveSmallIntegerField(
        _("margin of no material change, in percent"), default=10, validators=PERCENT
    )
    intervention_on = models.DateField(_("date of the intervention"), null=True, blank=True)
    intervention = models.TextField(_("what is changed"), blank=True, max_length=20_000)
    answer = models.CharField(_("answer"), max_length=20, choices=Verdict, blank=True)
    end = models.CharField(_("end"), max_length=20, choices=End, blank=True)
    end_reason = models.TextField(_("reason for this end"), blank=True, max_length=20_000)

    class Meta:
        verbose_name = _("improvement")
        indexes = [
            models.Index(fields=["state", "identity"], name="improvement_state"),
            models.Index(fields=["end", "identity"], name="improvement_end"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"

    @property
    def rule(self) -> dict[str, Any]:
        """Which cases count, as the measure takes it: `where` and `hours`; empty where nobody said."""
        found: dict[str, Any] = json.loads(self.measure) if self.measure else {}
        return found

    @property
    def baseline(self) -> Baseline | None:
        """The newest frozen baseline; earlier ones stay beside it."""
        return self.baselines.order_by("-pk").first() if self.pk else None

    @property
    def last_answer(self) -> GivenAnswer | None:
        """The answer as it was given last."""
        return self.answers.order_by("-pk").first() if self.pk else None


class Baseline(models.Model):
    """How it was before: the weeks as they were known when somebody froze them. The database changes no row."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="baselines")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField()  # of the data set
    known_until = models.DateField()  # the last day the data reached
    first = models.DateField()  # of the period that is the baseline; earlier weeks are kept for comparison
    last = models.DateField()
    chosen_first = models.DateField(null=True)  # the weeks that made it a finding
    chosen_last = models.DateField(null=True)
    measure = models.TextField()
    unit = models.CharField(max_length=10, choices=Unit)
    weeks = models.JSONField()  # [[monday, value, other cases], …] all of the earlier time, oldest first
    mix = models.JSONField(default=dict)  # other cases in the baseline, by kind
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def sealed(self) -> str:
        """Return the SHA-256 of everything that was frozen."""
        names = ("first", "last", "known_until", "chosen_first", "chosen_last")
        parts = {name: value.isoformat() if (value := getattr(self, name)) else None for name in names}
        parts |= {name: getattr(self, name) for name in ("version", "measure", "unit", "weeks", "mix")}
        parts["improvement"] = self.improvement_id
        parts["at"] = self.at.isoformat()
        return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the row still is what was sealed."""
        return self.seal == self.sealed()


class GivenAnswer(models.Model):
    """The before/after answer as it was given at a verification. Never changed; a later one stands beside it."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="answers")
    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField()  # of the data set
    verdict = models.CharField(max_length=20, choices=Verdict)
    target_reached = models.BooleanField(null=True)
    change = models.FloatField(null=True)  # −0.41 is 41 % less
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    weeks_before = models.PositiveIntegerField()
    weeks_after = models.PositiveIntegerField()
    level_before = models.FloatField(null=True)
    level_after = models.FloatField(null=True)
    deciding = models.CharField(max_length=20)
    guards = models.JSONField()  # [{"code", "holds", "found"}]
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("pk",)
