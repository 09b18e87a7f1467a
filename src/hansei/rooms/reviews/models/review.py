"""Plans of reviews, reviews, their packs, what was said about a pack's sections, and how each level is set."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Revision, Source
from hansei.kernel.records import Record


class Kind(models.TextChoices):
    """What is reviewed; it says the level, the sections and who comes up next."""

    EVENT = "event", _("Event review")
    CUSTOMER = "customer", _("Customer service review")
    TEAM = "team", _("Team review")
    PERFORMANCE = "performance", _("Performance review")
    PARTNERSHIP = "partnership", _("Partnership review")
    MANAGEMENT = "management", _("Management review")
    FORUM = "forum", _("Cross-team forum")


class Form(models.TextChoices):
    """How a review is held."""

    CUSTOMER_MEETING = "customer_meeting", _("Customer meeting")
    PROJECT_MEETING = "project_meeting", _("Internal project meeting")
    VIDEO = "video", _("Video")
    TELEPHONE = "telephone", _("Telephone")
    REPORT = "report", _("Report")
    IMPROVEMENT_PLAN = "improvement_plan", _("Improvement plan")
    THIRD_PARTY = "third_party", _("Third-party opinion")


class Plan(Record):
    """Which reviews a customer or a project has: how often, from when, on which data, and who answers for them."""

    title = models.CharField(_("title"), max_length=200)
    customer = models.CharField(_("customer"), max_length=200, blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service manager"),
    )
    data_set = models.BigIntegerField(_("data set"), null=True, blank=True)
    scope_field = models.CharField(_("field"), max_length=20, blank=True)
    scope_value = models.CharField(_("value"), max_length=200, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    country = models.CharField(_("country of the public holidays"), max_length=2, blank=True)
    starts_on = models.DateField(_("first review on"))
    at_time = models.TimeField(_("at"))
    minutes_long = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=200, blank=True)
    frequencies = models.JSONField(
        _("frequencies"), default=dict, blank=True
    )  # kind -> code of the frequency; absent: none
    planned_until = models.DateField(_("dates made until"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "identity"], name="plan_state")]


class PlanPerson(models.Model):
    """Who is asked to come to the reviews of a plan, and to which of them."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="people")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True, default="")  # of mail to an outside person
    side = models.CharField(max_length=10)
    kinds = models.JSONField(default=list, blank=True)  # of reviews; empty: all

    class Meta:
        ordering = ("side", "pk")

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        return self.account.name if self.account is not None else self.name.text if self.name is not None else ""


class Review(Record):
    """One planned look at a service with the parties. `planned_on` is frozen when the calendar is published."""

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("review"), max_length=20, choices=Kind)
    form = models.CharField(_("form"), max_length=20, choices=Form, default=Form.CUSTOMER_MEETING)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("review plan")
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service manager"),
    )
    data_set = models.BigIntegerField(_("data set"), null=True, blank=True)
    scope_field = models.CharField(_("field"), max_length=20, blank=True)
    scope_value = models.CharField(_("value"), max_length=200, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    first = models.DateField(_("first day"), null=True, blank=True)
    last = models.DateField(_("last day"), null=True, blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    pack_due = models.DateField(_("pack due"), null=True, blank=True)
    postponed = models.PositiveIntegerField(_("postponed at short notice"), default=0)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    reason = models.TextField(_("why it was not held"), blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "identity"], name="review_state"),
            models.Index(fields=["kind", "identity"], name="review_kind"),
            models.Index(fields=["planned_on"], name="review_planned_on"),
            models.Index(fields=["plan", "kind"], name="review_of_plan"),
        ]


class LevelVersion(models.Model):
    """How a level of the review mechanism was set by somebody; without any it is as shipped. The last version holds."""

    code = models.CharField(max_length=20)  # the kind of review
    version = models.PositiveIntegerField()
    frequency = models.CharField(max_length=20)
    form = models.CharField(max_length=20)
    pack_days = models.PositiveSmallIntegerField()
    minutes_days = models.PositiveSmallIntegerField()
    content = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    provider_side = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    customer_side = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    own_sections = models.JSONField(default=list)  # [[code, revision id of the title], …] after the shipped ones
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="level_version_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Pack(models.Model):
    """What one review is held on: a data set, a period, and, once frozen, figures that never move.

    It goes with its data set: its figures are of that tool's history.
    """

    review = models.OneToOneField(Review, models.PROTECT, related_name="pack")
    source = models.ForeignKey(Source, models.CASCADE, related_name="packs")
    kind = models.CharField(_("review"), max_length=20, choices=Kind)
    scope = models.CharField(max_length=230, blank=True)  # field=value of the cases; empty: all of them
    level_version = models.PositiveIntegerField(default=0)  # of the template it is made by; 0: as shipped
    # What the scan for hidden causes said when it was drafted, section code -> part; empty: nobody had looked.
    came_again = models.JSONField(default=dict)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))  # belongs to the period
    zone = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # of the data set, when frozen
    content = models.JSONField(default=dict)  # section code -> figures and tables; empty while a draft
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-last", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "scope", "first", "last"], name="one_pack_of_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.last}"


class PackComment(models.Model):
    """A remark on one section; its words are a revision."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=20)
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.section} {self.text_id}"


class EmptySection(models.Model):
    """Why a section of a pack has nothing to show, and who says so: their initials stand beside the reason."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="empty_sections")
    section = models.CharField(max_length=20)
    reason = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    initials = models.CharField(max_length=8)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["pack", "section"], name="one_reason_a_section")]

    def __str__(self) -> str:
        return f"{self.section} {self.reason_id}"


class CalendarFeed(models.Model):
    """An address under which somebody's own calendar reads their reviews. Its secret is signed, not kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(revoked_at=None), name="one_review_feed_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.pk}"


class CameFrom(models.TextChoices):
    """Where a topic of a forum came from."""

    PATTERN = "pattern", _("Recurrence pattern")
    SUSPECTED = "suspected", _("Suspected error")
    OFF_TRACK = "off_track", _("Goal off track")
    BLOCK = "block", _("Block between teams")
    OWN = "own", _("Put on by a team")


class Assumption(models.Model):
    """What teams assume that customers need, and what customers said when they were asked."""

    class State(models.TextChoices):
        OPEN = "open", _("not checked yet")
        CONFIRMED = "confirmed", _("confirmed by customers")
        REFUTED = "refuted", _("refuted by customers")

    review = models.ForeignKey(Review, models.CASCADE, related_name="assumptions")
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    goal = models.ForeignKey("goals.Goal", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    checked_with = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.state} {self.text_id}"


class Help(models.Model):
    """One team asks another for help, or offers it; `agreed` is the commitment that came of it."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("Help asked for")
        OFFER = "offer", _("Help offered")

    review = models.ForeignKey(Review, models.CASCADE, related_name="helps")
    kind = models.CharField(max_length=10, choices=Kind)
    helper = models.CharField(max_length=200, blank=True)  # a team, as the teams call themselves
    helped = models.CharField(max_length=200, blank=True)
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    agreed = models.OneToOneField("meeting.Agreed", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.text_id}"
