"""Surveys as this room's people use them: opened, sent, held and closed with the right to handle feedback."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hansei.blocks.mail.recipients import recipients as read
from hansei.blocks.survey import actions as surveys
from hansei.kernel.actions import Act, action
from hansei.rooms.feedback import mailing
from hansei.rooms.feedback.kinds import WORK_VOICE


@action("survey.open", label=gettext_lazy("Open a survey"), right=WORK_VOICE)
def open_survey(
    act: Act,
    *,
    title: str,
    service: str,
    trigger: str,
    questions: list[str],
    sample_percent: int = 100,
    cap_days: int = 30,
    may_choose: bool = True,
) -> int:
    """Begin to ask the users of a service. A recommendation is never asked after a single contact."""
    made = surveys.open_survey(
        act,
        title=title,
        service=service,
        trigger=trigger,
        questions=questions,
        sample_percent=sample_percent,
        cap_days=cap_days,
        may_choose=may_choose,
    )
    return made.pk


@action("survey.close", label=gettext_lazy("Close the survey"), right=WORK_VOICE)
def close_survey(act: Act, *, survey: int) -> None:
    """Ask no more; what was answered stays."""
    surveys.close_survey(act, survey=survey)


@action("survey.invite", label=gettext_lazy("Make links"), right=WORK_VOICE)
def invite(act: Act, *, survey: int, people: list[str]) -> surveys.Invited:
    """Make a link for each person in the sample whom nobody asked of late; refused while something grave is open."""
    return surveys.invite(act, survey=survey, people=people)


@action("survey.mail", label=gettext_lazy("Send by mail"), right=WORK_VOICE)
def mail_survey(act: Act, *, survey: int, recipients: str) -> surveys.Invited:
    """Mail a link to each address, one a line with its language, as sample and cap allow; nobody is reminded."""
    to = read(recipients, field="addresses", most=surveys.MOST_AT_ONCE)
    return surveys.invite(
        act, survey=survey, people=[each.email for each in to], languages={each.email: each.language for each in to}
    )


@action("survey.mail_again", label=gettext_lazy("Send again"), right=WORK_VOICE)
def mail_survey_again(act: Act, *, mail: int) -> None:
    """Send a survey's mail again that failed or perhaps was not sent."""
    surveys.mail_again(act, mailing.POST, mail=mail)


@action("survey.forget_addresses", label=gettext_lazy("Forget addresses"), right=WORK_VOICE)
def forget_addresses(act: Act) -> int:
    """Take away the addresses of mails whose link is over."""
    return surveys.forget_addresses(act)


@action("survey.hold", label=gettext_lazy("Ask nothing for now"), right=WORK_VOICE)
def hold_surveys(act: Act, *, why: str, service: str = "") -> int:
    """Ask nothing while a major incident is open; a room that knows of one calls this with its act."""
    return surveys.hold(act, service=service, why=why).pk


@action("survey.resume", label=gettext_lazy("It is over"), right=WORK_VOICE)
def resume_surveys(act: Act, *, held: int) -> None:
    """What was grave is over; from the next working day on it is asked again."""
    surveys.resume(act, held=held)
