"""The event log: facts, appended once, never changed. Triggers enforce it (`kernel.triggers`)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

OWN = 1  # the id of our own source


class Source(models.Model):
    """Whose history this is: our own (id 1), an imported data set, or the demonstration organisation."""

    class Kind(models.TextChoices):
        OWN = "own", _("Our own history")
        IMPORT = "import", _("Imported data set")
        DEMONSTRATION = "demonstration", _("Demonstration organisation")

    class State(models.TextChoices):
        LOADING = "loading", _("Loading")
        READY = "ready", _("Ready")
        REMOVING = "removing", _("Being removed")

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.LOADING)
    is_removable = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="own_source_stays",
                condition=models.Q(kind="own", is_removable=False, state="ready") | ~models.Q(kind="own"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """The one row that stands for a thing: a record of ours, an imported case, a person, a team.

    Everything that points at records (links, events, tags, files, search) points here by a real foreign key.
    """

    source = models.ForeignKey(Source, models.PROTECT, default=OWN, db_index=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)  # INC-42, or the source's own id
    number = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    organisation = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    service = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    team = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    requester = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    is_confidential = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    # Null, not empty: imported things have neither, and a null takes no room.
    life = models.ForeignKey("kernel.LifeVersion", models.PROTECT, null=True, related_name="+", db_index=False)
    sub_state = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "key"], name="identity_once")]
        # Imported things have none of these: an index of nothing but nulls costs a fifth of writing them.
        indexes = [
            models.Index(fields=[name], name=f"identity_{name}", condition=models.Q(**{f"{name}__isnull": False}))
            for name in ("organisation", "service", "team", "requester", "merged_into")
        ] + [
            models.Index(
                fields=["kind", "sub_state"], name="identity_sub_state", condition=models.Q(sub_state__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.key


class NumberSequence(models.Model):
    """What the next record of a kind begins with: the number after `last`, and a version of its life.

    Gaps are allowed; numbers are never reused. Whoever makes a record or saves a version holds this row: of two at
    once one comes first.
    """

    kind = models.CharField(max_length=60, primary_key=True)
    last = models.BigIntegerField(default=0)
    life = models.ForeignKey("kernel.LifeVersion", models.PROTECT, null=True, related_name="+", db_index=False)


class Label(models.Model):
    """A word of a source, kept once and named by id in facts, so that erasure rewrites it here only."""

    source = models.ForeignKey(Source, models.PROTECT, db_index=False)
    digest = models.BinaryField(max_length=16)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="label_once")]


class EventRow(models.Model):
    """One fact. `occurred_at`: in the world. `recorded_at`: when we learned it."""

    tx = models.BigIntegerField(db_default=0)  # PostgreSQL: the transaction's id, for the sequencer alone
    source = models.ForeignKey(Source, models.PROTECT, default=OWN, db_index=False)
    kind = models.CharField(max_length=80)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("kernel.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    via = models.CharField(max_length=10)
    trace = models.UUIDField()
    facts = models.JSONField()

    class Meta:
        db_table = "kernel_event"
        indexes = [
            models.Index(fields=["source", "id"], name="event_source"),
            models.Index(fields=["tx", "id"], name="event_tx"),
            models.Index(fields=["actor"], name="event_actor", condition=models.Q(actor__isnull=False)),
        ]


class EventObject(models.Model):
    """An event touches an object, in a role."""

    event = models.ForeignKey(EventRow, models.PROTECT, related_name="objects_touched", db_index=False)
    object = models.ForeignKey(Identity, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=200, null=True)  # an OCEL qualifier may be absent, which is not empty

    class Meta:
        db_table = "kernel_event_object"
        indexes = [
            models.Index(fields=["event"], name="event_object_event"),
            models.Index(fields=["object", "event"], name="event_object_object"),
        ]


class ObjectValue(models.Model):
    """What an imported object's attributes were, from an instant on (null: from the beginning).

    One row holds all that changed at that instant: a row an attribute made imports three times slower.
    """

    object = models.ForeignKey(Identity, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(null=True)
    said = models.JSONField()  # [[label id of the name, type, label id of the value], …]

    class Meta:
        db_table = "kernel_object_value"
        indexes = [models.Index(fields=["object"], name="object_value_object")]


class ObjectLink(models.Model):
    """An object relates to another, in a role."""

    object = models.ForeignKey(Identity, models.PROTECT, related_name="links", db_index=False)
    target = models.ForeignKey(Identity, models.PROTECT, related_name="linked_from")
    role = models.CharField(max_length=200, null=True)  # an OCEL qualifier may be absent, which is not empty

    class Meta:
        db_table = "kernel_object_link"
        constraints = [models.UniqueConstraint(fields=["object", "target", "role"], name="object_link_once")]


class Sequenced(models.Model):
    """A committed event's place in the log, and its link in its source's hash chain."""

    seq = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(EventRow, models.PROTECT, related_name="sequenced")
    source = models.ForeignKey(Source, models.PROTECT, db_index=False)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["source", "seq"], name="sequenced_source")]


class Cursor(models.Model):
    """How far a follower has read; for the sequencer also the last transaction and the cluster it belongs to."""

    name = models.CharField(max_length=80, primary_key=True)
    seq = models.BigIntegerField(default=0)
    tx = models.BigIntegerField(default=0)
    event = models.BigIntegerField(default=0)
    cluster = models.CharField(max_length=40, default="")
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)


class Revision(models.Model):
    """One text as somebody wrote it. Erasure empties it; events hold its id only."""

    object = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="revisions")
    field = models.CharField(max_length=60)
    text = models.TextField()
    author = models.ForeignKey("kernel.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["object", "field", "id"], name="revision_of")]


class Access(models.Model):
    """The access log: rights denied, hidden records asked for, sign-ins that failed. It is not the event log."""

    at = models.DateTimeField()
    account = models.ForeignKey("kernel.Account", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=80)
    object = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    via = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="access_at")]


class Job(models.Model):
    """Long work outside a request. A lease says who does it; work that lost its worker is taken up again."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    name = models.CharField(max_length=80)
    inputs = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.JSONField(default=dict)  # {"done": …, "of": …, "step": code}; also where to go on
    result = models.JSONField(default=dict)
    error = models.JSONField(null=True)  # {"code": …, "message": …}
    account = models.ForeignKey("kernel.Account", models.PROTECT, null=True, related_name="+")
    worker = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="job_to_do")]
