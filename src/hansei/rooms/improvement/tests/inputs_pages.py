"""The pages of inputs, their sources, and cycles."""

from __future__ import annotations

from typing import Any

from tests.site import SitePage


def an_input(account: Any) -> str:
    """An input that waits, with one much like it."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.models import Input

    if found := Input.objects.filter(state="new").last():
        return f"/inputs/{found.pk}/"
    act = Act(by=account, via="web")
    fields: actions.InputFields = {"title": "Ночью никто не знает, у кого ключ", "origin": "staff"}
    actions.add_input(act, fields={**fields, "evidence": "Три звонка ждали час."})
    made = actions.add_input(act, fields={**fields, "title": "Никто не знает ночью, у кого ключ", "origin": "audit"})
    return f"/inputs/{made.pk}/"


def became(account: Any) -> str:
    """An input that became an improvement."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.models import Input

    if found := Input.objects.filter(state="converted").last():
        return f"/inputs/{found.pk}/"
    act = Act(by=account, via="web")
    made = actions.add_input(act, fields={"title": "Продажа по телефону с нового года", "origin": "technology"})
    actions.convert(act, pk=made.pk, version=1)
    return f"/inputs/{made.pk}/"


def of_an_input(path: str) -> Any:
    def address(account: Any) -> str:
        return an_input(account) + path

    return address


def the_list(account: Any) -> str:
    an_input(account)
    became(account)
    return "/inputs/"


def the_wheel(account: Any) -> str:
    an_input(account)
    became(account)
    return "/inputs/sources/"


def a_cycle(account: Any) -> str:
    """A cycle with its first step signed."""
    from datetime import date

    from hansei.kernel.actions import Act
    from hansei.rooms.goals.actions import nodes
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.models import Cycle

    if found := Cycle.objects.last():
        return f"/cycles/{found.pk}/"
    act = Act(by=account, via="web")
    goal = nodes.add(act, fields={"title": "Сеть держится", "level": "objective"})
    fields: actions.CycleFields = {"title": "Сеть, третий квартал", "service": "Сеть", "owner": account.pk}
    made = actions.open_cycle(act, fields={**fields, "first": date(2025, 7, 1), "last": date(2025, 9, 30)})
    actions.link_evidence(act, pk=made.pk, step=1, kind="record", key=goal.identity.key)
    actions.sign_step(act, pk=made.pk, step=1, result="Сначала повторы.")
    return f"/cycles/{made.pk}/"


def the_cycles(account: Any) -> str:
    a_cycle(account)
    return "/cycles/"


def the_cycle_edited(account: Any) -> str:
    return a_cycle(account) + "edit/"


PAGES = [
    SitePage("cycles", "/cycles/"),
    SitePage("cycles-some", the_cycles),
    SitePage("cycle-new", "/cycles/new/"),
    SitePage("cycle", a_cycle),
    SitePage("cycle-edit", the_cycle_edited),
    SitePage("inputs", "/inputs/"),
    SitePage("inputs-some", the_list),
    SitePage("inputs-sources", "/inputs/sources/"),
    SitePage("inputs-sources-some", the_wheel),
    SitePage("input-new", "/inputs/new/"),
    SitePage("input", an_input),
    SitePage("input-became", became),
    SitePage("input-edit", of_an_input("edit/")),
    SitePage("input-convert", of_an_input("convert/")),
    SitePage("input-decline", of_an_input("decline/")),
    SitePage("input-repeats", of_an_input("repeats/")),
]
