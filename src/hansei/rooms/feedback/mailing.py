"""Surveys by mail: in the recipient's language, with a link of their own that is tied to no answer."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from hansei.blocks.mail import sending
from hansei.blocks.mail.posts import Drawn, Post
from hansei.blocks.survey import actions as surveys
from hansei.blocks.survey import answering
from hansei.blocks.survey.events import SurveyMailTried
from hansei.blocks.survey.models import SurveyMail
from hansei.kernel.models import OWN
from hansei.ui import words


def _message(found: SurveyMail, _drawn: Drawn) -> EmailMessage:
    asked = found.invitation
    survey, n = asked.survey, len(asked.survey.questions)
    last_day = timezone.localdate() + timedelta(days=surveys.OPEN_DAYS)
    path = reverse("voice:asked", args=[answering.token(survey.pk, answering.secret_of(found), last_day)])
    url = urljoin(settings.SITE_ADDRESS, f"{path}?language={found.language}")
    with translation.override(found.language):
        said = {"n": words.number(n), "service": survey.service}
        subject = ngettext("%(n)s short question about %(service)s", "%(n)s short questions about %(service)s", n)
        until = words.of_day(last_day)
        text = render_to_string("feedback/survey_mail.txt", {"survey": survey, "n": n, "url": url, "until": until})
    return sending.message(POST, found, subject % said, text)


POST = Post(
    "survey",
    SurveyMail,
    message=_message,
    tried=lambda found: SurveyMailTried(
        survey=found.invitation.survey_id, state=str(found.state), attempts=found.attempts
    ),
    source=lambda _found: OWN,
    related=("invitation__survey",),
    standing=surveys.standing,
    ready=surveys.may_go,
    arrived=surveys.arrived,
    salt="hansei.survey.mail",
)
