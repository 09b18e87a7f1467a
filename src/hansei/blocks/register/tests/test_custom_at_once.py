"""Custom fields where they stand: in a row, for many records at once with preview and undo, of every type."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hansei.blocks.register import bulk, custom
from hansei.blocks.register.models import CustomField, CustomValue
from hansei.blocks.register.tests.any_kind import a_record, address, register_of
from hansei.blocks.register.tests.test_custom_fields import GIVEN, a_field
from hansei.kernel import check
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.models import Account, EventRow, Grant, Identity, Role

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
KIND = "improvement"


def version(pk: int) -> int:
    return Identity.objects.values_list("version", flat=True).get(pk=pk)


def sent(manager: Account, type: str) -> str:
    return str(manager.pk if type == "person" else GIVEN[type][0])


def said(pk: int, field: CustomField) -> str:
    return custom.in_words(field, custom.values_of([pk], [field]).get((pk, field.pk)))


@pytest.mark.parametrize("type", GIVEN)
def test_a_custom_field_of_each_type_is_changed_in_its_row(type: str, web: Client, manager: Account):
    register, field = register_of(KIND), a_field(KIND, type)
    name, found = custom.key_of(field), a_record(register_of(KIND), manager)
    row = web.get(address(register), {"show": name}).context["rows"][0]
    assert [each["is_quick"] for each in row["cells"]] == [True]
    quick, seen = address(register, "quick", found.pk, name), version(found.pk)
    asked = web.get(quick, headers=HTMX).content.decode()
    assert f'name="{name}"' in asked and 'aria-label="Ψ"' in asked and "autofocus" in asked
    done = web.post(f"{quick}?show={name}", {name: sent(manager, type), "version": str(seen)}, headers=HTMX)
    assert done.status_code == 200 and GIVEN[type][1] in done.content.decode()
    assert said(found.pk, field) == GIVEN[type][1]
    late = web.post(quick, {name: "", "version": str(seen)}, headers=HTMX)
    assert (late.status_code, late.headers["HX-Retarget"]) == (412, f"#quick-{found.pk}-custom-{field.pk}")
    assert f"“{GIVEN[type][1]}” now" in late.content.decode() and said(found.pk, field) == GIVEN[type][1]
    empty = web.post(quick, {name: "", "version": str(seen + 1)}, headers=HTMX)
    assert (empty.status_code, said(found.pk, field)) == (200, "")
    page = web.get(address(register, "record", found.pk)).content.decode()
    assert GIVEN[type][1] in page[page.index('id="history"') :]
    assert list(check.check()) == []


@pytest.mark.parametrize(("type", "wrong"), [("number", "many"), ("date", "31.02."), ("choice", "9"), ("person", "0")])
def test_what_a_field_cannot_hold_is_said_in_the_row(type: str, wrong: str, web: Client, manager: Account):
    register, field = register_of(KIND), a_field(KIND, type)
    found, before = a_record(register, manager), EventRow.objects.count()
    quick = address(register, "quick", found.pk, custom.key_of(field))
    answer = web.post(quick, {custom.key_of(field): wrong, "version": str(version(found.pk))}, headers=HTMX)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert (CustomValue.objects.count(), EventRow.objects.count()) == (0, before)


def test_a_field_that_the_state_needs_is_not_emptied_in_a_row_nor_for_many(web: Client, manager: Account):
    register = register_of(KIND)
    found, free = a_record(register, manager, "Α"), a_record(register, manager, "Β")
    field = a_field(KIND, "text", required_in=[found.state])
    name = custom.key_of(field)
    for each in (found, free):
        ACTIONS["record.fill"].run(
            Act(by=manager, via="test"), record=each.pk, version=version(each.pk), values={name: "Ω"}
        )
    ACTIONS[register.move].run(Act(by=manager, via="test"), pk=free.pk, version=version(free.pk), to="triage")
    quick = address(register, "quick", found.pk, name)
    assert web.post(quick, {name: "", "version": str(version(found.pk))}, headers=HTMX).status_code == 422
    shown = web.post(address(register, "bulk"), {"what": name, "pick": [found.pk, free.pk], "given": "yes", name: ""})
    assert [(each.pk, each.refused) for each in shown.context["refused"]] == [
        (found.pk, "“Ψ” is needed in this state.")
    ]
    assert [(each.pk, each.was, each.now) for each in shown.context["changing"]] == [(free.pk, "Ω", "")]
    assert {said(each.pk, field) for each in (found, free)} == {"Ω"}


@pytest.mark.parametrize("type", GIVEN)
def test_many_get_a_custom_value_after_a_preview_that_changes_nothing_and_it_is_put_back(
    type: str, web: Client, manager: Account
):
    register, field = register_of(KIND), a_field(KIND, type)
    name, value = custom.key_of(field), sent(manager, type)
    first, second, same = (a_record(register, manager, each) for each in ("Α", "Β", "Γ"))
    given = {name: manager.pk if type == "person" else GIVEN[type][0]}
    ACTIONS["record.fill"].run(Act(by=manager, via="test"), record=same.pk, version=version(same.pk), values=given)
    page = web.get(address(register)).context["bulk"]
    assert (name, "Ψ") in page
    pick = [str(each.pk) for each in (first, second, same)]
    assert f'name="{name}"' in web.post(address(register, "bulk"), {"what": name, "pick": pick}).content.decode()
    before = EventRow.objects.count()
    shown = web.post(address(register, "bulk"), {"what": name, "pick": pick, "given": "yes", name: value})
    words = GIVEN[type][1]
    told = {each.pk: (each.was, each.now) for each in shown.context["outcomes"]}
    assert told == {first.pk: ("", words), second.pk: ("", words), same.pk: (words, words)}
    assert (EventRow.objects.count(), CustomValue.objects.count()) == (before, 1)
    seen = [f"{each.pk}:{each.version}" for each in shown.context["changing"]]
    # Meanwhile somebody else changes the second one: it is refused, the first is done.
    ACTIONS[register.edit].run(
        Act(by=manager, via="test"), pk=second.pk, version=version(second.pk), fields={"title": "Δ"}
    )
    sent_again = {"what": name, "pick": seen, "given": "yes", name: value, "apply": "yes"}
    done = web.post(address(register, "bulk"), sent_again)
    assert [each.pk for each in done.context["refused"]] == [second.pk]
    assert [said(each.pk, field) for each in (first, second)] == [words, ""]
    web.post(address(register, "undo"), {"trace": done.context["trace"]})
    assert [said(each.pk, field) for each in (first, second, same)] == ["", "", words]
    assert list(check.check()) == []


def test_who_may_work_on_some_only_changes_these(client: Client, manager: Account):
    """Of three ticked records one is of another organisation and not seen, one is seen and not worked on."""
    register, field = register_of(KIND), a_field(KIND, "text")
    name = custom.key_of(field)
    mine, read, hidden = (a_record(register, manager, each) for each in ("Α", "Β", "Γ"))
    here, there = (Identity.objects.create(kind="organisation", key=each) for each in ("here", "there"))
    for found, place in ((mine, here), (read, there)):
        Identity.objects.filter(pk=found.pk).update(organisation=place)
    worker = Account.objects.create_user("worker@test.example", "x", name="Worker")
    for key, rights, place in (("works", ["see", "work"], here), ("reads", ["see"], there)):
        role = Role.objects.create(key=key, rights=[f"{KIND}.{each}" for each in rights])
        since = timezone.now() - timedelta(days=1)
        Grant.objects.create(account=worker, role=role, scope="organisation", scope_object=place, since=since)
    client.force_login(worker)
    pick = [f"{each.pk}:{version(each.pk)}" for each in (mine, read, hidden)]
    done = client.post(
        address(register, "bulk"), {"what": name, "pick": pick, "given": "yes", name: "Ω", "apply": "yes"}
    )
    assert [each.pk for each in done.context["changing"]] == [mine.pk]
    assert [each.pk for each in done.context["refused"]] == [read.pk]
    assert CustomValue.objects.get().object_id == mine.pk
    refused = client.post(
        address(register, "quick", read.pk, name), {name: "Ω", "version": str(version(read.pk))}, headers=HTMX
    )
    assert (refused.status_code, CustomValue.objects.count()) == (403, 1)


def test_a_retired_field_is_offered_no_more(web: Client, manager: Account):
    register, field = register_of(KIND), a_field(KIND, "text")
    found, name = a_record(register, manager), custom.key_of(field)
    CustomField.objects.update(is_retired=True)
    assert web.get(address(register, "quick", found.pk, name), headers=HTMX).status_code == 404
    assert web.post(address(register, "bulk"), {"what": name, "pick": [found.pk]}).status_code == 409
    assert name not in dict(web.get(address(register)).context["bulk"])


@pytest.mark.slow
def test_five_hundred_at_once_are_changed_one_by_one_and_put_back(web: Client, manager: Account):
    register, field = register_of(KIND), a_field(KIND, "number")
    name = custom.key_of(field)
    found = [a_record(register, manager, f"Ω{number}") for number in range(bulk.MOST + 1)]
    pick = [f"{each.pk}:{version(each.pk)}" for each in found]
    done = web.post(address(register, "bulk"), {"what": name, "pick": pick, "given": "yes", name: "7", "apply": "yes"})
    assert (len(done.context["changing"]), CustomValue.objects.filter(number=7).count()) == (500, 500)
    web.post(address(register, "undo"), {"trace": done.context["trace"]})
    assert CustomValue.objects.exclude(number=None).count() == 0
