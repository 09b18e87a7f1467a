"""The pages of risks."""

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
]
