"""The baselines frozen for improvements, and the answers given about them."""

from __future__ import annotations

import hashlib
import json

from django.db import models

from hansei.kernel.models import Account
from hansei.rooms.improvement.models.choices import Unit, Verdict
from hansei.rooms.improvement.models.improvement import Improvement


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
