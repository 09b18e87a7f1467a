"""Engagements, their reports, what was frozen at issue, and who received and read it."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.blocks.mail.models import Outgoing
from hansei.kernel.models import Account, Identity, Revision
from hansei.kernel.records import Record


class Kind(models.TextChoices):
    SERVICE = "service", _("Service report")
    INCIDENTS = "incidents", _("Incident report")
    PROBLEMS = "problems", _("Problem report")
    PROJECT = "project", _("Project performance report")


class Engagement(Record):
    """What is reported month by month: which part of which data set, against which targets, to whom and when.

    `stage_plan`, `targets` and `recipients` are lines as people write them (`plans`).
    """

    title = models.CharField(_("title"), max_length=200)
    # Not a foreign key: a data set may be removed, and what was issued from it stays.
    data_set = models.BigIntegerField(_("data set"))
    kind = models.CharField(_("report"), max_length=12, choices=Kind, default=Kind.PROJECT)
    organisation = models.CharField(_("organisation"), max_length=400, blank=True)
    service = models.CharField(_("service"), max_length=400, blank=True)
    needs = models.TextField(_("needs of the customer"), blank=True, max_length=20_000)
    stage_plan = models.TextField(_("stage plan"), blank=True, max_length=20_000)
    targets = models.TextField(_("targets"), blank=True, max_length=20_000)
    recipients = models.TextField(_("recipients"), blank=True, max_length=20_000)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    draft_day = models.PositiveSmallIntegerField(
        _("day of the month on which the report is drafted"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
    )
    send_hour = models.PositiveSmallIntegerField(
        _("hour of the day at which mail is sent"), default=8, validators=[MaxValueValidator(23)]
    )
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))

    class Meta:
        verbose_name = _("engagement")
        indexes = [models.Index(fields=["state", "identity"], name="engagement_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class Report(Record):
    """One report on one period. Its figures are of the data until it is issued, and frozen from then on."""

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("report"), max_length=12, choices=Kind)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("engagement")
    )
    data_set = models.BigIntegerField(_("data set"))
    organisation = models.CharField(_("organisation"), max_length=400, blank=True)
    service = models.CharField(_("service"), max_length=400, blank=True)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))  # belongs to the period
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    summary = models.TextField(_("summary"), blank=True, max_length=20_000)
    findings = models.TextField(_("findings: what we saw"), blank=True, max_length=20_000)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))

    class Meta:
        verbose_name = _("service report")
        indexes = [
            models.Index(fields=["state", "identity"], name="report_state"),
            models.Index(fields=["kind", "identity"], name="report_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "first", "last"],
                condition=models.Q(engagement__isnull=False),
                name="one_report_of_a_period",
            ),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="report_period"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"

    @property
    def where(self) -> dict[str, str]:
        """Which cases of the data set it is about."""
        named = {"organisation": self.organisation, "service": self.service}
        return {name: value for name, value in named.items() if value}

    @property
    def receipts(self) -> models.QuerySet[Receipt]:
        """Who got it."""
        return Receipt.objects.filter(record=self.pk)

    @property
    def snapshot(self) -> Snapshot | None:
        return self.snapshots.order_by("-pk").first() if self.pk else None


class Snapshot(models.Model):
    """What was issued: every figure, and the cases behind it. The database changes no row."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField()  # of the data set
    template = models.PositiveIntegerField()  # version of the template
    content = models.JSONField()
    packed_cases = models.BinaryField()  # compressed JSON: thousands of rows
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.report_id} {self.at}"

    @property
    def cases(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(zlib.decompress(bytes(self.packed_cases)))
        return found

    @staticmethod
    def packed(cases: list[dict[str, Any]]) -> bytes:
        return zlib.compress(json.dumps(cases, ensure_ascii=False, separators=(",", ":")).encode())

    def sealed(self) -> str:
        """Return the SHA-256 of everything that was frozen."""
        parts = {"report": self.report_id, "at": self.at.isoformat(), "by": self.by_id, "version": self.version}
        parts |= {"template": self.template, "content": self.content, "cases": self.cases}
        return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the row still is what was sealed."""
        return self.seal == self.sealed()


class MissingReason(models.Model):
    """Why a figure of a report cannot be told, in the words of somebody who knows."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="reasons")
    figure = models.CharField(max_length=40)
    reason = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "figure"], name="one_reason_a_figure")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.figure}"


class Decision(models.Model):
    """Something that was decided because of a report."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="decisions")
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.report_id} {self.text_id}"


class Receipt(Outgoing):
    """One reader of one issued document: how it reached them, and whether they opened and read it.

    `record` is a report, or another record that is sent as a document (`papers`).
    """

    record = models.ForeignKey(Identity, models.PROTECT, related_name="receipts")

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["state", "due_at"], name="receipt_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "email"], condition=~models.Q(email=""), name="one_mail_a_reader"
            ),
            models.UniqueConstraint(
                fields=["record", "account"], condition=models.Q(account__isnull=False, email=""), name="one_receipt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.pk}"
