"""Signals of the trend watch."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hansei.kernel.records import Record
from hansei.rooms.measures.models.catalogue import Metric


class Rule(models.TextChoices):
    """Which rule of the control chart a stretch met first."""

    BEYOND = "beyond_limits", _("Beyond the limits")
    RUN = "eight_on_one_side", _("Eight in a row on one side")
    NEAR = "three_of_four_near_limit", _("Three of four near a limit")
    SEEN = "seen", _("Seen by a person")


class Side(models.TextChoices):
    ABOVE = "above", _("Above the centre")
    BELOW = "below", _("Below the centre")


class Strength(models.TextChoices):
    """Whether a signal stands up to how many series are watched."""

    FIRM = "firm", _("Firm")
    WEAK = "weak", _("May be chance")


class TrendSignal(Record):
    """A stretch of a metric's series that chance seldom makes: raised once, then acted on or dismissed with a reason.

    `data_set` is the one it was seen in, 0 for a metric whose values people enter; when it is removed, an open signal
    lapses. `improvement`
    is the number of the improvement it led to.
    """

    title = models.CharField(_("metric"), max_length=200)
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="signals", verbose_name=_("entry of the catalogue"))
    data_set = models.BigIntegerField(_("data set"), default=0)
    rule = models.CharField(_("rule"), max_length=30, choices=Rule, default=Rule.SEEN)
    side = models.CharField(_("side"), max_length=8, choices=Side)
    first_on = models.DateField(_("first step"))
    last_on = models.DateField(_("last step"))
    strength = models.CharField(_("strength"), max_length=8, choices=Strength, default=Strength.WEAK)
    reason = models.TextField(_("reason for dismissing it"), blank=True, max_length=2000)
    improvement = models.CharField(_("improvement"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("signal")
        indexes = [
            models.Index(fields=["state", "identity"], name="measures_signal_state"),
            models.Index(fields=["rule", "identity"], name="measures_signal_rule"),
            models.Index(fields=["strength", "identity"], name="measures_signal_strength"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["metric", "data_set", "rule", "first_on"], name="measures_signal_once"),
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="measures_signal_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dismissed") | ~models.Q(reason=""), name="measures_signal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.said('title')}"

    def said(self, name: str) -> str:
        """The metric's name, or a reason that nobody wrote, in the reader's language."""
        text: str = getattr(self, name)
        return gettext(text) if text and (name == "title" or self.state == "lapsed") else text
