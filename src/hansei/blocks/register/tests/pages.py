"""The pages that every record kind has, shown with the first kind declared."""

from __future__ import annotations

from typing import Any

from tests.site import SitePage


def some(account: Any) -> Any:
    """Three records and two views of them, one pinned."""
    from hansei.blocks.register.actions import saved_views
    from hansei.blocks.register.tests.any_kind import KINDS, a_record, register_of
    from hansei.kernel.actions import Act

    register, act = register_of("improvement" if "improvement" in KINDS else KINDS[0]), Act(by=account, via="web")
    for title in ("Ночные вызовы реже", "夜间呼叫更少", "Билеты без очереди"):
        a_record(register, account, title)
    saved_views.save_view(act, kind=register.kind.kind, name="Всё моё")
    view = saved_views.save_view(act, kind=register.kind.kind, name="Для всех", is_shared=True)
    saved_views.pin_view(act, view=view)
    return register, view


def a_view(account: Any) -> str:
    from hansei.blocks.register.tests.any_kind import address

    register, view = some(account)
    return f"{address(register)}?view={view}"


def what_it_keeps(account: Any) -> str:
    from hansei.blocks.register.tests.any_kind import address

    return address(some(account)[0], "view", some(account)[1])


def the_tags(account: Any) -> str:
    """Two tags in use, for an administrator who may make one of them."""
    from hansei.blocks.register.actions.tagging import tag
    from hansei.blocks.register.tests.any_kind import a_record, address, register_of
    from hansei.kernel.actions import Act

    register = register_of("improvement")
    found = a_record(register, account, "Ночные вызовы реже")
    tag(Act(by=account, via="web"), record=found.pk, words=["班表", "зарплата"])
    return address(register, "tags")


def the_fields(account: Any) -> str:
    """A field of two languages, and the version that its adding made."""
    from hansei.blocks.register.actions.filling import add_field
    from hansei.blocks.register.tests.any_kind import address, register_of
    from hansei.kernel.actions import Act

    names = {"ru": "Цвет", "zh-hans": "颜色"}
    act = Act(by=account, via="web")
    add_field(act, kind="improvement", names=names, type="choice", choices=["红", "绿"], required_in=["triage"])
    return address(register_of("improvement"), "fields")


def one_field(account: Any) -> str:
    from hansei.blocks.register.models import CustomField

    return f"{the_fields(account)}{CustomField.objects.order_by('pk')[0].pk}/"


def seen_as(shape: str) -> Any:
    """The records in another shape: some late, some judged; on the board in two states."""

    def address_of(account: Any) -> str:
        from datetime import date

        from hansei.blocks.register.tests.any_kind import a_record, address, register_of
        from hansei.kernel.actions import ACTIONS, Act

        register = register_of("improvement")
        for n, title in enumerate(("Ночные вызовы реже", "夜间呼叫更少", "Билеты без очереди", "Тихий понедельник")):
            day = date(2026, 3, 1 + 7 * n)
            judged = {"value": 1 + n % 3, "effort": 3 - n % 3, "benefit": 1000, "currency": "EUR"}
            found = a_record(register, account, title, owner=account.pk, intervention_on=day, **judged)
            if n % 2 and shape == "board":
                ACTIONS[register.move].run(Act(by=account, via="web"), pk=found.pk, version=1, to="triage")
        return f"{address(register)}?shape={shape}&month=2026-03"

    return address_of


def one_card(account: Any) -> str:
    from hansei.blocks.register.tests.any_kind import a_record, address, register_of

    register = register_of("improvement")
    return address(register, "card", a_record(register, account, "Ночные вызовы реже").pk)


def a_set_life(account: Any) -> str:
    """A life with names of its own, sub-states, a way and a rule that are off."""
    from hansei.blocks.register import living
    from hansei.blocks.register.actions.living import save
    from hansei.blocks.register.tests.any_kind import address, register_of
    from hansei.kernel.actions import Act

    waiting = {"en": "Waiting for a part", "ru": "Ждём запчасть", "zh-hans": "等待备件", "zh-hant": "等待備件"}
    sub_states: Any = [
        {"code": "fresh", "state": "proposed", "labels": {"en": "Fresh", "ru": "Новое"}, "is_default": True},
        {"code": "waiting", "state": "proposed", "labels": waiting},
    ]
    labels = {"staff": {"triage": {"en": "Sorting", "ru": "Разбор", "zh-hans": "分拣", "zh-hant": "分揀"}}}
    set_so: Any = {
        "labels": labels,
        "sub_states": sub_states,
        "off": [("analysed", "triage")],
        "guards_off": [("triage", "analysed", "improvement.owner")],
    }
    act, note = Act(by=account, via="web"), "两个队列。 Так просила смена."
    last = living.newest("improvement")
    save(act, kind="improvement", seen=last.number if last else 0, setting=set_so, note=note)
    return address(register_of("improvement"), "life")


def the_versions(account: Any) -> str:
    return f"{a_set_life(account)}versions/"


def one_in_a_sub_state(account: Any) -> str:
    from hansei.blocks.register.tests.any_kind import a_record, address, register_of

    a_set_life(account)
    register = register_of("improvement")
    return address(register, "record", a_record(register, account, "Ночные вызовы реже").pk)


PAGES = [
    SitePage("register-board", seen_as("board")),
    SitePage("register-calendar", seen_as("calendar")),
    SitePage("register-matrix", seen_as("matrix")),
    SitePage("register-timeline", seen_as("timeline")),
    SitePage("register-card", one_card),
    SitePage("register-life", "/improvements/life/"),
    SitePage("register-life-set", a_set_life, role="administrator"),
    SitePage("register-life-versions", the_versions, role="administrator"),
    SitePage("register-lives", "/states/", role="administrator"),
    SitePage("register-sub-state", one_in_a_sub_state, role="administrator"),
    SitePage("register-view", a_view),
    SitePage("register-view-kept", what_it_keeps),
    SitePage("register-tags", the_tags, role="administrator"),
    SitePage("register-fields", the_fields, role="administrator"),
    SitePage("register-field", one_field, role="administrator"),
]
