"""Goal nodes and what contributes to what; scorecards; outcomes and their outputs."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.kernel.models import Account
from hansei.kernel.records import Record


class Level(models.TextChoices):
    """What a node is in the tree, from the end to what shows it."""

    PURPOSE = "purpose", _("Purpose")
    OBJECTIVE = "objective", _("Objective")
    INDICATOR = "indicator", _("Indicator")
    METRIC = "metric", _("Metric")


RANKS = {level: rank for rank, level in enumerate(Level.values)}


class Better(models.TextChoices):
    LOWER = "lower", _("Lower is better")
    HIGHER = "higher", _("Higher is better")


class About(models.TextChoices):
    """What a goal is about, so that tickets and findings find the goals they touch."""

    INTERRUPTIONS = "interruptions", _("Interruptions")
    WAITING = "waiting", _("Time until people can work again")
    PROMISES = "promises", _("Promises")
    OVERTIME = "overtime", _("Work outside office hours")
    CHANGE = "change", _("Changes")
    PEOPLE = "people", _("People who do the work")
    COST = "cost", _("Cost")


class Perspective(models.TextChoices):
    """The four sides of a balanced scorecard, as the strategy map stacks them."""

    FINANCIAL = "financial", _("Financial")
    CUSTOMER = "customer", _("Customer")
    INTERNAL = "internal", _("Internal")
    LEARNING = "learning", _("Learning and growth")


class Strength(models.IntegerChoices):
    WEAK = 1, pgettext_lazy("contribution", "weak")
    MEDIUM = 2, pgettext_lazy("contribution", "medium")
    STRONG = 3, pgettext_lazy("contribution", "strong")


class Effect(models.TextChoices):
    """What getting better below does above."""

    HELPS = "helps", _("helps")
    HURTS = "hurts", _("hurts")


class Timing(models.TextChoices):
    """Which part a measure plays for an objective."""

    LEAD = "lead", _("lead measure")
    LAG = "lag", _("lag measure")


class Scorecard(Record):
    """A balanced scorecard of one unit: its objectives are goal nodes, each on one of four sides."""

    title = models.CharField(_("title"), max_length=200)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    about = models.TextField(_("what it is for"), blank=True, max_length=20_000)

    class Meta:
        verbose_name = _("scorecard")
        indexes = [models.Index(fields=["state", "identity"], name="goals_scorecard_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class Goal(Record):
    """One node: what is to become true, who owns it, how it shows, and what it is for (`Contribution`).

    A node may play two roles (`also`): the objective of one tree is the purpose of another. `metric` is an entry of the
    catalogue; `planned_measure` says in words what would show it while no such metric has a source.
    """

    title = models.CharField(_("statement"), max_length=200)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.OBJECTIVE)
    also = models.CharField(_("also plays the role of"), max_length=10, choices=Level, blank=True)
    reason = models.TextField(_("why it matters"), blank=True, max_length=20_000)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    metric = models.ForeignKey(
        "measures.Metric",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("metric that shows it"),
    )
    # A source's number; it may be removed. Without one the figure is read from the newest data set.
    data_set = models.BigIntegerField(_("data set it is read from"), null=True, blank=True)
    planned_measure = models.CharField(_("measure without a source yet"), max_length=200, blank=True)
    better = models.CharField(_("direction"), max_length=6, choices=Better, blank=True)
    target = models.FloatField(_("target"), null=True, blank=True)
    due_on = models.DateField(_("reached by"), null=True, blank=True)
    reachable = models.TextField(_("why it can be reached"), blank=True, max_length=20_000)
    service = models.CharField(_("service"), max_length=200, blank=True)
    about = models.CharField(_("is about"), max_length=14, choices=About, blank=True)
    scorecard = models.ForeignKey(
        Scorecard, models.PROTECT, null=True, blank=True, related_name="objectives", verbose_name=_("scorecard")
    )
    perspective = models.CharField(_("perspective"), max_length=10, choices=Perspective, blank=True)
    place = models.FloatField(_("place in the picture"), default=0.0)

    class Meta:
        verbose_name = _("goal node")
        indexes = [
            models.Index(fields=["state", "identity"], name="goals_goal_state"),
            models.Index(fields=["level", "identity"], name="goals_goal_level"),
            models.Index(fields=["due_on", "identity"], name="goals_goal_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scorecard=None, perspective="")
                | models.Q(scorecard__isnull=False) & ~models.Q(perspective=""),
                name="goals_goal_on_a_scorecard_has_a_perspective",
                violation_error_message=_("Choose the scorecard and the perspective together, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"

    @property
    def ranks(self) -> tuple[int, ...]:
        """The places it may take from the top: one, or two where it plays two roles."""
        return tuple(RANKS[each] for each in (self.level, self.also) if each)


class Contribution(models.Model):
    """The child is for the parent: how strongly, whether it helps or hurts, and what shows that it does."""

    child = models.ForeignKey(Goal, models.PROTECT, related_name="above")
    parent = models.ForeignKey(Goal, models.PROTECT, related_name="below")
    effect = models.CharField(max_length=5, choices=Effect, default=Effect.HELPS)
    strength = models.PositiveSmallIntegerField(choices=Strength, default=Strength.MEDIUM)
    timing = models.CharField(max_length=4, choices=Timing, blank=True)
    evidence = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["child", "parent"], name="goals_contribution_once"),
            models.CheckConstraint(condition=~models.Q(child=models.F("parent")), name="goals_contribution_not_itself"),
        ]


class Outcome(Record):
    """What became different for a stakeholder: from where, to where, and how both were found out."""

    title = models.CharField(_("statement"), max_length=200)
    stakeholder = models.CharField(_("stakeholder"), max_length=200)
    method = models.TextField(_("how it is measured, and with whom"), blank=True, max_length=20_000)
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("goal it is worth for")
    )
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    better = models.CharField(_("direction"), max_length=6, choices=Better, default=Better.HIGHER)
    baseline = models.FloatField(_("baseline"), null=True, blank=True)
    baseline_on = models.DateField(_("baseline of"), null=True, blank=True)
    planned = models.FloatField(_("planned"), null=True, blank=True)
    due_on = models.DateField(_("reached by"), null=True, blank=True)
    current = models.FloatField(_("current"), null=True, blank=True)
    current_on = models.DateField(_("current of"), null=True, blank=True)
    n = models.PositiveIntegerField(_("measured on (n)"), null=True, blank=True, validators=[MinValueValidator(1)])
    others = models.TextField(_("value for other stakeholders"), blank=True, max_length=20_000)

    class Meta:
        verbose_name = _("outcome")
        indexes = [models.Index(fields=["state", "identity"], name="goals_outcome_state")]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"

    @property
    def is_measured(self) -> bool:
        """Whether somebody can say what became of it: a start, a present and a way of finding out."""
        return None not in (self.baseline, self.current) and bool(self.method)

    @property
    def realised(self) -> float | None:
        """The part of the planned benefit that is there (0 to 1 and beyond; below 0 it got worse); None: unknown."""
        if self.baseline is None or self.current is None or self.planned is None or self.planned == self.baseline:
            return None
        return (self.current - self.baseline) / (self.planned - self.baseline)


class Output(models.Model):
    """Something that was delivered for an outcome and is no record here."""

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="outputs")
    name = models.CharField(max_length=200)
    delivered_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)
