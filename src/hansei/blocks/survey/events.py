"""What happens with surveys. That somebody answered is no event: its instant would tell who."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.events import Event


@dataclass(frozen=True)
class SurveyOpened(Event, kind="survey.opened"):
    """A survey asks from now on."""

    survey: int
    trigger: str
    questions: list[str]


@dataclass(frozen=True)
class SurveyClosed(Event, kind="survey.closed"):
    """A survey asks no longer."""

    survey: int


@dataclass(frozen=True)
class PeopleInvited(Event, kind="survey.invited"):
    """So many people were asked, so many were left out by the cap a person or by the sample."""

    survey: int
    invited: int
    capped: int
    not_sampled: int


@dataclass(frozen=True)
class AskingHeld(Event, kind="survey.held"):
    """Nothing is asked from now on: something grave is open."""

    hold: int


@dataclass(frozen=True)
class AskingResumed(Event, kind="survey.resumed"):
    """What was grave is over; after the next working day it may be asked again."""

    hold: int


@dataclass(frozen=True)
class SurveyMailTried(Event, kind="survey.mail_tried"):
    """A worker took a mail with a link, or what became of it: `sending`, `sent`, `waiting`, `failed`, `doubtful` …"""

    survey: int
    state: str
    attempts: int


@dataclass(frozen=True)
class AnswersCounted(Event, kind="survey.counted"):
    """So many answers and words of whole weeks were counted together; `thrown_away`: too few, the survey is over."""

    survey: int
    answers: int
    remarks: int
    thrown_away: int


@dataclass(frozen=True)
class AddressesForgotten(Event, kind="survey.addresses_forgotten"):
    """The addresses of so many mails whose links are over were taken away."""

    addresses: int
