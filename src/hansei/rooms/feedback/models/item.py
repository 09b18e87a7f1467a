"""An opinion given, and why people say nothing. Anonymous ones wait in a ballot box before they stand here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account
from hansei.kernel.records import Record


class Channel(models.TextChoices):
    PAGE = "page", _("This page")
    DESK = "desk", _("Service desk")
    MEETING = "meeting", _("Conversation or meeting")
    SURVEY = "survey", _("Open field of a survey")
    COMMUNITY = "community", _("User community")
    SOCIAL = "social", _("Social media")


class Barrier(models.TextChoices):
    """Why somebody says nothing."""

    NO_BELIEF = "no_belief", _("I do not believe that it changes anything")
    INCONVENIENT = "inconvenient", _("It is inconvenient")
    NO_TIME = "no_time", _("I have no time")
    FEAR = "fear", _("I fear that it falls back on me")
    SOMEONE_ELSE = "someone_else", _("Somebody else has said it")


class Feedback(Record):
    """What somebody said. Of an anonymous giver nothing is kept: neither account nor name, nor when it came.

    `secret` is the hash of the return token; only who holds the token finds the reply by it.
    """

    title = models.CharField(_("topic"), max_length=200)
    text = models.TextField(_("what was said"), max_length=5000)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.PAGE)
    service = models.CharField(_("service"), max_length=200, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    giver = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("giver"))
    giver_name = models.CharField(_("name of the giver"), max_length=200, blank=True)
    contact = models.CharField(_("how to reach the giver"), max_length=200, blank=True)
    may_be_shown = models.BooleanField(_("may be shown to everybody"), default=False)
    handler = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )
    reply = models.TextField(_("reply"), max_length=5000, blank=True)
    replied_on = models.DateField(_("replied on"), null=True, blank=True)
    outcome = models.TextField(_("what we did"), max_length=5000, blank=True)
    public_words = models.TextField(_("wording for the wall"), max_length=2000, blank=True)
    is_hidden = models.BooleanField(_("kept off the wall"), default=False)
    thanks = models.CharField(_("thanks or reward"), max_length=200, blank=True)
    secret = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("feedback")
        indexes = [
            models.Index(fields=["state", "identity"], name="feedback_state"),
            models.Index(fields=["channel", "identity"], name="feedback_channel"),
            models.Index(fields=["secret"], name="feedback_secret", condition=~models.Q(secret="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="anonymous_holds_nobody",
                condition=models.Q(is_anonymous=False) | models.Q(giver=None, giver_name="", contact=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.identity.key} {self.title}"


class BarrierCount(models.Model):
    """How many gave a reason for saying nothing, in a month. Counted only: no row stands for anybody."""

    month = models.DateField()  # its first day
    barrier = models.CharField(max_length=16, choices=Barrier)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "barrier"], name="barrier_once_a_month")]
