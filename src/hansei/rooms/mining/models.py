"""Data sets and the extracts they were made from. Their events live in the event log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Source


class DataSet(models.Model):
    """The history of one other tool: a source, how its columns are read, and which version of it is shown."""

    source = models.OneToOneField(Source, models.CASCADE, primary_key=True, related_name="data_set")
    mapping = models.TextField(_("mapping"), blank=True)  # YAML, as the command line takes it
    case_kinds = models.JSONField(default=list)  # which kinds of objects are its cases
    version = models.PositiveIntegerField(default=0)  # 0: nothing to show yet
    fed_seq = models.BigIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    quality = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.source.name


class Extract(models.Model):
    """One delivery into a data set: files, what a simulation said, and how far taking it in has come."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        SIMULATED = "simulated", _("Simulated")
        TAKING_IN = "taking_in", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Failed")
        DISCARDED = "discarded", _("Discarded")

    data_set = models.ForeignKey(DataSet, models.CASCADE, null=True, related_name="extracts")
    files = models.JSONField(default=list)  # [{"name": …, "path": under UPLOAD_ROOT, "sha256": …, "size": …}]
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    mapping = models.TextField(blank=True)
    looked = models.JSONField(default=dict)  # what the files are: rows, columns, letters, kinds of case
    simulation = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    quality = models.JSONField(default=list)
    staged = models.JSONField(default=dict)  # how many rows of each staged table are in the database
    error = models.JSONField(null=True)
    uploaded_by = models.ForeignKey("kernel.Account", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    job = models.ForeignKey("kernel.Job", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["data_set"],
                condition=models.Q(state="taking_in"),
                name="one_extract_taken_in_at_a_time",
            )
        ]


class ScanSettings(models.Model):
    """What the finder is told about a data set, and what an hour of it costs. Money needs rate and minimum."""

    data_set = models.OneToOneField(DataSet, models.CASCADE, primary_key=True, related_name="scan_settings")
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    opens = models.FloatField(_("office hours from"), default=8.0)
    closes = models.FloatField(_("office hours until"), default=18.0)
    minimum_billed_hours = models.FloatField(_("minimum billed per call outside office hours, in hours"), null=True)
    assumed_hours = models.FloatField(_("hours of a case whose work is not recorded"), default=1.0)
    rate = models.FloatField(_("cost of an hour"), null=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    def __str__(self) -> str:
        return str(self.data_set_id)

    @property
    def price(self) -> float | None:
        """What an hour costs, once the billed minimum is known too: hours without it would be priced too low."""
        return None if self.minimum_billed_hours is None else self.rate


class FindingDecision(models.Model):
    """What somebody decided about a finding. A finding keeps its key when the same scan runs on later data."""

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    data_set = models.ForeignKey(DataSet, models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=80)
    decision = models.CharField(max_length=10, choices=Decision)
    cases = models.PositiveIntegerField()  # how many it had when it was decided: a dismissed one comes back if it grows
    reason = models.ForeignKey("kernel.Revision", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("kernel.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["data_set", "key"], name="one_decision_a_finding")]

    def __str__(self) -> str:
        return self.key

    def has_grown(self, cases: int) -> bool:
        """Whether half as many again, and at least three, came since it was dismissed."""
        return cases >= self.cases + max(3, self.cases / 2)
