"""Improvements: from an idea or a finding to an end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.rooms.governance.queries import LEVEL_LABELS
from hansei.rooms.improvement.models.choices import Element, End, Grade, Source, Unit, Verdict

if TYPE_CHECKING:
    from hansei.rooms.improvement.models.evidence import Baseline, GivenAnswer

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
    proposed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    origin = models.CharField(_("source"), max_length=12, choices=Source, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    is_visible_to_users = models.BooleanField(_("visible to users"), default=False)
    benefit = models.DecimalField(
        _("benefit a year"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capitals: EUR."))]
    )
    value = models.PositiveSmallIntegerField(_("value"), choices=Grade, null=True, blank=True)
    effort = models.PositiveSmallIntegerField(_("effort"), choices=Grade, null=True, blank=True)
    asked_level = models.CharField(
        _("level of risk when asked"), max_length=16, blank=True, choices=LEVEL_LABELS.items()
    )
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
    # When it was closed. Told from the events; kept here so that a period's ends are found by an index.
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("improvement")
        indexes = [
            models.Index(fields=["state", "identity"], name="improvement_state"),
            models.Index(fields=["end", "identity"], name="improvement_end"),
            models.Index(fields=["intervention_on", "identity"], name="improvement_intervention"),
            models.Index(fields=["origin", "identity"], name="improvement_origin"),
            models.Index(fields=["proposed_by", "identity"], name="improvement_proposed_by"),
            models.Index(fields=["ended_at"], name="improvement_ended_at"),
            models.Index(fields=["rank", "identity"], name="improvement_rank"),
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
