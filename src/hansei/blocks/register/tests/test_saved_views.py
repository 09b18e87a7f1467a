"""Saved views: kept, shared, pinned and withdrawn; their counts; columns and order; for every declared kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansei.blocks.register import columns, listing, paging
from hansei.blocks.register.actions import saved_views as views
from hansei.blocks.register.models import SavedView
from hansei.blocks.register.paging import Order
from hansei.blocks.register.tests.any_kind import EACH_KIND, KINDS, a_record, address, register_of
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def act(account: Account) -> Act:
    return Act(by=account, via="test")


def events(kind: str) -> list[dict[str, Any]]:
    return list(EventRow.objects.filter(kind=kind).order_by("pk").values_list("facts", flat=True))


def test_every_filter_that_is_offered_has_its_index():
    for kind in KINDS:
        model = register_of(kind).kind.model
        indexed = {index.fields[0] for index in model._meta.indexes if index.fields[1:] == ["identity"]}
        wanted = {each.field for each in register_of(kind).filters}
        assert wanted <= indexed, f"{kind}: a filter needs an index on (field, identity)"


@pytest.mark.parametrize("kind", EACH_KIND)
def test_a_view_keeps_filter_columns_and_order_and_counts_what_it_holds(kind: str, web: Client, manager: Account):
    register = register_of(kind)
    first, second = a_record(register, manager, "α"), a_record(register, manager, "β")
    state, columns_kept = first.state, ["changed_at", "created_at"]
    asked = f"state={state}&show=changed_at&show=created_at&sort=nonsense"
    saved = web.post(address(register, "save_view"), {"name": "  Mine  ", "query": asked}, follow=True)
    assert saved.status_code == 200
    view = SavedView.objects.get()
    offers_state = any(each.field == "state" for each in register.filters)
    assert (view.name, view.is_shared, view.order) == ("Mine", False, "")
    assert (view.filters, view.columns) == ({"state": state} if offers_state else {}, columns_kept)
    shown = saved.context["views"]
    assert [(each.name, each.count, each.is_current) for each in shown] == [("Mine", 2, True)]
    assert [each["label"] for each in saved.context["rows"][0]["cells"]] == ["Last change", "Created"]
    assert [row["pk"] for row in saved.context["rows"]] == [second.pk, first.pk]


@pytest.mark.parametrize("kind", EACH_KIND)
def test_a_private_view_is_nobody_elses(kind: str, web: Client, agent: Account, manager: Account):
    register = register_of(kind)
    if register.see not in agent.grants.get().role.rights:
        pytest.skip("an agent does not see this kind")
    private = views.save_view(act(agent), kind=kind, name="Private")
    assert web.get(address(register), {"view": private}).status_code == 404
    with pytest.raises(NotFound):
        views.pin_view(act(manager), view=private)
    views.change_view(act(agent), view=private, version=1, is_shared=True)
    assert web.get(address(register), {"view": private}).status_code == 200
    with pytest.raises(NotAllowed):
        views.change_view(act(manager), view=private, version=2, name="Taken over")
    with pytest.raises(NotAllowed):
        views.withdraw_view(act(manager), view=private)
    assert SavedView.objects.get().name == "Private"
    assert len(events("view.saved")) == 2


def test_a_view_shows_each_reader_only_what_they_may_see(manager: Account):
    register = register_of(KINDS[0])
    a_record(register, manager)
    view = views.save_view(act(manager), kind=KINDS[0], name="Shared", is_shared=True)
    nobody = Account.objects.create_user("nobody@test.example", "x", name="Nobody")
    with pytest.raises(NotAllowed):
        views.pin_view(act(nobody), view=view)
    client = Client()
    client.force_login(nobody)
    assert client.get(address(register), {"view": view}).status_code == 403
    assert listing.counts([listing.visible(register, nobody), listing.visible(register, manager)]) == [0, 1]


def test_pinned_views_come_first_and_a_withdrawn_one_is_gone(web: Client, manager: Account):
    kind, register = KINDS[0], register_of(KINDS[0])
    first, second = (views.save_view(act(manager), kind=kind, name=name) for name in ("Αα", "Ββ"))
    web.post(address(register, "pin_view", second), {"pin": "yes"})
    web.post(address(register, "pin_view", second), {"pin": "yes"})  # again changes nothing
    assert [each.name for each in web.get(address(register)).context["views"]] == ["Ββ", "Αα"]
    assert [each["is_pinned"] for each in events("view.pinned")] == [True]
    web.post(address(register, "pin_view", second), {"pin": "no"})
    assert [each.name for each in web.get(address(register)).context["views"]] == ["Αα", "Ββ"]
    web.post(address(register, "withdraw_view", first))
    assert [each.name for each in web.get(address(register)).context["views"]] == ["Ββ"]
    assert web.get(address(register), {"view": first}).status_code == 404


def test_an_administrator_withdraws_a_shared_view_whose_owner_left(manager: Account):
    view = views.save_view(act(manager), kind=KINDS[0], name="Shared", is_shared=True)
    administrator = make_account("administrator")
    with pytest.raises(NotAllowed):
        views.change_view(act(administrator), view=view, version=1, name="Otherwise")
    views.withdraw_view(act(administrator), view=view)
    assert SavedView.objects.get().is_withdrawn


def test_an_owner_with_two_windows_loses_nothing(manager: Account):
    view = views.save_view(act(manager), kind=KINDS[0], name="Α")
    views.change_view(act(manager), view=view, version=1, name="Β")
    with pytest.raises(Outdated):
        views.change_view(act(manager), view=view, version=1, name="Γ")
    for name in ("", " ", "x" * 81):
        with pytest.raises(Refusal):
            views.change_view(act(manager), view=view, version=2, name=name)
    assert SavedView.objects.get().name == "Β"


def test_the_address_wins_over_the_view_that_it_names(web: Client, manager: Account):
    kind, register = KINDS[0], register_of(KINDS[0])
    found = a_record(register, manager)
    if not any(each.field == "state" for each in register.filters):
        pytest.skip("no filter by state")
    other = next(str(value) for value, _label in register.filters[0].choices() if value != found.state)
    keeps: views.Kept = {"filters": {"state": other, "unknown": "x"}, "columns": ["unknown", "created_at"]}
    view = views.save_view(act(manager), kind=kind, name="Others", keeps=keeps)
    assert SavedView.objects.get().filters == {"state": other}
    assert SavedView.objects.get().columns == ["created_at"]
    assert web.get(address(register), {"view": str(view)}).context["rows"] == []
    assert len(web.get(address(register), {"view": str(view), "state": ""}).context["rows"]) == 1
    sent = b"".join(web.get(address(register, "export", "csv"), {"view": str(view), "state": ""})).decode()
    assert sent.splitlines()[0].endswith("Created")


def test_the_views_are_counted_in_one_question(web: Client, manager: Account):
    register = register_of(KINDS[0])

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert web.get(address(register)).status_code == 200
        return len(captured)

    a_record(register, manager)
    views.save_view(act(manager), kind=KINDS[0], name="Α")
    asked()
    before = asked()
    for n in range(5):
        views.save_view(act(manager), kind=KINDS[0], name=f"Ω{n}")
        a_record(register, manager)
    assert asked() == before


def test_a_list_sorted_by_a_date_pages_both_ways_and_leaves_the_empty_ones_last(manager: Account):
    """Two share a day; two have none. Three a page, upwards and downwards, forth and back."""
    from hansei.rooms.improvement.models import Improvement

    register = register_of("improvement")
    assert "intervention_on" in columns.sortable(register)
    days = [date(2026, 3, 2), None, date(2026, 1, 5), date(2026, 3, 2), None, date(2026, 2, 1), date(2026, 5, 1)]
    pks = [a_record(register, manager, f"{n}", intervention_on=day).pk for n, day in enumerate(days)]
    found = Improvement.objects.select_related("identity")
    a, e1, b, c, e2, d, f = pks
    for text, expected in (("intervention_on", [b, d, a, c, f, e1, e2]), ("-intervention_on", [f, c, a, d, b, e2, e1])):
        order = Order.of(text, columns.sortable(register))
        assert str(order) == text
        pages, after = [], ""
        while True:
            at = paging.page(found, order, after=after, shown=3)
            pages.append([each.pk for each in at.rows])
            if not at.after:
                break
            after = at.after
        assert pages == [expected[:3], expected[3:6], expected[6:]]
        back = paging.page(found, order, before=at.before, shown=3)
        assert [each.pk for each in back.rows] == expected[3:6]
        first = paging.page(found, order, before=back.before, shown=3)
        assert ([each.pk for each in first.rows], first.before) == (expected[:3], "")
    for wrong in ("x", "1~2026-13-45", "9" * 30, "~", "1~~"):
        assert len(paging.page(found, order, after=wrong, shown=9).rows) == 7
