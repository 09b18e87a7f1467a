"""The pages of improvements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hansei.rooms.improvement.tests import capa_pages, control_pages, inputs_pages, kata_pages, paper_pages
from tests.site import SitePage


def an_idea(account: Any) -> str:
    """An idea in the register, with its history."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions

    act = Act(by=account, via="web")
    fields: actions.Fields = {"title": "Ночные вызовы реже", "owner": account.pk, "idea": "Спросить ночную смену."}
    found = actions.propose(act, fields=fields)
    actions.move(act, pk=found.pk, version=1, to="triage")
    return f"/improvements/{found.pk}/"


def a_proof(account: Any) -> str:
    """An improvement in work whose data say that it is better."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.tests.filled import moved
    from hansei.rooms.improvement.tests.histories import AFTER, BEFORE, CHANGED_ON, FIRST_MONDAY, a_data_set

    act, source = Act(by=account, via="web"), a_data_set(BEFORE)
    found = actions.from_finding(
        act,
        title="Ночной расчёт больше не будит дежурных",
        source=source,
        finding="7f3a",
        where={"category": ["payroll"]},
        chosen_first=FIRST_MONDAY + timedelta(days=700),
        chosen_last=FIRST_MONDAY + timedelta(days=769),
        owner=account.pk,
        fields={"risk": "Дежурные уйдут."},
        target_percent=50,
        intervention_on=CHANGED_ON,
    )
    moved(act, found, "in_work")
    a_data_set([*BEFORE, *AFTER], source)
    found.identity.refresh_from_db()
    actions.verify(act, pk=found.pk, version=found.identity.version)
    return f"/improvements/{found.pk}/"


def with_more(path: str) -> Any:
    def address(account: Any) -> str:
        return a_proof(account) + path

    return address


def the_list(account: Any) -> str:
    """Both, in the list."""
    an_idea(account)
    a_proof(account)
    return "/improvements/"


def what_is_counted(account: Any) -> str:
    return an_idea(account) + "measure/"


def the_freezing(account: Any) -> str:
    return an_idea(account) + "freeze/"


def a_lesson(account: Any) -> str:
    """A published lesson."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions

    act = Act(by=account, via="web")
    fields: actions.LessonFields = {
        "title": "Сначала спросить ночную смену",
        "context": "Ночные вызовы.",
        "learned": "Смена знала причину.",
        "advice": "Спросить до измерений.",
    }
    found = actions.write_lesson(act, fields=fields)
    actions.move_lesson(act, pk=found.pk, version=1, to="published")
    return f"/lessons/{found.pk}/"


def more_of_a_lesson(path: str) -> Any:
    def address(account: Any) -> str:
        return a_lesson(account) + path

    return address


def a_step(account: Any) -> str:
    return an_idea(account) + "step/where_now/"


def to_rank(account: Any) -> str:
    """Three ideas, one not judged and one placed by hand."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions

    act = Act(by=account, via="web")
    for title, judged in (
        ("Ночные вызовы реже", (3, 1)),
        ("夜间呼叫更少", (2, 3)),
        ("Билеты без очереди", (None, None)),
    ):
        fields: actions.Fields = {"title": title, "value": judged[0], "effort": judged[1], "risk": "Люди уйдут."}
        found = actions.propose(act, fields=fields)
    actions.place(act, pk=found.pk, place=1, reason="Так велит закон.")
    return "/improvements/rank/"


def a_ranking(account: Any) -> str:
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.queries.ranking import order_now

    to_rank(account)
    seen = [each.record.pk for each in order_now(account).lines]
    return f"/improvements/rank/{actions.rank(Act(by=account, via='web'), seen=seen).pk}/"


def the_culture(account: Any, path: str = "/improvements/culture/") -> str:
    """A nomination that waits for the reader, one on the wall, a duty of a role, and a storyboard with its coach."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.actions import katas
    from hansei.rooms.improvement.models import Kata, Nomination, RoleDuty
    from hansei.rooms.improvement.tests.kata_pages import a_board
    from tests.accounts import make_account

    mate, act = make_account("agent"), Act(by=account, via="web")
    if not RoleDuty.objects.exists():
        actions.note_role_duty(act, role="Ведущий смены", duty="Четыре часа в неделю на улучшения.")
    if not Nomination.objects.filter(account=account, state="asked").exists():
        actions.nominate(Act(by=mate, via="web"), account=account.pk, text="Каждую неделю задаёт те же пять вопросов.")
    if not Nomination.objects.filter(state="shown").exists():
        made = actions.nominate(act, account=mate.pk, text="Перенесла сорок ноутбуков за выходные.")
        actions.answer_nomination(Act(by=mate, via="web"), nomination=made.pk, agrees=True)
        board = Kata.objects.select_related("identity").get(pk=int(a_board(account).split("/")[2]))
        katas.edit_kata(act, pk=board.pk, version=board.identity.version, fields={"learner": mate.pk})
    return path


PAGES = [
    SitePage("improvement-rank", "/improvements/rank/"),
    SitePage("improvement-rank-some", to_rank),
    SitePage("improvement-ranking", a_ranking),
    SitePage("improvements", "/improvements/"),
    SitePage("improvements-some", the_list),
    SitePage("improvement-new", "/improvements/new/"),
    SitePage("improvement", an_idea),
    SitePage("improvement-proof", a_proof),
    SitePage("improvement-measure", what_is_counted),
    SitePage("improvement-freeze", the_freezing),
    SitePage("improvement-edit", with_more("edit/")),
    SitePage("improvement-verify", with_more("verify/")),
    SitePage("improvement-close", with_more("close/")),
    SitePage("improvement-suggest", "/improvements/propose/"),
    SitePage("improvement-for-users", "/improvements/for-users/"),
    SitePage("improvement-culture", "/improvements/culture/"),
    SitePage("improvement-culture-some", the_culture),
    SitePage("improvement-nominate", "/improvements/nominate/"),
    SitePage("improvement-nominate-some", lambda account: the_culture(account, "/improvements/nominate/")),
    SitePage("improvement-role-duty", "/improvements/culture/roles/"),
    SitePage("improvement-step", a_step),
    SitePage("improvement-lesson", with_more("lesson/")),
    SitePage("improvement-transfer", with_more("transfer/")),
    SitePage("lessons", "/lessons/"),
    SitePage("lesson-new", "/lessons/new/"),
    SitePage("lesson", a_lesson),
    SitePage("lesson-edit", more_of_a_lesson("edit/")),
    SitePage("lesson-use", more_of_a_lesson("use/")),
]
PAGES += [*control_pages.PAGES, *capa_pages.PAGES, *kata_pages.PAGES, *inputs_pages.PAGES, *paper_pages.PAGES]
