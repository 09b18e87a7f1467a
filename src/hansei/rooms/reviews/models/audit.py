"""Areas that are audited, audits of them, who audits, and what they found."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.kernel.records import Record
from hansei.rooms.reviews import clauses


class Grade(models.TextChoices):
    NONCONFORMITY = "nonconformity", _("Nonconformity")
    OBSERVATION = "observation", _("Observation")


class AuditArea(Record):
    """A part of the work that is audited again and again: who answers for it, and how often it is looked at."""

    title = models.CharField(_("area"), max_length=200)
    service = models.CharField(_("service"), max_length=200, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answers for it"),
    )
    every_months = models.PositiveSmallIntegerField(
        _("audited every … months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    class Meta:
        verbose_name = _("audited area")
        indexes = [models.Index(fields=["state", "identity"], name="audit_area_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class AreaPerson(models.Model):
    """Somebody works in an area between two days. The row stays: who worked there lately does not audit it either."""

    area = models.ForeignKey(AuditArea, models.CASCADE, related_name="people")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["area", "account"], condition=models.Q(until=None), name="works_once_in_an_area"
            ),
            models.CheckConstraint(
                name="area_person_ends_after_beginning",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.area_id}"


class Audit(Record):
    """One planned look at an area against stated criteria, by somebody who has no part in it."""

    title = models.CharField(_("audit"), max_length=200)
    area = models.ForeignKey(AuditArea, models.PROTECT, related_name="audits", verbose_name=_("area"))
    scope = models.TextField(_("scope"), blank=True, max_length=20_000)
    criteria = models.TextField(_("criteria"), blank=True, max_length=20_000)
    clauses = models.CharField(_("clauses"), max_length=60, blank=True)  # codes of checklists, parted by blanks
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead auditor"),
    )
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    summary = models.TextField(_("conclusion"), blank=True, max_length=20_000)
    reason = models.TextField(_("why it was withdrawn"), blank=True, max_length=20_000)

    class Meta:
        verbose_name = _("audit")
        indexes = [
            models.Index(fields=["state", "identity"], name="audit_state"),
            models.Index(fields=["planned_on"], name="audit_planned_on"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class AuditMember(models.Model):
    """An auditor beside the lead."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="members")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["audit", "account"], name="auditor_once_in_an_audit")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.audit_id}"


class AuditFinding(Record):
    """What an audit found, on what evidence; followed up until somebody else has verified that it is put right."""

    title = models.CharField(_("audit finding"), max_length=200)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="findings", verbose_name=_("audit"))
    grade = models.CharField(_("grade"), max_length=20, choices=Grade, default=Grade.NONCONFORMITY)
    clause = models.CharField(_("clause"), max_length=10, blank=True, choices=clauses.choices)
    evidence = models.TextField(_("evidence"), blank=True, max_length=20_000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("to be closed by"), null=True, blank=True)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    answer = models.TextField(pgettext_lazy("audit", "answer"), blank=True, max_length=20_000)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    verification = models.TextField(_("what the verification showed"), blank=True, max_length=20_000)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verified by")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    reason = models.TextField(_("why it was withdrawn"), blank=True, max_length=20_000)

    class Meta:
        verbose_name = _("audit finding")
        indexes = [
            models.Index(fields=["state", "identity"], name="audit_finding_state"),
            models.Index(fields=["grade", "identity"], name="audit_finding_grade"),
            models.Index(fields=["due_on", "identity"], name="audit_finding_due"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"
