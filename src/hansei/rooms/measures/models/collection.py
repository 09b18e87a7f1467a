"""How the values of a metric are collected, those that people enter, and the points before anything is measured."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.rooms.measures.models.catalogue import Metric, Step


class Method(models.TextChoices):
    """How values are collected."""

    MONITORING = "monitoring", _("Monitoring")
    ASSESSMENT = "assessment", _("Assessment")
    SURVEY = "survey", _("Survey")
    INTERVIEW = "interview", _("Interview or round table")
    SAMPLING = "sampling", _("Sampling")


class EnteredValue(models.Model):
    """One value that somebody entered or imported, with where it comes from. The database changes no row: a correction
    is a row of its own, and what it corrects stays beside it."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="entered")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    value = models.FloatField(_("value"))
    n = models.PositiveIntegerField("n", null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    method = models.CharField(_("method"), max_length=12, choices=Method)
    reason = models.CharField(_("reason for the correction"), max_length=300, blank=True)
    is_imported = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["metric", "first"], name="measures_entered_period")]
        constraints = [
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="measures_entered_in_order")
        ]


class Collector(Record):
    """How the values of one metric are collected: by which method, how often, by whom, from which sample.

    `seed` is what a sample was drawn with: the same seed draws the same sample again. `data_set` is the one that an
    automatic source is watched in; without it people enter the values.
    """

    title = models.CharField(_("what is collected"), max_length=200)
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="collectors", verbose_name=_("metric"))
    method = models.CharField(_("method"), max_length=12, choices=Method, default=Method.MONITORING)
    frequency = models.CharField(_("collected every"), max_length=8, choices=Step, default=Step.MONTH)
    starts_on = models.DateField(_("collected from"))
    data_set = models.BigIntegerField(_("data set"), null=True, blank=True)  # it may be removed
    population = models.TextField(_("sample of what"), blank=True, max_length=1000)
    sample_size = models.PositiveIntegerField(_("sample size"), null=True, blank=True)
    seed = models.BigIntegerField(_("seed of the sample"), null=True, blank=True)
    responsible = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )

    class Meta:
        verbose_name = _("collector")
        indexes = [
            models.Index(fields=["state", "identity"], name="measures_collector_state"),
            models.Index(fields=["method", "identity"], name="measures_collector_method"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class CollectionRun(models.Model):
    """One look at what a collector should have brought for a step: it came, or why it did not."""

    collector = models.ForeignKey(Collector, models.PROTECT, related_name="runs")
    step = models.DateField()  # first day
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    error = models.CharField(max_length=300)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["collector", "step"], name="measures_run_step")]


class CheckPoint(models.Model):
    """A point of the list “before you measure”. A shipped one keeps its words until somebody changes them."""

    code = models.CharField(max_length=40, unique=True)
    text = models.CharField(max_length=300, blank=True)  # empty: as it was shipped
    place = models.PositiveIntegerField(default=0)
    is_dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ("place", "pk")
