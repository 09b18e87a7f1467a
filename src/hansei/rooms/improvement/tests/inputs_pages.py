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


PAGES = [
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
