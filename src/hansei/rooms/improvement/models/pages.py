"""The seven pages of an improvement: what its people say of each step, and the measured fact that a step stands on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Revision
from hansei.rooms.improvement.models.evidence import Baseline
from hansei.rooms.improvement.models.improvement import Improvement


class Step(models.TextChoices):
    """The seven questions of the continual improvement model, in their order."""

    VISION = "vision", _("What is the vision?")
    WHERE_NOW = "where_now", _("Where are we now?")
    WHERE_TO_BE = "where_to_be", _("Where do we want to be?")
    HOW = "how", _("How do we get there?")
    ACT = "act", _("Take action")
    DID_WE = "did_we", _("Did we get there?")
    MOMENTUM = "momentum", _("How do we keep the momentum?")


class StepPage(models.Model):
    """What is said of one step. “Where are we now” is done only while it cites a frozen baseline."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="step_pages")
    step = models.CharField(max_length=12, choices=Step)
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    cites = models.ForeignKey(Baseline, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["improvement", "step"], name="one_page_a_step")]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.step}"


class Participant(models.Model):
    """Somebody who takes part in an improvement beside its owner."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="participants")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["improvement", "account"], name="takes_part_once")]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.account_id}"
