"""Surveys, who was asked (by hash), what was answered (by nobody), and when nothing may be asked."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.blocks.ballot.models import anywhere
from hansei.blocks.mail.models import Outgoing
from hansei.kernel.models import Account, Revision


def seed() -> str:
    """What the link of a mail is made from, together with the installation's key."""
    return secrets.token_urlsafe(16)


class Trigger(models.TextChoices):
    CONTACT = "contact", _("After a contact")
    HALF_YEAR = "half_year", _("Every half year, about the whole service")
    MAJOR = "major", _("After a major incident or initiative")


class Survey(models.Model):
    """What is asked about one service, when, of which share of people, and how seldom one person is asked."""

    title = models.CharField(_("title"), max_length=200)
    service = models.CharField(_("service"), max_length=200)
    trigger = models.CharField(_("asked"), max_length=10, choices=Trigger)
    questions = models.JSONField()  # codes
    sample_percent = models.PositiveSmallIntegerField(_("share of people asked, in percent"), default=100)
    cap_days = models.PositiveSmallIntegerField(_("one survey per person in so many days"), default=30)
    may_choose = models.BooleanField(_("users may choose another service"), default=True)
    is_open = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(name="survey_share", condition=models.Q(sample_percent__range=(1, 100))),
            models.CheckConstraint(name="survey_cap", condition=models.Q(cap_days__gte=1)),
        ]


class Invitation(models.Model):
    """Somebody was asked on a day. Neither whether it was answered is known, nor what: its ticket is not here."""

    id = models.BigIntegerField(primary_key=True, default=anywhere)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invitations")
    person = models.CharField(max_length=64)  # keyed hash of the address
    day = models.DateField()
    last_day = models.DateField()
    is_lost = models.BooleanField(default=False)  # its mail never went: nobody was asked

    class Meta:
        indexes = [models.Index(fields=["person", "day"], name="invitation_person")]


class Response(models.Model):
    """What somebody answered, counted with four others or more at the end of a week. It came then or before."""

    id = models.BigIntegerField(primary_key=True, default=anywhere)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    week = models.DateField()  # its Monday
    answers = models.JSONField()  # code → value

    class Meta:
        indexes = [models.Index(fields=["survey", "week"], name="response_week")]


class Remark(models.Model):
    """What somebody wrote into the open field, handed over with four others' or more; not tied to their answers."""

    id = models.BigIntegerField(primary_key=True, default=anywhere)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="remarks")
    week = models.DateField()
    text = models.TextField(max_length=2000)


class Hold(models.Model):
    """Nothing is asked about a service (empty: about any) while something grave is open."""

    service = models.CharField(max_length=200, blank=True)
    why = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)


class SurveyMail(Outgoing):
    """The mail with one link. Its address goes once the mail has gone; what failed keeps it until the link ends.

    The seed goes with the address: from then on nobody, with the key or not, tells which ticket was this person's.
    """

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="mail")
    seed = models.CharField(max_length=32, blank=True, default=seed)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="survey_mail_due")]
