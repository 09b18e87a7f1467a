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


class Source(models.TextChoices):
    """Where the thought of an improvement came from: twelve sources of inputs, and four more."""

    REVIEW = "review", _("Measurement and management review")
    CUSTOMER = "customer", _("Customer need against operation")
    STANDARD = "standard", _("Industry standard")
    STAFF = "staff", _("Staff")
    MANAGEMENT = "management", _("Management")
    GOALS = "goals", _("Service goals")
    AUDIT = "audit", _("Internal audit")
    TREND = "trend", _("Trend of key figures")
    PROCESS = "process", _("Feedback on processes")
    TECHNOLOGY = "technology", _("Business and technology change")
    ASSESSMENT = "assessment", _("Assessment and nonconformity")
    OPERATIONS = "operations", _("Daily operations, reports, reviews")
    COMPLAINTS = "complaints", _("Complaints and corrective actions")
    SATISFACTION = "satisfaction", _("Satisfaction and feedback")
    FINDINGS = "findings", _("Findings")
    RISKS = "risks", _("Risks")


MORE_SOURCES = (Source.COMPLAINTS, Source.SATISFACTION, Source.FINDINGS, Source.RISKS)
