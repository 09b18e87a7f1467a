"""A complaint until the customer agrees that it is closed; a compliment; how many users a service has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record


class Severity(models.IntegerChoices):
    LIGHT = 1, _("light")
    SERIOUS = 2, _("serious")
    GRAVE = 3, _("grave")


class Complaint(Record):
    """Dissatisfaction that a customer expressed and that needs an answer. `repeats` is an earlier one like it."""

    title = models.CharField(_("complaint"), max_length=200)
    statement = models.TextField(_("what the customer says"), max_length=5000, blank=True)
    customer = models.CharField(_("customer"), max_length=200)
    service = models.CharField(_("service"), max_length=200, blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=Severity.SERIOUS)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be closed by"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    investigation = models.TextField(_("what was found"), max_length=5000, blank=True)
    correction = models.TextField(_("what was put right"), max_length=5000, blank=True)
    prevention = models.TextField(_("what prevents it from now on"), max_length=5000, blank=True)
    report_on = models.DateField(_("report given to the customer on"), null=True, blank=True)
    report_evidence = models.TextField(_("evidence that it reached the customer"), max_length=2000, blank=True)
    agreed_by = models.CharField(_("who agreed for the customer"), max_length=200, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    escalated_on = models.DateField(_("escalated on"), null=True, blank=True)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("repeats")
    )

    class Meta:
        verbose_name = _("complaint")
        indexes = [
            models.Index(fields=["state", "identity"], name="complaint_state"),
            models.Index(fields=["severity", "identity"], name="complaint_severity"),
            models.Index(fields=["due_on"], name="complaint_due", condition=models.Q(due_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="complaint_due_after_received",
                condition=models.Q(due_on__isnull=True) | models.Q(due_on__gte=models.F("received_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class Compliment(Record):
    """Praise that a customer or user expressed; whom it is for is told."""

    title = models.CharField(_("compliment"), max_length=200)
    statement = models.TextField(_("what was said"), max_length=5000, blank=True)
    customer = models.CharField(_("from whom"), max_length=200, blank=True)
    service = models.CharField(_("service"), max_length=200, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("passes it on")
    )

    class Meta:
        verbose_name = _("compliment")
        indexes = [models.Index(fields=["state", "identity"], name="compliment_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class UserCount(models.Model):
    """How many users there are from a day on, entered by hand with its source; "" is all services together."""

    service = models.CharField(max_length=200, blank=True)
    users = models.PositiveIntegerField()
    since = models.DateField()
    source = models.CharField(max_length=200)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("since", "pk")
