"""The pages of control sheets."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.site import SitePage

UNMET, WAITING = "Тревога, когда контроллер держит 200 касаний", "Инструкция по перезапуску"


def an_item(account: Any) -> str:
    """An item that was not met, its cause analysis open."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.actions import control
    from hansei.rooms.improvement.models import ControlItem
    from tests.accounts import make_account

    if found := ControlItem.objects.filter(title=UNMET).first():
        return f"/control/{found.pk}/"
    act, doer = Act(by=account, via="web"), make_account("agent")
    supervisor = make_account("administrator")
    improvement = actions.propose(act, fields={"title": "Ворота открываются быстрее"}).pk
    fields: control.ItemFields = {"improvement": improvement, "implementer": doer.pk, "checker": account.pk}
    fields |= {"planned_on": date(2125, 8, 18), "check_on": date(2125, 8, 22)}
    made = control.plan_item(act, fields={**fields, "title": UNMET})
    control.plan_item(act, fields={**fields, "title": WAITING})
    control.check_item(act, pk=made.pk, version=1, result="not_met", observed="Порог стоит только на узле A.")
    control.name_supervisor(act, pk=improvement, version=1, supervisor=supervisor.pk)
    return f"/control/{made.pk}/"


def its_improvement(account: Any) -> str:
    from hansei.rooms.improvement.models import ControlItem

    an_item(account)
    return f"/improvements/{ControlItem.objects.get(title=UNMET).improvement_id}/"


def more(path: str, of: Any = an_item) -> Any:
    def address(account: Any) -> str:
        return str(of(account)) + path

    return address


def the_list(account: Any) -> str:
    an_item(account)
    return "/control/"


def waiting(account: Any) -> str:
    from hansei.rooms.improvement.models import ControlItem

    an_item(account)
    return f"/control/{ControlItem.objects.get(title=WAITING).pk}/check/"


PAGES = [
    SitePage("control-items", "/control/"),
    SitePage("control-items-some", the_list),
    SitePage("control-item", an_item),
    SitePage("control-item-new", "/control/new/"),
    SitePage("control-item-check", waiting),
    SitePage("control-item-analyse", more("analyse/")),
    SitePage("control-sheet", more("control/", its_improvement)),
    SitePage("control-supervisor", more("control/supervisor/", its_improvement)),
    SitePage("improvement-controlled", its_improvement),
]
