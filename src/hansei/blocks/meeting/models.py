"""A meeting, its people, its agenda, its minutes, and what was agreed in it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks.mail.models import Outgoing
from hansei.blocks.meeting.content import Content, seal_of
from hansei.kernel.models import Identity, Revision

ACCOUNT: Any = settings.AUTH_USER_MODEL


class Meeting(models.Model):
    """The meeting of one record. `series` and `track` say which meetings follow each other."""

    identity = models.OneToOneField(Identity, models.PROTECT, primary_key=True, related_name="+")
    series = models.CharField(max_length=300, blank=True)
    track = models.CharField(max_length=40, blank=True)
    planned_at = models.DateTimeField()
    starts_at = models.DateTimeField(_("begins"), db_index=True)
    minutes_long = models.PositiveSmallIntegerField(_("minutes"), default=60)
    zone = models.CharField(max_length=64, default="UTC")
    place = models.CharField(_("place"), max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # of the invitation: each change of its time counts it up
    is_cancelled = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # when the minutes first went out
    issue = models.PositiveIntegerField(default=0)  # how many times the minutes went out

    class Meta:
        indexes = [models.Index(fields=["series", "track", "starts_at"], name="meeting_series")]

    def __str__(self) -> str:
        return str(self.identity_id)

    @property
    def day(self) -> Any:
        """The day on which it begins, where it is held."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()


class Participant(models.Model):
    """Somebody who is asked to come; outside people have a name and an address and no account."""

    class Side(models.TextChoices):
        PROVIDER = "provider", _("Provider")
        CUSTOMER = "customer", _("Customer")
        THIRD = "third", _("Third party")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("not noted")
        PRESENT = "present", _("present")
        ABSENT = "absent", pgettext_lazy("person", "absent")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participants")
    account = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    name = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True, default="")  # of mail to an outside person
    side = models.CharField(max_length=10, choices=Side)
    presence = models.CharField(max_length=10, choices=Presence, blank=True, default="")
    invited = models.PositiveIntegerField(null=True)  # with which sequence of the invitation; nothing: not yet
    invited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("side", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "account"], condition=models.Q(account__isnull=False), name="invited_once"
            ),
            models.CheckConstraint(
                name="participant_is_somebody",
                condition=models.Q(account__isnull=False) | models.Q(name__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        return self.account.name if self.account is not None else self.name.text if self.name is not None else ""

    @property
    def address(self) -> str:
        return self.account.email if self.account is not None else self.email


class Point(models.Model):
    """A point of the agenda: of the room's own kind (`code`), or in somebody's words."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40, blank=True)
    title = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)  # what the room keeps of where it came from: codes, numbers, keys
    is_dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title.text if self.title is not None else self.code


class Paragraph(models.Model):
    """A paragraph of the minutes, or a decision, as it stands now; every text it had is kept."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        DECISION = "decision", _("Decision")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="paragraphs")
    section = models.CharField(max_length=40, blank=True)  # which point of the agenda it belongs to
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    version = models.PositiveIntegerField(default=1)
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ParagraphVersion(models.Model):
    """What a paragraph said once: the common ground when two people changed it side by side."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paragraph", "version"], name="paragraph_version_once")]

    def __str__(self) -> str:
        return f"{self.paragraph_id}/{self.version}"


class Agreed(models.Model):
    """What somebody promised in a meeting, by a day. `raised_to`: the track that it has climbed to."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agreed")
    text = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    owner = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+")
    due = models.DateField(_("due"))
    agreed_at = models.DateTimeField()
    done_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    raised_to = models.CharField(max_length=40, blank=True)
    raised_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due", "pk")
        indexes = [models.Index(fields=["owner", "done_at"], name="agreed_owner")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.due}"


class SignedMinutes(models.Model):
    """One issue of the minutes as it was signed, which is what goes out; `content` holds numbers and no text."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="signed")
    issue = models.PositiveIntegerField()
    content = models.JSONField()
    signed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("issue",)
        constraints = [models.UniqueConstraint(fields=["meeting", "issue"], name="signed_once_an_issue")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.issue}"

    @property
    def seal(self) -> str:
        """A digest of what was signed."""
        content: Content = self.content
        return seal_of(content)


class Acknowledgement(models.Model):
    """Somebody is asked to read what changed and to say that they have.

    `subject` names what changed, `minutes:12` or a room's own word; `record` is where it belongs, if anywhere.
    """

    record = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    account = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["subject", "version", "account"], name="asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.version}"


class MeetingMail(Outgoing):
    """One mail about a meeting to one person: an invitation, that it is cancelled, or its minutes.

    `number` is the sequence of the invitation or the issue of the minutes.
    """

    class What(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        CANCELLATION = "cancellation", _("Cancellation")
        MINUTES = "minutes", _("Minutes")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="mails")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="mails")
    what = models.CharField(max_length=12, choices=What)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["state", "due_at"], name="meeting_mail_due")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.what} {self.number}"
