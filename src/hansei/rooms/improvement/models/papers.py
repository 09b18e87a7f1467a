"""The plan and the report of an improvement, and what of them was frozen when it was approved."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.kernel.models import Account, Identity
from hansei.kernel.records import Record
from hansei.rooms.improvement.models.improvement import Improvement

PLAN_PARTS: Final = ("introduction", "basic", "description", "solution", "roles", "review")
REPORT_PARTS: Final = ("statistics", "analysis", "measures")


def _words(label: object) -> models.TextField[str, str]:
    return models.TextField(label, blank=True, max_length=20_000)  # type: ignore[arg-type]  # a lazy label


class Frozen(models.Model):
    """What a plan or report said when it was approved: its words, and the records' facts as codes and figures."""

    paper = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    template = models.PositiveIntegerField()  # version of the template
    content = models.JSONField()
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.at}"

    def sealed(self) -> str:
        """Return the SHA-256 of everything that was frozen."""
        parts = {"paper": self.paper_id, "at": self.at.isoformat(), "by": self.by_id, "template": self.template}
        return hashlib.sha256(
            json.dumps(parts | {"content": self.content}, sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the row still is what was sealed."""
        return self.seal == self.sealed()


class Paper(Record):
    """What plan and report have in common: the improvement, the day they are due, what was frozen."""

    title = models.CharField(_("title"), max_length=200)
    number = models.PositiveSmallIntegerField(_("version"), validators=[MinValueValidator(1)])

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"

    @property
    def frozen(self) -> Frozen | None:
        """What was approved; None before that."""
        if not self.pk or self.state in ("draft", "withdrawn"):
            return None
        return Frozen.objects.filter(paper=self.pk).select_related("by").order_by("-pk").first()


class Plan(Paper):
    """One version of a service improvement plan: six parts, each with words beside what the records say."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="plans", verbose_name=_("improvement"))
    due_on = models.DateField(_("to be approved by"))
    introduction = _words(_("introduction"))
    basic = _words(_("basic information"))
    description = _words(_("description"))
    solution = _words(_("solution"))
    roles = _words(_("roles and responsibilities"))
    review = _words(pgettext_lazy("part of a plan", "review"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta:
        verbose_name = _("service improvement plan")
        indexes = [
            models.Index(fields=["state", "identity"], name="improvement_plan_state"),
            models.Index(fields=["due_on", "identity"], name="improvement_plan_due"),
        ]
        constraints = [models.UniqueConstraint(fields=["improvement", "number"], name="plan_version_once")]


class ImprovementReport(Paper):
    """What came of an improvement: the plan's parts, statistics, analysis and measures, for two receivers."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="reports", verbose_name=_("improvement"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("plan")
    )
    due_on = models.DateField(_("to be sent by"))
    leader = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible leader")
    )
    supervisor = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("supervisor")
    )
    statistics = _words(_("remarks on the statistics"))
    analysis = _words(_("analysis"))
    measures = _words(_("measures and next steps"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    sent_on = models.DateField(_("sent to both on"), null=True, blank=True)

    class Meta:
        verbose_name = _("improvement report")
        indexes = [
            models.Index(fields=["state", "identity"], name="improvement_report_state"),
            models.Index(fields=["due_on", "identity"], name="improvement_report_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["improvement", "number"], name="improvement_report_once"),
            models.CheckConstraint(
                name="improvement_report_two",
                condition=models.Q(leader__isnull=True)
                | models.Q(supervisor__isnull=True)
                | ~models.Q(leader=models.F("supervisor")),
                violation_error_message=_("Leader and supervisor are two people. Name another one."),
            ),
            # It is not sent while one of the two has not got it.
            models.CheckConstraint(
                name="improvement_report_sent", condition=~models.Q(state="sent") | models.Q(sent_on__isnull=False)
            ),
        ]
