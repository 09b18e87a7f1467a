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


PAGES = [
    SitePage("register-view", a_view),
    SitePage("register-view-kept", what_it_keeps),
    SitePage("register-tags", the_tags, role="administrator"),
    SitePage("register-fields", the_fields, role="administrator"),
    SitePage("register-field", one_field, role="administrator"),
]
