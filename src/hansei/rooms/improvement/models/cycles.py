"""Improvement cycles: seven steps for a service and a period, each with the records that prove it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Revision
from hansei.kernel.records import Record


class Cycle(Record):
    """One pass through the seven steps for a service; what it found feeds the next."""

    title = models.CharField(_("title"), max_length=200)
    service = models.CharField(_("service"), max_length=200)
    scope = models.TextField(_("scope"), blank=True, max_length=20_000)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name=_("cycle before")
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("improvement cycle")
        indexes = [
            models.Index(fields=["state", "identity"], name="cycle_state"),
            models.Index(fields=["service", "identity"], name="cycle_service"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="cycle_ends_after_it_begins",
                violation_error_message=_("The last day must not lie before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class CycleEvidence(models.Model):
    """What a step stands on, named by kind and key; a reader sees its title where they may see the thing itself."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="evidence")
    step = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["cycle", "step", "kind", "key"], name="evidence_once_a_step")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.step} {self.kind} {self.key}"


class CycleSignature(models.Model):
    """Somebody answers for a step: what came out of it stands beside."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="signatures")
    step = models.PositiveSmallIntegerField()
    result = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("step",)
        constraints = [models.UniqueConstraint(fields=["cycle", "step"], name="signed_once_a_step")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.step}"
