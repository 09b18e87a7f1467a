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


PAGES = [SitePage("register-view", a_view), SitePage("register-view-kept", what_it_keeps)]
