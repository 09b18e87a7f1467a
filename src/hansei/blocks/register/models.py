"""What the register keeps beside the records: how readers want to see their lists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account


class Shape(models.TextChoices):
    """How a list is drawn."""

    LIST = "list", _("List")
    BOARD = "board", _("Board")
    CALENDAR = "calendar", _("Calendar")


class SavedView(models.Model):
    """A list as somebody wants to see it again: what is left out, which columns, in which order."""

    kind = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(Account, models.PROTECT, related_name="+")
    is_shared = models.BooleanField(_("everybody may use it"), default=False)
    filters = models.JSONField(default=dict)  # {name of the filter: value}
    columns = models.JSONField(default=list)  # names; empty: as the kind declares
    order = models.CharField(max_length=60, blank=True)  # empty: newest first
    shape = models.CharField(max_length=10, choices=Shape, default=Shape.LIST)
    is_withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["kind", "owner"], name="saved_view_kind")]

    def __str__(self) -> str:
        return self.name


class PinnedView(models.Model):
    """A view that one reader wants first in their list of views."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="pins")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "view"], name="pinned_view_once")]
