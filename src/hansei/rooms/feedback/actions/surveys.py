"""Surveys as this room's people use them: opened, sent, held and closed with the right to handle feedback."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hansei.blocks.survey import actions as surveys
from hansei.kernel.actions import Act, action
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


@action("survey.hold", label=gettext_lazy("Ask nothing for now"), right=WORK_VOICE)
def hold_surveys(act: Act, *, why: str, service: str = "") -> int:
    """Ask nothing while a major incident is open; a room that knows of one calls this with its act."""
    return surveys.hold(act, service=service, why=why).pk


@action("survey.resume", label=gettext_lazy("It is over"), right=WORK_VOICE)
def resume_surveys(act: Act, *, held: int) -> None:
    """What was grave is over; from the next working day on it is asked again."""
    surveys.resume(act, held=held)
