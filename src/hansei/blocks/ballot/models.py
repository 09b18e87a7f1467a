"""Boxes, the ballots that wait in them, and the tickets that were spent. None of them holds an instant or a person."""

from __future__ import annotations

import secrets

from django.db import models


def anywhere() -> int:
    """A number that says nothing of the order in which rows came."""
    return secrets.randbelow(2**62) + 1


class Box(models.Model):
    """Where ballots of one purpose wait. Its row is locked by whoever puts in or takes out."""

    name = models.CharField(primary_key=True, max_length=80)


class Ballot(models.Model):
    """One thing said, sealed by the installation's key, which no database holds. All of a box are of one size."""

    id = models.BigIntegerField(primary_key=True, default=anywhere)
    box = models.ForeignKey(Box, models.PROTECT, related_name="ballots")
    sealed = models.BinaryField()


class SpentTicket(models.Model):
    """A ticket that was used, by its hash, until a Monday from which on its link is over anyway."""

    mark = models.CharField(primary_key=True, max_length=64)
    until = models.DateField()
