"""The metric catalogue: metrics with the versions of their formulas, and the concerns of stakeholders they answer."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record


class Origin(models.TextChoices):
    """Where a metric's values come from."""

    LIBRARY = "library", _("Measure of the library")
    COMPOSED = "composed", _("Composed here")
    RATIO = "ratio", _("One metric by another")
    ENTERED = "entered", _("Entered or imported")


class Kind(models.TextChoices):
    TECHNOLOGY = "technology", _("Technology")
    PROCESS = "process", _("Process")
    SERVICE = "service", _("Service")
    EXPERIENCE = "experience", _("Experience")
    VALUE = "value", pgettext_lazy("kind of metric", "Value")


class Reason(models.TextChoices):
    """Why it is measured at all."""

    PROVE = "prove", _("Prove a decision")
    PROGRESS = "progress", _("Show progress")
    JUSTIFY = "justify", _("Justify means")
    DIRECT = "direct", _("Direct work")


class Direction(models.TextChoices):
    LOWER = "lower", _("Lower is better")
    HIGHER = "higher", _("Higher is better")
    TARGET = "target", _("Near the target is better")
    NEITHER = "neither", _("Neither: it informs")


class Timing(models.TextChoices):
    LEADING = "leading", _("Leading")
    LAGGING = "lagging", _("Lagging")


class Step(models.TextChoices):
    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")


class Use(models.TextChoices):
    """For what the number may be used."""

    IMPROVE = "improve", _("Improve")
    DECIDE = "decide", _("Decide")
    INFORM = "inform", _("Inform")
    APPRAISE = "appraise", _("Appraise")


class Form(models.TextChoices):
    """How a value is written."""

    SHARE = "share", _("Share")
    HOURS = "hours", _("Hours")
    NUMBER = "number", pgettext_lazy("how a value is written", "Number")
    TABLE = "table", _("Table")


class Concern(Record):
    """What a stakeholder worries about or wants to know: what metrics are for."""

    stakeholder = models.CharField(_("stakeholder"), max_length=120)
    title = models.CharField(_("concern"), max_length=300)
    shipped = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("concern")
        indexes = [models.Index(fields=["state", "identity"], name="measures_concern_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["shipped"], condition=~models.Q(shipped=""), name="measures_concern_shipped_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.said('stakeholder')}: {self.said('title')}"

    def said(self, name: str) -> str:
        """A text in the reader's language where it came with the product, else as somebody wrote it."""
        return _own_or_shipped(self, name)


class Metric(Record):
    """One entry of the catalogue: what is measured, for whom and which decision, how, and what the number may be for.

    `definition` is JSON of `hansei.analytics.composing`, for a metric composed here; `measure` names the library's.
    `concerns` holds ids of concerns, `uses` codes of `Use`, `points` codes of what was done before measuring.
    """

    title = models.CharField(_("name"), max_length=200)
    shipped = models.CharField(max_length=80, blank=True, editable=False)  # the library's name, of what came with us
    origin = models.CharField(_("values come from"), max_length=10, choices=Origin, default=Origin.ENTERED)
    measure = models.CharField(_("measure of the library"), max_length=80, blank=True)
    definition = models.TextField(_("composed of"), blank=True, max_length=20_000)
    above = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("metric above the line")
    )
    below = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("metric below the line")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PROCESS)
    concerns = models.JSONField(_("concerns it answers"), default=list, blank=True)
    reason = models.CharField(_("reason to measure"), max_length=10, choices=Reason, blank=True)
    decision = models.TextField(_("decision it serves"), blank=True, max_length=2000)
    formula = models.TextField(_("formula in words"), blank=True, max_length=4000)
    numerator = models.TextField(_("numerator"), blank=True, max_length=2000)
    denominator = models.TextField(_("denominator"), blank=True, max_length=2000)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    form = models.CharField(_("written as"), max_length=8, choices=Form, default=Form.NUMBER)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.NEITHER)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    period = models.CharField(_("step"), max_length=8, choices=Step, default=Step.WEEK)
    target = models.FloatField(_("target"), null=True, blank=True)
    target_on = models.DateField(_("reached by"), null=True, blank=True)
    threshold_soon = models.FloatField(_("threshold: watch"), null=True, blank=True)
    threshold_bad = models.FloatField(_("threshold: act"), null=True, blank=True)
    counter = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counter-measure")
    )
    timing = models.CharField(_("leading or lagging"), max_length=8, choices=Timing, default=Timing.LAGGING)
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    uses = models.JSONField(_("allowed uses"), default=list, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    points = models.JSONField(_("done before measuring"), default=list, blank=True)
    formula_version = models.PositiveIntegerField(_("version of the formula"), default=1)

    class Meta:
        verbose_name = _("metric")
        indexes = [
            models.Index(fields=["state", "identity"], name="measures_metric_state"),
            models.Index(fields=["kind", "identity"], name="measures_metric_kind"),
            models.Index(fields=["origin", "identity"], name="measures_metric_origin"),
            models.Index(fields=["reason", "identity"], name="measures_metric_reason"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shipped"], condition=~models.Q(shipped=""), name="measures_metric_shipped_once"
            ),
            models.CheckConstraint(
                condition=models.Q(origin="ratio") | models.Q(above=None, below=None),
                name="measures_metric_only_a_ratio_has_parts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.said('title')}"

    def said(self, name: str) -> str:
        """A text in the reader's language where it came with the product, else as somebody wrote it."""
        return _own_or_shipped(self, name)

    @property
    def composed(self) -> dict[str, Any] | None:
        """The definition as plain values; None where it is not composed here."""
        found: dict[str, Any] | None = json.loads(self.definition) if self.definition else None
        return found


def _own_or_shipped(found: Concern | Metric, name: str) -> str:
    # A shipped text that nobody changed is a marked English sentence; one that was changed is found in no catalogue.
    text: str = getattr(found, name)
    return gettext(text) if text and found.shipped else text


class FormulaVersion(models.Model):
    """A formula as it holds for the steps from `since` on, until the next one. The database changes no row."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateField(null=True)  # None: from the beginning
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    formula = models.JSONField()  # the fields of FORMULA as they were

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["metric", "number"], name="measures_formula_version_once")]


# What makes the figure what it is: a change of one of these is a new version and a break in the series.
FORMULA = (
    "origin", "measure", "definition", "above_id", "below_id", "formula", "numerator", "denominator", "unit", "form",
)  # fmt: skip
