"""The pages of risks, decisions and rights."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.site import SitePage


def a_risk(account: Any) -> str:
    """A risk over its threshold, scored twice, that happened once."""
    from hansei.kernel.actions import Act
    from hansei.rooms.governance import actions

    act = Act(by=account, via="web")
    fields: actions.RiskFields = {
        "title": "Ночной расчёт не успевает",
        "causes": "Заказов больше\nСервер один",
        "event": "Расчёт идёт дольше окна",
        "effects": "Выплаты задерживаются",
        "prevention": "Второй сервер",
        "recovery": "Ручной запуск",
        "owner": account.pk,
        "review_on": date(2026, 1, 15),
    }
    found = actions.open_risk(act, fields=fields)
    actions.score_risk(act, pk=found.pk, version=1, likelihood=4, amount=Decimal(20_000), why="Дважды за год")
    actions.score_risk(
        act, pk=found.pk, version=_version(found), likelihood=3, amount=Decimal(50_000), is_residual=True
    )
    actions.realise_risk(act, pk=found.pk, version=_version(found), on=date(2025, 11, 3), what="Выплаты на день позже")
    return f"/risks/{found.pk}/"


def _version(found: Any) -> int:
    return int(type(found).objects.get(pk=found.pk).identity.version)


def with_more(path: str) -> Any:
    def address(account: Any) -> str:
        return a_risk(account) + path

    return address


def the_map(account: Any) -> str:
    a_risk(account)
    return "/risks/map/"


def a_decision(account: Any) -> str:
    """A question with its options and risks, asked of whoever decides."""
    from hansei.kernel.actions import Act
    from hansei.rooms.governance import actions

    act = Act(by=account, via="web")
    fields: actions.DecisionFields = {
        "title": "Второй сервер для расчёта?",
        "options": "Купить\nАрендовать\nОставить как есть",
        "without": "Выплаты снова задержатся",
        "principle_steps": "Арендовать на месяц",
        "owner": account.pk,
    }
    found = actions.open_decision(act, fields=fields)
    actions.move_decision(act, pk=found.pk, version=1, to="asked")
    return f"/decisions/{found.pk}/"


def decided(account: Any, path: str = "") -> str:
    from hansei.kernel.actions import Act
    from hansei.rooms.governance import actions

    address = a_decision(account)
    pk, act = int(address.split("/")[2]), Act(by=account, via="web")
    actions.decide(act, pk=pk, version=2, chosen="Арендовать", reason="Быстрее", check_on=date(2999, 1, 1))
    return address + path


def the_decisions(account: Any) -> str:
    """Two that were taken, so that there is a line of time."""
    decided(account)
    decided(account)
    return "/decisions/"


def the_rights(account: Any) -> str:
    """Rights with a version of our own, somebody in a role, and an answer."""
    from hansei.kernel.actions import Act
    from hansei.rooms.governance import actions
    from hansei.rooms.governance.matrix import STARTER
    from hansei.rooms.governance.models import Seat

    act = Act(by=account, via="web")
    if Seat.objects.exists():
        return "/governance/rights/?kind=remedy&level=low&amount=150&hours=&service="
    actions.give_seat(act, account=account.pk, role="governing_body", service="Расчёт")
    actions.set_matrix(act, seen=0, content={**STARTER, "overload_percent": 40}, why="Меньше мелочей")
    return "/governance/rights/?kind=remedy&level=low&amount=150&hours=&service="


def with_version(account: Any) -> str:
    the_rights(account)
    return "/governance/undo/matrix/?number=0"


def a_deputy(account: Any, path: str = "/governance/deputies/") -> str:
    """Somebody who acts for the reader, and one whose time is over."""
    from datetime import timedelta

    from hansei.kernel.actions import Act
    from hansei.rooms.governance import actions
    from hansei.rooms.governance.models import Deputy
    from tests.accounts import make_account

    act, other = Act(by=account, via="web"), make_account("agent", "deputy@test.example")
    made = Deputy.objects.filter(principal=account, account=other, until__gt=act.at).first()
    if made is None:
        week, matters = act.at + timedelta(days=7), ["decisions", "papers", "checks"]
        over = actions.name_deputy(act, account=other.pk, until=week, matters=matters, reason="Болезнь")
        actions.end_deputy(act, deputy=over.pk, version=1)
        made = actions.name_deputy(act, account=other.pk, until=week, matters=matters, reason="Отпуск")
    return path if path.endswith("deputies/") else f"/governance/deputies/{made.pk}/"


PAGES = [
    SitePage("risks", "/risks/"),
    SitePage("risk-map", "/risks/map/"),
    SitePage("risk-map-some", the_map),
    SitePage("risk-new", "/risks/new/"),
    SitePage("risk", a_risk),
    SitePage("risk-edit", with_more("edit/")),
    SitePage("risk-score", with_more("score/")),
    SitePage("risk-happened", with_more("happened/")),
    SitePage("risk-answer", with_more("answer/")),
    SitePage("risk-close", with_more("close/")),
    SitePage("decisions", "/decisions/"),
    SitePage("decisions-some", the_decisions),
    SitePage("decision-new", "/decisions/new/"),
    SitePage("decision", a_decision),
    SitePage("decision-decide", lambda account: a_decision(account) + "decide/"),
    SitePage("decision-outcome", lambda account: decided(account, "outcome/")),
    SitePage("decision-reverse", lambda account: decided(account, "reverse/")),
    SitePage("decision-rights", "/governance/rights/"),
    SitePage("decision-rights-some", the_rights),
    SitePage("decision-rights-edit", "/governance/rights/remedy/edit/"),
    SitePage("decision-rights-undo", with_version),
    SitePage("deputies", "/governance/deputies/"),
    SitePage("deputies-some", a_deputy),
    SitePage("deputy-change", lambda account: a_deputy(account, "change")),
    SitePage("decision-mine", "/governance/mine/"),
    SitePage("risk-appetite", "/governance/appetite/"),
]
