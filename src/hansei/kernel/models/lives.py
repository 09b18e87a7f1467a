"""Versions of how a kind's records live, as an administrator set it."""

from __future__ import annotations

from typing import Any

from django.db import models


class LifeVersion(models.Model):
    """All that an administrator set for the life of a kind, as one saving left it; version 0 is what code declares.

    `said` is written and read by the lifecycle block: labels, sub-states, ways and guards that are switched off.
    """

    kind = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    said = models.JSONField()
    note = models.TextField(blank=True)
    by = models.ForeignKey("kernel.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="life_version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def default_of(self, state: str) -> str | None:
        """Return the sub-state in which a record enters a state, None where it enters in none."""
        sub_states: list[dict[str, Any]] = self.said["sub_states"]
        here = (each for each in sub_states if each["state"] == state and each["is_default"])
        return next((str(each["code"]) for each in here if not each["is_retired"]), None)
