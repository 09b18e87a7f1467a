"""Saved views: kept, shared, pinned and withdrawn; their counts; columns and order; for every declared kind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hansei.blocks.register import columns, listing, paging, tags
from hansei.blocks.register.actions import saved_views as views
from hansei.blocks.register.models import CustomField, SavedView, Tag
from hansei.blocks.register.paging import Order
from hansei.blocks.register.tests.any_kind import EACH_KIND, KINDS, a_record, address, register_of
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, Role
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


SHUT = "This view is filtered by something that you may not see or that is no longer there, so it shows you nothing."


def of_two_places(manager: Account) -> tuple[Any, Any, Account]:
    """A record of another organisation, one of the reader's, and the reader, who works in their own alone."""
    register = register_of("improvement")
    hidden, own = a_record(register, manager, "α"), a_record(register, manager, "β")
    here, there = (Identity.objects.create(kind="organisation", key=key) for key in ("here", "there"))
    for found, place in ((hidden, there), (own, here)):
        Identity.objects.filter(pk=found.pk).update(organisation=place)
    reader = Account.objects.create_user("reader@test.example", "x", name="Reader")
    role = Role.objects.create(key="of-one", rights=["improvement.see", "improvement.work"])
    since = timezone.now() - timedelta(days=1)
    Grant.objects.create(account=reader, role=role, scope="organisation", scope_object=here, since=since)
    return hidden, own, reader


def a_kept_filter(kept: str, manager: Account, hidden: Any) -> dict[str, str]:
    if kept == "a tag":
        ACTIONS["record.tag"].run(act(manager), record=hidden.pk, words=["secret"])
        return {"tag": str(Tag.objects.get().pk)}
    given = {"kind": "improvement", "names": {"en": "Ω"}, "type": "person"}
    field = ACTIONS["field.add"].run(act(make_account("administrator")), **given)
    alone = Account.objects.create_user("alone@test.example", "x", name="secret")
    ACTIONS["record.fill"].run(
        act(manager), record=hidden.pk, version=hidden.identity.version, values={f"custom.{field}": alone.pk}
    )
    return {f"custom.{field}": str(alone.pk)}


@pytest.mark.parametrize("kept", ["a tag", "a person"])
def test_a_shared_view_of_what_its_reader_may_not_see_shows_nothing_and_says_so(
    kept: str, web: Client, manager: Account
):
    """The tag stands on a record of another organisation only; the reader's own records bear none."""
    register = register_of("improvement")
    hidden, own, reader = of_two_places(manager)
    keeps: views.Kept = {"filters": a_kept_filter(kept, manager, hidden)}
    view = views.save_view(act(manager), kind="improvement", name="Shared", is_shared=True, keeps=keeps)
    assert [row["pk"] for row in web.get(address(register), {"view": view}).context["rows"]] == [hidden.pk]
    events_before, other = EventRow.objects.count(), Client()
    other.force_login(reader)
    for shape in ("", "board", "calendar"):
        page = other.get(address(register), {"view": str(view), "shape": shape})
        text = page.content.decode()
        assert SHUT in text and own.identity.key not in text and "secret" not in text, shape
    listed = other.get(address(register))
    assert [(each.name, each.count) for each in listed.context["views"]] == [("Shared", 0)]
    assert [row["pk"] for row in listed.context["rows"]] == [own.pk]
    assert SHUT in other.get(address(register, "view", view)).content.decode()
    assert other.get(address(register, "export", "csv"), {"view": view}).status_code == 409
    assert other.post(address(register, "save_view"), {"name": "Mine", "query": f"view={view}"}).status_code == 409
    assert (SavedView.objects.count(), EventRow.objects.count()) == (1, events_before)


def test_a_view_of_a_field_that_is_retired_shows_nothing_until_the_reader_chooses_otherwise(
    web: Client, manager: Account
):
    register, found = register_of("improvement"), a_record(register_of("improvement"), manager)
    keeps: views.Kept = {"filters": a_kept_filter("a person", manager, found) | {"state": found.state}}
    view = views.save_view(act(manager), kind="improvement", name="Mine", keeps=keeps)
    (name,) = set(keeps["filters"]) - {"state"}
    assert [row["pk"] for row in web.get(address(register), {"view": view}).context["rows"]] == [found.pk]
    CustomField.objects.update(is_retired=True)
    assert web.get(address(register), {"view": view}).context["rows"] == []
    chosen = web.get(address(register), {"view": str(view), name: ""})
    assert [row["pk"] for row in chosen.context["rows"]] == [found.pk] and SHUT not in chosen.content.decode()


def test_a_tag_beyond_the_longest_choice_filters_all_the_same(
    web: Client, manager: Account, monkeypatch: pytest.MonkeyPatch
):
    register = register_of("improvement")
    found, _other = a_record(register, manager, "α"), a_record(register, manager, "β")
    ACTIONS["record.tag"].run(act(manager), record=found.pk, words=["a", "b", "c"])
    monkeypatch.setattr(tags, "OFFERED", 2)
    last = {"tag": str(Tag.objects.get(word="c").pk)}
    view = views.save_view(act(manager), kind="improvement", name="C", keeps={"filters": last})
    assert [row["pk"] for row in web.get(address(register), {"view": view}).context["rows"]] == [found.pk]
    assert "c" in web.get(address(register, "view", view)).content.decode()
