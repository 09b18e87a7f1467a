"""A decision: the question, the options, the risks on the table, who decided, and how it turned out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Identity
from hansei.kernel.records import Record
from hansei.rooms.governance import matrix
from hansei.rooms.governance.levels import LEVEL_LABELS


def kinds() -> list[tuple[str, object]]:
    """What may be decided about, with what upper rooms declared."""
    return list(matrix.KINDS.items())


def levels() -> list[tuple[str, object]]:
    return list(LEVEL_LABELS.items())


# The seven guiding principles, in our own words: each is one optional note.
PRINCIPLES = (
    "principle_value",
    "principle_start",
    "principle_steps",
    "principle_together",
    "principle_whole",
    "principle_simple",
    "principle_automate",
)


class Outcome(models.TextChoices):
    AS_EXPECTED = "as_expected", _("As expected")
    PARTLY = "partly", _("Partly as expected")
    OTHERWISE = "otherwise", _("Not as expected")


class Decision(Record):
    """Something to be decided, and what became of it. `options` holds one a line; `principle_…` are optional notes."""

    title = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind of decision"), max_length=40, choices=kinds, default=matrix.ANY)
    level = models.CharField(_("level of risk"), max_length=16, choices=levels, default="moderate")
    amount = models.DecimalField(_("amount"), max_digits=13, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=9, decimal_places=2, null=True, blank=True)
    service = models.CharField(_("service"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prepared by")
    )
    options = models.TextField(_("options"), max_length=5000, blank=True)
    risks = models.TextField(_("risks of the options"), max_length=5000, blank=True)
    without = models.TextField(_("risk of doing nothing"), max_length=5000, blank=True)
    principle_value = models.TextField(_("value for whom"), max_length=2000, blank=True)
    principle_start = models.TextField(_("what is there already"), max_length=2000, blank=True)
    principle_steps = models.TextField(_("smallest step"), max_length=2000, blank=True)
    principle_together = models.TextField(_("who should be part of it"), max_length=2000, blank=True)
    principle_whole = models.TextField(_("what else it touches"), max_length=2000, blank=True)
    principle_simple = models.TextField(_("what can be left out"), max_length=2000, blank=True)
    principle_automate = models.TextField(_("simplify before automating"), max_length=2000, blank=True)
    chosen = models.CharField(_("decided"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), max_length=5000, blank=True)
    decider = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    check_on = models.DateField(_("look at the outcome on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    outcome_said = models.TextField(_("how it turned out"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("decision")
        indexes = [
            models.Index(fields=["state", "identity"], name="decision_state"),
            models.Index(fields=["kind", "identity"], name="decision_kind"),
            models.Index(fields=["level", "identity"], name="decision_level"),
            models.Index(fields=["check_on"], name="decision_check", condition=models.Q(check_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class Taken(models.Model):
    """A decision was taken about a record: by which row of the matrix, in which role, after how long."""

    record = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    asked_level = models.CharField(max_length=16)
    level = models.CharField(max_length=16)  # of the row applied: higher where a limit was passed
    role = models.CharField(max_length=20)  # of the row
    by_role = models.CharField(max_length=20)  # in which the person decided; empty: stood in
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # whose deputy decided
    asked_at = models.DateTimeField()
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="taken_at"),
            models.Index(fields=["record", "at"], name="taken_record"),
        ]
        constraints = [
            models.CheckConstraint(name="taken_after_asked", condition=models.Q(at__gte=models.F("asked_at"))),
        ]
