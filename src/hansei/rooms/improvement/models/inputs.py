"""Inputs: what may become an improvement, from sixteen sources; and when each source was looked at last."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.rooms.improvement.models.choices import Source
from hansei.rooms.improvement.models.improvement import Improvement


class Input(Record):
    """Something heard or seen that may be worth an improvement, with its raw evidence and what was decided about it.

    `heard_of` names what a feeder took it from (`record:12`, `agreed:7`, `finding:3:key`), so that the same thing is
    taken in once.
    """

    title = models.CharField(_("title"), max_length=200)
    evidence = models.TextField(_("evidence"), blank=True, max_length=20_000)
    origin = models.CharField(_("source"), max_length=12, choices=Source)
    heard_of = models.CharField(_("taken from"), max_length=250, blank=True)
    reason = models.TextField(_("reason of the decision"), blank=True, max_length=20_000)
    improvement = models.ForeignKey(
        Improvement, models.PROTECT, null=True, blank=True, related_name="inputs", verbose_name=_("improvement")
    )
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats", verbose_name=_("repeats")
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("input")
        indexes = [
            models.Index(fields=["state", "identity"], name="input_state"),
            models.Index(fields=["origin", "identity"], name="input_origin"),
            models.Index(fields=["origin", "created_at"], name="input_origin_created"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["heard_of"], condition=~models.Q(heard_of=""), name="heard_of_once")
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class SourceCheck(models.Model):
    """When a source was looked at last, and by whom; nobody where a feeder did."""

    origin = models.CharField(max_length=12, choices=Source, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.origin} {self.at}"
