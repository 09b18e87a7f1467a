"""One field or a way of the lifecycle: in a row of the list, for many records at once, and undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansei.blocks.lifecycle import lifecycle_of, offers
from hansei.blocks.register import bulk
from hansei.blocks.register.actions.putting_back import put_back
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.tests.any_kind import EACH_KIND, KINDS, a_record, address, register_of
from hansei.kernel import check
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import NotAllowed, NotFound, NotYet
from hansei.kernel.models import Account, EventRow
from hansei.kernel.records import Record
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def fresh(found: Record) -> Record:
    return type(found)._default_manager.select_related("identity").get(pk=found.pk)


def events() -> int:
    return EventRow.objects.count()


def edit(register: Register, account: Account, found: Record, **fields: Any) -> None:
    version = fresh(found).identity.version
    ACTIONS[register.edit].run(Act(by=account, via="test"), pk=found.pk, version=version, fields=fields)


@pytest.mark.parametrize("kind", EACH_KIND)
def test_a_field_is_changed_in_its_row_and_a_refusal_stands_there_too(kind: str, web: Client, agent: Account):
    register = register_of(kind)
    title = register.kind.title
    found = a_record(register, make_account("manager"), "Α")
    quick, seen = address(register, "quick", found.pk, title), found.identity.version
    assert web.get(quick).status_code == 302  # without scripts the whole form
    asked = web.get(quick, headers=HTMX).content.decode()
    assert 'value="Α"' in asked or ">Α</textarea>" in asked.replace("\n", "")
    changed = web.post(quick, {title: "Β", "version": str(seen)}, headers=HTMX)
    assert (changed.status_code, "<tr>" in changed.content.decode()) == (200, True)
    assert getattr(fresh(found), title) == "Β"
    late = web.post(quick, {title: "Γ", "version": str(seen)}, headers=HTMX)
    assert (late.status_code, late.headers["HX-Retarget"]) == (412, f"#quick-{found.pk}-{title}")
    assert "“Β” now" in late.content.decode()
    empty = web.post(quick, {title: "", "version": str(seen + 1)}, headers=HTMX)
    assert empty.status_code == 422
    assert getattr(fresh(found), title) == "Β"
    assert web.get(address(register, "quick", found.pk, "identity"), headers=HTMX).status_code == 404
    assert list(check.check()) == []


@pytest.mark.parametrize("kind", EACH_KIND)
def test_the_state_is_moved_in_the_row_along_a_way_that_is_open(kind: str, web: Client, manager: Account):
    register = register_of(kind)
    found = a_record(register, manager)
    ways = [each for each in offers(found, manager) if each.is_open and not each.transition.form]
    quick = address(register, "quick", found.pk, "state")
    page = web.get(quick, headers=HTMX).content.decode()
    refused = web.post(quick, {"to": found.state, "version": str(found.identity.version)}, headers=HTMX)
    assert (refused.status_code, fresh(found).state) == (409, found.state)
    if not ways:
        pytest.skip("nothing is open from the first state")
    target = ways[0].transition.target
    assert f'value="{target}"' in page
    moved = web.post(quick, {"to": target, "version": str(found.identity.version)}, headers=HTMX)
    assert (moved.status_code, fresh(found).state) == (200, target)
    assert str(lifecycle_of(kind).state(target).label) in moved.content.decode()


@pytest.mark.parametrize("kind", EACH_KIND)
def test_many_are_changed_after_a_preview_that_changes_nothing_and_put_back(kind: str, web: Client, manager: Account):
    register = register_of(kind)
    title = register.kind.title
    first, second, same = (a_record(register, manager, name) for name in ("Α", "Β", "Ω"))
    pick = [str(each.pk) for each in (first, second, same)]
    before = events()
    asked = web.post(address(register, "bulk"), {"what": title, "pick": pick})
    assert asked.status_code == 200 and "outcomes" not in asked.context
    shown = web.post(address(register, "bulk"), {"what": title, "pick": pick, "given": "yes", title: "Ω"})
    said = {each.pk: (each.was, each.now) for each in shown.context["outcomes"]}
    assert said == {first.pk: ("Α", "Ω"), second.pk: ("Β", "Ω"), same.pk: ("Ω", "Ω")}
    assert [each.pk for each in shown.context["same"]] == [same.pk]
    assert (events(), getattr(fresh(first), title)) == (before, "Α")
    seen = [f"{each.pk}:{each.version}" for each in shown.context["changing"]]
    done = web.post(
        address(register, "bulk"), {"what": title, "pick": seen, "given": "yes", title: "Ω", "apply": "yes"}
    )
    assert {getattr(fresh(each), title) for each in (first, second)} == {"Ω"}
    edit(register, manager, second, **{title: "Γ"})
    undone = web.post(address(register, "undo"), {"trace": done.context["trace"]})
    assert [each.pk for each in undone.context["changing"]] == [first.pk]
    assert [(each.key, "changed again since" in each.refused) for each in undone.context["refused"]] == [
        (second.identity.key, True)
    ]
    assert [getattr(fresh(each), title) for each in (first, second)] == ["Α", "Γ"]
    assert list(check.check()) == []


def test_what_still_waits_for_figures_does_not_send_what_is_done_again(
    web: Client, manager: Account, monkeypatch: pytest.MonkeyPatch
):
    """Each record is an act of its own: a whole form sent again would find the first ones changed meanwhile."""
    register = register_of("improvement")
    ready, waiting = a_record(register, manager, "Α"), a_record(register, manager, "Β")
    run = bulk._run

    def slow(register: Register, act: Act, change: bulk.Change, pk: int, version: int) -> None:
        if pk == waiting.pk:
            raise NotYet
        run(register, act, change, pk, version)

    asked = {"what": "move:triage", "pick": [f"{ready.pk}:1", f"{waiting.pk}:1"]}
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "_run", slow)
        assert web.post(address(register, "bulk"), asked).status_code == 202  # a preview is asked for again
        done = web.post(address(register, "bulk"), asked | {"apply": "yes"})
    assert [each.pk for each in done.context["changing"]] == [ready.pk]
    assert [(each.pk, "being computed" in each.refused) for each in done.context["refused"]] == [(waiting.pk, True)]
    assert (fresh(ready).state, fresh(waiting).state) == ("triage", "proposed")


def test_one_guard_that_refuses_does_not_lose_the_others(web: Client, manager: Account):
    """Two in triage; one has an owner. The other says what it lacks, in the preview and when it is done."""
    register = register_of("improvement")
    owned, without = a_record(register, manager, "Α", owner=manager.pk), a_record(register, manager, "Β")
    for each in (owned, without):
        ACTIONS[register.move].run(Act(by=manager, via="test"), pk=each.pk, version=1, to="triage")
    asked = {"what": "move:analysed", "pick": [f"{owned.pk}:2", f"{without.pk}:2"]}
    shown = web.post(address(register, "bulk"), asked)
    assert [(each.pk, each.refused) for each in shown.context["refused"]] == [(without.pk, "Name an owner.")]
    assert fresh(owned).state == "triage"
    done = web.post(address(register, "bulk"), asked | {"apply": "yes"})
    assert [each.pk for each in done.context["changing"]] == [owned.pk]
    assert (fresh(owned).state, fresh(without).state) == ("analysed", "triage")
    web.post(address(register, "undo"), {"trace": done.context["trace"]})
    assert (fresh(owned).state, fresh(without).state) == ("triage", "triage")
    moved = EventRow.objects.filter(kind="record.moved").order_by("-pk").values_list("facts", flat=True)[0]
    assert moved == {"was": "analysed", "now": "triage", "reason": "undone"}
    assert list(check.check()) == []


def test_a_record_that_was_changed_after_the_preview_is_refused_alone(web: Client, manager: Account, agent: Account):
    register = register_of(KINDS[0])
    title = register.kind.title
    first, second = a_record(register, manager, "Α"), a_record(register, manager, "Β")
    edit(register, agent, second, **{title: "Γ"})
    done = web.post(
        address(register, "bulk"),
        {"what": title, "pick": [f"{first.pk}:1", f"{second.pk}:1"], "given": "yes", title: "Ω", "apply": "yes"},
    )
    assert [each.pk for each in done.context["refused"]] == [second.pk]
    assert [getattr(fresh(each), title) for each in (first, second)] == ["Ω", "Γ"]


def test_nobody_undoes_what_somebody_else_did(web: Client, manager: Account, agent: Account):
    register = register_of(KINDS[0])
    found = a_record(register, manager, "Α")
    act = Act(by=manager, via="test")
    ACTIONS[register.edit].run(act, pk=found.pk, version=1, fields={register.kind.title: "Β"})
    with pytest.raises(NotAllowed):
        put_back(Act(by=agent, via="test"), record=found.pk, trace=str(act.trace))
    with pytest.raises(NotFound):
        put_back(Act(by=manager, via="test"), record=found.pk, trace="nonsense")
    assert put_back(Act(by=manager, via="test"), record=found.pk, trace=str(act.trace)) is True
    assert getattr(fresh(found), register.kind.title) == "Α"
    again = put_back(Act(by=manager, via="test"), record=found.pk, trace="00000000-0000-0000-0000-000000000000")
    assert again is False


def test_who_may_only_see_gets_no_ticks_and_changes_nothing(client: Client, manager: Account):
    from django.utils import timezone

    from hansei.kernel.models import Grant, Role

    register = register_of(KINDS[0])
    found = a_record(register, manager, "Α")
    reader = Account.objects.create_user("reader@test.example", "x", name="Reader")
    role = Role.objects.create(key="reader", rights=[register.see])
    Grant.objects.create(account=reader, role=role, scope="everything", since=timezone.now())
    client.force_login(reader)
    page = client.get(address(register)).content.decode()
    assert "Α" in page and 'name="pick"' not in page and "h-quick" not in page
    before = events()
    for name in ("bulk", "undo"):
        sent = {"what": register.kind.title, "pick": str(found.pk), "given": "yes", register.kind.title: "Β"}
        assert client.post(address(register, name), sent).status_code == 403
    quick = address(register, "quick", found.pk, register.kind.title)
    assert client.post(quick, {register.kind.title: "Β", "version": "1"}, headers=HTMX).status_code == 403
    assert (events(), getattr(fresh(found), register.kind.title)) == (before, "Α")


def test_the_list_asks_no_more_questions_for_more_rows(web: Client, manager: Account):
    register = register_of(KINDS[0])

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert web.get(address(register)).status_code == 200
        return len(captured)

    a_record(register, manager)
    asked()
    before = asked()
    for n in range(9):
        a_record(register, manager, f"Ω{n}")
    assert asked() == before
