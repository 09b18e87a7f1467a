"""A risk: cause, event and effect, how likely and how bad, what is done about it, and who answers for it."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.kernel.models import Account, Revision
from hansei.kernel.records import Record


class Horizon(models.TextChoices):
    """How far a risk reaches, the nearest first. A risk over its threshold goes to the next one's owner."""

    OPERATIONS = "operations", _("Operations (short term)")
    PROGRAMME = "programme", _("Programme and project (medium term)")
    STRATEGY = "strategy", _("Strategy and portfolio (long term)")


class Category(models.TextChoices):
    SERVICE = "service", _("Interruption of a service")
    SECURITY = "security", _("Security and data")
    SUPPLIER = "supplier", _("Supplier")
    PEOPLE = "people", _("People and knowledge")
    MONEY = "money", _("Money")
    LAW = "law", _("Law and contract")
    CHANGE = "change", _("Change and project")
    REPUTATION = "reputation", _("Trust and reputation")


class Likelihood(models.IntegerChoices):
    """Five steps, each with a number: how often a year (see TIMES_A_YEAR)."""

    RARE = 1, _("1 · rare: once in 20 years")
    UNLIKELY = 2, _("2 · unlikely: once in 5 years")
    POSSIBLE = 3, _("3 · possible: once in 2 years")
    LIKELY = 4, _("4 · likely: twice a year")
    FREQUENT = 5, _("5 · frequent: every month")


class Impact(models.IntegerChoices):
    """Five steps of what one occurrence costs; where money is named, the amounts of the appetite decide the step."""

    SLIGHT = 1, pgettext_lazy("impact", "1 · slight")
    NOTICED = 2, pgettext_lazy("impact", "2 · noticed")
    SERIOUS = 3, pgettext_lazy("impact", "3 · serious")
    SEVERE = 4, pgettext_lazy("impact", "4 · severe")
    THREATENING = 5, pgettext_lazy("impact", "5 · threatens the service")


class Treatment(models.TextChoices):
    AVOID = "avoid", _("Avoid: stop what brings it")
    REDUCE = "reduce", _("Reduce: less likely or less bad")
    SHARE = "share", _("Share: with an insurer, supplier or partner")
    ACCEPT = "accept", _("Accept: bear it knowingly")


class RiskEnd(models.TextChoices):
    GONE = "gone", _("Cannot happen any more")
    REALISED = "realised", _("Happened, and is dealt with as such")
    ELSEWHERE = "elsewhere", _("Handled as another risk")
    MISTAKEN = "mistaken", _("Was no risk")


class Risk(Record):
    """What may happen and touch a goal. `raised_to` is the horizon whose owner was asked because it is over threshold.

    `causes`, `effects`, `prevention` and `recovery` hold one thing a line: together they are the bow-tie.
    """

    title = models.CharField(_("risk"), max_length=200)
    causes = models.TextField(_("causes"), max_length=5000, blank=True)
    event = models.TextField(_("event"), max_length=1000, blank=True)
    effects = models.TextField(_("effects"), max_length=5000, blank=True)
    prevention = models.TextField(_("what prevents it"), max_length=5000, blank=True)
    recovery = models.TextField(_("what limits the damage"), max_length=5000, blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.SERVICE)
    horizon = models.CharField(_("horizon"), max_length=12, choices=Horizon, default=Horizon.OPERATIONS)
    service = models.CharField(_("service"), max_length=200, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    treatment = models.CharField(_("treatment"), max_length=8, choices=Treatment, blank=True)
    plan = models.TextField(_("what is done, by whom, until when"), max_length=5000, blank=True)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), choices=Likelihood, null=True, blank=True)
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Impact, null=True, blank=True)
    amount = models.DecimalField(
        _("cost of one occurrence"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=(MinValueValidator(Decimal("0.01")),),
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    raised_to = models.CharField(_("escalated to"), max_length=12, choices=Horizon, blank=True)
    end = models.CharField(_("end"), max_length=12, choices=RiskEnd, blank=True)
    end_reason = models.TextField(_("reason for this end"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("risk")
        constraints = [
            models.CheckConstraint(
                name="risk_scored_whole",
                condition=models.Q(likelihood__isnull=True, impact__isnull=True, amount__isnull=True)
                | models.Q(likelihood__isnull=False, impact__isnull=False),
            ),
            models.CheckConstraint(
                name="risk_amount_has_currency",
                condition=models.Q(amount__isnull=True) | ~models.Q(currency=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "identity"], name="risk_state"),
            models.Index(fields=["category", "identity"], name="risk_category"),
            models.Index(fields=["horizon", "identity"], name="risk_horizon"),
            models.Index(fields=["raised_to", "identity"], name="risk_raised_to"),
            models.Index(fields=["review_on"], name="risk_review", condition=models.Q(review_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class RiskScore(models.Model):
    """How likely and how bad somebody judged it at one time. Never changed: a later score stands beside it."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="scores")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    likelihood = models.PositiveSmallIntegerField(choices=Likelihood)
    impact = models.PositiveSmallIntegerField(choices=Impact)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    is_residual = models.BooleanField()  # with the treatment at work
    why = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)


class Occurrence(models.Model):
    """The risk happened: on which day, and what it cost where that is known."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="occurrences")
    on = models.DateField()
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    what = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("on", "pk")


class Escalation(models.Model):
    """A task for the owner of a horizon: this risk is over its threshold, say what becomes of it."""

    class Answer(models.TextChoices):
        TAKEN = "taken", _("Taken over, to be treated")
        ACCEPTED = "accepted", _("Accepted over the appetite")
        RAISED = "raised", _("Passed on to the next horizon")
        ENDED = "ended", _("Fell below the threshold by itself")

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="escalations")
    horizon = models.CharField(max_length=12, choices=Horizon)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    reason = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["risk"], condition=models.Q(answer=""), name="one_open_escalation"),
        ]
