"""The words that an improvement chooses among."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Element(models.TextChoices):
    PEOPLE = "people", _("People")
    RESOURCE = "resource", _("Resource")
    TECHNOLOGY = "technology", _("Technology")
    PROCESS = "process", _("Process")


class Grade(models.IntegerChoices):
    LOW = 1, _("low")
    MEDIUM = 2, _("medium")
    HIGH = 3, _("high")


class Unit(models.TextChoices):
    CASES = "cases", _("Cases a week")
    HOURS = "hours", _("Hours worked a week")


class Verdict(models.TextChoices):
    BETTER = "better", _("Better")
    WORSE = "worse", _("Worse")
    NO_MATERIAL_CHANGE = "no_material_change", _("No material change")
    CANNOT_TELL_YET = "cannot_tell_yet", _("Cannot tell yet")


class End(models.TextChoices):
    EFFECTIVE = "effective", _("Effective")
    TARGET_MISSED = "target_missed", _("Effective, but target missed")
    NO_EFFECT = "no_effect", _("No effect")
    WORSE_ROLLED_BACK = "worse_rolled_back", _("Worse, rolled back")
    WORSE_KEPT = "worse_kept", _("Worse, kept")
    WITHOUT_PROOF = "without_proof", _("Done without proof")
    WITHDRAWN = "withdrawn", _("Withdrawn")
