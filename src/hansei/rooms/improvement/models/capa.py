"""Corrective and preventive actions, what of them a customer was told, and violations of rules and targets."""

from __future__ import annotations

import hashlib
import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record


class Trigger(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    VIOLATION = "violation", _("Violation")
    AUDIT = "audit", _("Audit finding")
    PROBLEM = "problem", _("Problem")
    FINDING = "finding", _("Finding")


class Capa(Record):
    """Something that must not happen again: contained, understood, corrected, prevented, verified, shared.

    Every field is internal unless its name stands in `released`, a list parted by blanks. `customer_title` and
    `customer_words` are written for the customer and are in their version always.
    """

    title = models.CharField(_("case"), max_length=200)
    trigger = models.CharField(_("started by"), max_length=10, choices=Trigger, default=Trigger.COMPLAINT)
    trigger_key = models.CharField(_("number of what started it"), blank=True, max_length=200)
    description = models.TextField(_("what happened"), blank=True, max_length=20_000)
    service = models.CharField(_("service"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=200, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("to be closed by"), null=True, blank=True)
    containment = models.TextField(_("containment"), blank=True, max_length=20_000)
    cause = models.TextField(_("root cause"), blank=True, max_length=20_000)
    corrective = models.TextField(_("corrective action"), blank=True, max_length=20_000)
    no_corrective = models.TextField(_("no corrective action because"), blank=True, max_length=20_000)
    preventive = models.TextField(_("preventive action"), blank=True, max_length=20_000)
    no_preventive = models.TextField(_("no preventive action because"), blank=True, max_length=20_000)
    evidence = models.TextField(_("evidence"), blank=True, max_length=20_000)
    effect = models.TextField(_("check of the effect"), blank=True, max_length=20_000)
    customer_title = models.CharField(_("title for the customer"), max_length=200, blank=True)
    customer_words = models.TextField(
        _("for the customer: how it was corrected and delivered"), blank=True, max_length=20_000
    )
    not_shared = models.TextField(_("not shared because"), blank=True, max_length=20_000)
    released = models.CharField(_("fields the customer may see"), max_length=300, blank=True)
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("corrective and preventive action")
        indexes = [
            models.Index(fields=["state", "identity"], name="capa_state"),
            models.Index(fields=["trigger", "identity"], name="capa_trigger"),
            models.Index(fields=["due_on", "identity"], name="capa_due"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class CustomerReport(models.Model):
    """What the customer was told, as it was told. No row changes; a later report stands beside it."""

    capa = models.ForeignKey(Capa, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    contents = models.JSONField()  # [[field, text], …], nothing but what was released
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["capa", "number"], name="customer_report_once")]

    def sealed(self) -> str:
        """Return the SHA-256 of what was told."""
        said = [self.capa_id, self.number, self.title, self.contents, self.at.isoformat()]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Decision(models.TextChoices):
    ESCALATE = "escalate", _("Escalate")
    CHANGE = "change", _("Change the service")
    PERSON = "person", _("Deal with the responsible person")
    ACCEPT = "accept", _("Accept")


class Violation(Record):
    """A rule or target that was broken: the evidence, why, what was decided, and whether that helped."""

    title = models.CharField(_("violation"), max_length=200)
    rule = models.CharField(_("rule or target"), max_length=200)
    service = models.CharField(_("service"), max_length=200, blank=True)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    origin = models.CharField(_("where it comes from"), max_length=200, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    evidence = models.TextField(_("evidence"), blank=True, max_length=20_000)
    cause = models.TextField(_("root cause"), blank=True, max_length=20_000)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decision_reason = models.TextField(_("reason for the decision"), blank=True, max_length=20_000)
    correction = models.TextField(_("what was done"), blank=True, max_length=20_000)
    outcome = models.TextField(_("what the check showed"), blank=True, max_length=20_000)

    class Meta:
        verbose_name = _("violation")
        indexes = [
            models.Index(fields=["state", "identity"], name="violation_state"),
            models.Index(fields=["decision", "identity"], name="violation_decision"),
            models.Index(fields=["origin"], name="violation_origin"),
            models.Index(fields=["happened_on", "identity"], name="violation_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"
