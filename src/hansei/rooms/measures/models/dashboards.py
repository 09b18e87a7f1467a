"""Dashboards: which metrics an audience looks at, under which address anybody may, and how often they are looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.records import Record


class Audience(models.TextChoices):
    """For whom a dashboard is made."""

    USERS = "users", _("User community")
    EXECUTIVES = "executives", _("Executives")
    TEAM = "team", _("Team")
    DESK = "desk", _("Service desk")


class Refresh(models.IntegerChoices):
    """After how many minutes an open page looks again by itself."""

    NEVER = 0, _("When the page is opened")
    FIVE = 5, _("Every 5 minutes")
    QUARTER = 15, _("Every 15 minutes")
    HOUR = 60, _("Every hour")


class Dashboard(Record):
    """Metrics in an order, for one audience, read from one data set (None: only what people enter).

    `tiles` holds the numbers of metrics.
    """

    title = models.CharField(_("title"), max_length=200)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.TEAM)
    data_set = models.BigIntegerField(_("data set"), null=True, blank=True)
    tiles = models.JSONField(_("tiles"), default=list, blank=True)
    refresh = models.PositiveSmallIntegerField(_("looks again"), choices=Refresh, default=Refresh.QUARTER)

    class Meta:
        verbose_name = _("dashboard")
        indexes = [
            models.Index(fields=["state", "identity"], name="measures_dashboard_state"),
            models.Index(fields=["audience", "identity"], name="measures_dashboard_audience"),
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class DashboardShare(models.Model):
    """An address under which anybody reads a dashboard without signing in. Its secret is signed, not kept."""

    dashboard = models.ForeignKey(Dashboard, models.PROTECT, related_name="shares")
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(max_length=2000)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["dashboard"], condition=models.Q(ended_at=None), name="measures_dashboard_shared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dashboard_id} {self.pk}"


class DashboardViews(models.Model):
    """How often a dashboard was opened on a day, inside and under its open address. Nobody's name stands here."""

    dashboard = models.ForeignKey(Dashboard, models.PROTECT, related_name="views")
    day = models.DateField()
    is_outside = models.BooleanField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dashboard", "day", "is_outside"], name="measures_dashboard_views_once")
        ]

    def __str__(self) -> str:
        return f"{self.dashboard_id} {self.day} {self.count}"
