"""The pages of feedback, complaints and the wall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.site import SitePage


def an_item(account: Any) -> str:
    """An anonymous opinion, answered."""
    from hansei.kernel.actions import Act
    from hansei.rooms.feedback import actions
    from hansei.rooms.feedback.models import Feedback

    sunday = date(2026, 1, 4)
    actions.drop(
        title="Табло снова тёмное", text="Третий раз за неделю.", service="Табло", may_be_shown=True, day=sunday
    )
    actions.hand_over(Act(by=None, via="timer"), day=sunday + timedelta(days=1))
    found = Feedback.objects.latest("pk")
    act = Act(by=account, via="web")
    actions.read_feedback(act, pk=found.pk, version=1)
    actions.reply_feedback(act, pk=found.pk, version=_version(found), reply="Спасибо, чиним.")
    return f"/feedback/{found.pk}/"


def _version(found: Any) -> int:
    return int(type(found).objects.select_related("identity").get(pk=found.pk).identity.version)


def a_complaint(account: Any) -> str:
    """A late complaint with an earlier one like it."""
    from hansei.kernel.actions import Act
    from hansei.rooms.feedback import actions

    act = Act(by=account, via="web")
    fields: actions.ComplaintFields = {
        "title": "Табло показывает неверное время",
        "statement": "Пассажиры опаздывают",
        "customer": "Северная дорога",
        "service": "Табло",
        "received_on": date(2026, 1, 5),
        "due_on": date(2026, 1, 20),
    }
    actions.open_complaint(act, fields=fields)
    return f"/complaints/{actions.open_complaint(act, fields=fields).pk}/"


def the_wall(account: Any) -> str:
    from hansei.kernel.actions import Act
    from hansei.rooms.feedback import actions
    from hansei.rooms.feedback.models import Feedback

    pk = int(an_item(account).split("/")[2])
    act, found = Act(by=account, via="web"), Feedback.objects.get(pk=pk)
    actions.close_feedback(act, pk=pk, version=_version(found), outcome="Кабели заменены.")
    return "/voice/wall/"


def a_compliment(account: Any) -> str:
    from hansei.kernel.actions import Act
    from hansei.rooms.feedback import actions

    act = Act(by=account, via="web")
    fields: actions.ComplimentFields = {"title": "Быстро помогли", "customer": "Склад", "for_whom": "Сеть"}
    return f"/compliments/{actions.open_compliment(act, fields=fields).pk}/"


def new_item(account: Any) -> str:
    from hansei.kernel.actions import Act
    from hansei.rooms.feedback import actions

    act = Act(by=account, via="web")
    found = actions.note_feedback(act, fields={"title": "Хорошо", "text": "Хорошо", "channel": "desk"})
    return f"/feedback/{found.pk}/"


def a_survey(account: Any) -> str:
    """A survey with answers and remarks."""
    from django.utils import timezone

    from hansei.blocks.survey import answering
    from hansei.kernel.actions import Act
    from hansei.rooms.feedback import actions
    from hansei.rooms.feedback.questions import AFTER_CONTACT

    act = Act(by=account, via="web")
    pk = actions.open_survey(
        act, title="После обращения", service="Почта", trigger="contact", questions=list(AFTER_CONTACT)
    )
    last_week = timezone.localdate() - timedelta(days=7)
    people = [f"a{pk}{n}@test.example" for n in range(6)]
    for _who, token in actions.invite(act, survey=pk, people=people).links:
        thanks = answering.answer(token, {"worked": 2, "felt": 1, "met": 4}, last_week)
        answering.remark(thanks, "Короче формы", last_week)
    answering.count_answers(Act(by=None, via="timer"), day=last_week + timedelta(days=7))
    return f"/surveys/{pk}/"


def a_link(account: Any) -> str:
    """What somebody with a link sees."""
    from hansei.kernel.actions import Act
    from hansei.rooms.feedback import actions

    pk = int(a_survey(account).split("/")[2])
    [(_who, token)] = actions.invite(Act(by=account, via="web"), survey=pk, people=[f"b{pk}@test.example"]).links
    return f"/voice/asked/{token}/"


PAGES = [
    SitePage("feedback-list", "/feedback/"),
    SitePage("feedback-new", "/feedback/new/"),
    SitePage("feedback", an_item),
    SitePage("feedback-read", lambda account: new_item(account) + "read/"),
    SitePage("feedback-reply", lambda account: an_item(account) + "reply/"),
    SitePage("feedback-close", lambda account: an_item(account) + "close/"),
    SitePage("feedback-figures", "/voice/figures/"),
    SitePage("voice-give", "/voice/give/", is_public=True),
    SitePage("voice-answer", "/voice/answer/", is_public=True),
    SitePage("voice-wall", "/voice/wall/", is_public=True),
    SitePage("voice-wall-some", the_wall),
    SitePage("voice-why-not", "/voice/why-not/", is_public=True),
    SitePage("surveys", "/surveys/"),
    SitePage("survey", a_survey),
    SitePage("survey-asked", a_link),
    SitePage("complaints", "/complaints/"),
    SitePage("complaint-new", "/complaints/new/"),
    SitePage("complaint", a_complaint),
    SitePage("compliments", "/compliments/"),
    SitePage("compliment-new", "/compliments/new/"),
    SitePage("compliment", a_compliment),
]
