"""The control sheet of an improvement: its items, who held which duty, the supervision, the checks after closing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Revision
from hansei.kernel.records import Record
from hansei.rooms.improvement.models.evidence import GivenAnswer
from hansei.rooms.improvement.models.improvement import Improvement


class Result(models.TextChoices):
    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")


class Duty(models.TextChoices):
    IMPLEMENTER = "implementer", _("done by")
    CHECKER = "checker", _("checked by")
    SUPERVISOR = "supervisor", _("supervised by")


class ControlItem(Record):
    """One line of a control sheet: what is to be done by when, who does it, who checks it, and what was found."""

    improvement = models.ForeignKey(
        Improvement, models.PROTECT, related_name="control_items", verbose_name=_("improvement")
    )
    title = models.CharField(_("item"), max_length=200)
    plan = models.TextField(_("how it is seen to be met"), blank=True, max_length=20_000)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    check_on = models.DateField(_("to be checked on"), null=True, blank=True)
    implementer = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    checker = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    deputy = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked for them by")
    )
    customer_checker = models.CharField(_("or checked by the customer's representative"), blank=True, max_length=200)
    result = models.CharField(_("last check"), max_length=8, choices=Result, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    first_result = models.CharField(_("first check"), max_length=8, choices=Result, blank=True)
    first_checked_on = models.DateField(_("first checked on"), null=True, blank=True)
    observed = models.TextField(_("what the check found"), blank=True, max_length=20_000)
    cause = models.TextField(_("cause if not met"), blank=True, max_length=20_000)
    measure = models.TextField(_("measure against the cause"), blank=True, max_length=20_000)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("control item")
        indexes = [
            models.Index(fields=["state", "identity"], name="control_item_state"),
            models.Index(fields=["check_on", "identity"], name="control_item_check"),
        ]
        constraints = [
            models.CheckConstraint(
                name="control_item_two_persons",
                condition=models.Q(implementer__isnull=True)
                | models.Q(checker__isnull=True)
                | ~models.Q(implementer=models.F("checker")),
                violation_error_message=_("Who does the work does not check it. Name another checker."),
            ),
            models.CheckConstraint(
                name="control_item_one_checker",
                condition=models.Q(checker__isnull=True) | models.Q(customer_checker=""),
                violation_error_message=_("Name one of us or the customer's representative, not both."),
            ),
            models.CheckConstraint(
                name="control_item_closed_is_met", condition=~models.Q(state="closed") | models.Q(result="met")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class DutyHeld(models.Model):
    """Somebody held a duty of an item or of the whole sheet, also before it was handed over. No row changes."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="duties_held")
    item = models.ForeignKey(ControlItem, models.PROTECT, null=True, related_name="duties_held")
    duty = models.CharField(max_length=12, choices=Duty)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)


class Supervision(models.Model):
    """Who watches over the checking of one improvement, and what they say of it in the end."""

    improvement = models.OneToOneField(Improvement, models.PROTECT, related_name="supervision")
    supervisor = models.ForeignKey(Account, models.PROTECT, related_name="+")
    is_kept = models.BooleanField(null=True)  # whether the process was kept
    words = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)


class RecheckState(models.TextChoices):
    PLANNED = "planned", _("after closing")
    DUE = "due", _("due")
    PASSED = "passed", _("still holds")
    FAILED = "failed", _("does not hold")
    DROPPED = "dropped", _("dropped")


class Recheck(models.Model):
    """A check so many days after closing, by the same measure and item by item."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="rechecks")
    closing = models.PositiveSmallIntegerField()  # the first closing, the second after a reopening …
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=RecheckState, default=RecheckState.PLANNED)
    answer = models.ForeignKey(GivenAnswer, models.PROTECT, null=True, related_name="+")
    words = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # whose deputy looked
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("closing", "days")
        indexes = [models.Index(fields=["state", "due_on"], name="recheck_due")]
        constraints = [models.UniqueConstraint(fields=["improvement", "closing", "days"], name="recheck_once")]


class RecheckLine(models.Model):
    """Whether one item still held at a check after closing."""

    recheck = models.ForeignKey(Recheck, models.PROTECT, related_name="lines")
    item = models.ForeignKey(ControlItem, models.PROTECT, related_name="recheck_lines")
    result = models.CharField(max_length=8, choices=Result)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recheck", "item"], name="recheck_line_once")]
