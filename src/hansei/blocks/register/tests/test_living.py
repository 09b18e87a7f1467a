"""Lifecycle as data: each saving is a version, a record finishes on the one it began with, words are the newest."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils.translation import override

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle.changing import Given
from hansei.blocks.register import living
from hansei.blocks.register.actions.living import bring_back, save, set_sub_state
from hansei.blocks.register.actions.putting_back import put_back
from hansei.blocks.register.tests.any_kind import EACH_KIND, a_record, address, register_of
from hansei.kernel import check, records
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Account, EventRow, Identity, LifeVersion
from hansei.kernel.records import Record
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
KIND = "improvement"
SHOWN: Given = {
    "labels": {"staff": {"triage": {"en": "Sorting", "ru": "Разбор"}}, "customers": {"triage": {"en": "Looked at"}}},
    "sub_states": [
        {"code": "fresh", "state": "proposed", "labels": {"en": "Fresh"}, "is_default": True},
        {"code": "asked", "state": "proposed", "labels": {"en": "Asked back", "ru": "Уточняем"}},
        {"code": "queue", "state": "triage", "labels": {"en": "Queue"}, "is_default": True},
        {"code": "desk", "state": "triage", "labels": {"en": "On the desk"}},
    ],
    "off": [("analysed", "triage")],
    "guards_off": [("triage", "analysed", "improvement.owner")],
}


@pytest.fixture
def administrator() -> Account:
    return make_account("administrator")


def act(account: Account | None) -> Act:
    return Act(by=account, via="test")


def saved(account: Account, setting: Given, seen: int = 0, **more: Any) -> int:
    return save(act(account), kind=KIND, seen=seen, setting=setting, **more)


def again(found: Record) -> Record:
    """The record as it is now, read anew with its identity."""
    return type(found)._default_manager.select_related("identity__life").get(pk=found.pk)


def go(found: Record, to: str, account: Account) -> Record:
    seen = Identity.objects.get(pk=found.pk).version
    ACTIONS["improvement.move"].run(act(account), pk=found.pk, version=seen, to=to)
    return again(found)


def stands(found: Record) -> tuple[str, str | None, int | None]:
    now = again(found)
    return now.state, now.identity.sub_state, records.beside(now, "life")  # type: ignore[return-value]  # a number


def held() -> list[str]:
    return [str(each) for each in check.check() if each.code == "field.differs"]


def test_a_record_finishes_on_the_version_it_began_with(manager: Account, administrator: Account):
    before = a_record(register_of(KIND), manager, "Α")
    assert saved(administrator, SHOWN, note="Two queues") == 1
    after = a_record(register_of(KIND), manager, "Β")
    assert saved(administrator, {**SHOWN, "off": [("proposed", "closed")]}, seen=1) == 2
    assert (stands(before), stands(after)) == (("proposed", None, None), ("proposed", "fresh", 1))

    before, after = go(before, "triage", manager), go(after, "triage", manager)
    assert (stands(before), stands(after)) == (("triage", None, None), ("triage", "queue", 1))
    newest = a_record(register_of(KIND), manager, "Γ")
    assert [each.transition.target for each in lifecycle.offers(again(newest), manager)] == ["triage"]
    with pytest.raises(Refusal, match="An administrator switched off the way “Close”") as refused:
        ACTIONS["improvement.close"].run(act(manager), pk=newest.pk, version=1, end="withdrawn", reason="Ω")
    assert refused.value.code == "lifecycle.switched_off"
    assert stands(newest) == ("proposed", "fresh", 2)

    with pytest.raises(Refusal, match="owner"):
        go(before, "analysed", manager)
    assert go(after, "analysed", manager).state == "analysed"  # its version does not ask for an owner
    assert [each.transition.target for each in lifecycle.offers(again(after), manager)] == ["planned", "closed"]
    assert held() == []


def test_names_are_the_newest_for_every_record_and_customers_never_read_those_for_staff(
    manager: Account, administrator: Account
):
    found = go(a_record(register_of(KIND), manager, "Α"), "triage", manager)
    saved(administrator, SHOWN)
    state = lifecycle.lifecycle_of(KIND).state(found.state)
    assert (str(state.label), str(state.for_customers)) == ("Sorting", "Looked at")
    with override("ru"):
        assert (str(state.label), str(state.for_customers)) == ("Разбор", str(state.shipped))
    with override("zh-hans"):
        assert str(state.label) == str(state.shipped) != "In triage"


@pytest.mark.parametrize("kind", EACH_KIND)
def test_a_version_can_be_saved_for_each_kind_and_its_records_hold_against_the_log(
    kind: str, manager: Account, administrator: Account
):
    life = lifecycle.lifecycle_of(kind)
    first: Given = {
        "sub_states": [{"code": "fresh", "state": life.first, "labels": {"en": "Fresh"}, "is_default": True}]
    }
    save(act(administrator), kind=kind, seen=0, setting=first)
    found = a_record(register_of(kind), administrator)
    assert stands(found) == (life.first, "fresh", 1)
    assert set_sub_state(act(administrator), record=found.pk, version=found.identity.version, sub_state="")
    assert stands(found) == (life.first, None, 1)
    assert held() == []


def test_check_finds_a_sub_state_or_version_that_no_event_tells_of(manager: Account, administrator: Account):
    saved(administrator, SHOWN)
    found = a_record(register_of(KIND), manager, "Α")
    Identity.objects.filter(pk=found.pk).update(sub_state="asked", life=None)
    key = found.identity.key
    assert held() == [
        f"field.differs {key} sub_state: log 'fresh', found 'asked'",
        f"field.differs {key} life: log 1, found None",
    ]


def test_the_sub_state_goes_with_the_state_and_each_change_is_told(
    web: Client, manager: Account, administrator: Account
):
    saved(administrator, SHOWN)
    found = a_record(register_of(KIND), manager, "Α")
    assert set_sub_state(act(manager), record=found.pk, version=1, sub_state="asked")
    assert not set_sub_state(act(manager), record=found.pk, version=2, sub_state="asked")
    go(found, "triage", manager)
    assert stands(found) == ("triage", "queue", 1)
    lines = web.get(address(register_of(KIND), "record", found.pk)).context["history"].lines
    assert [(each.said, each.was, each.now) for each in lines if "tate" in each.said] == [
        ("Sub-state", "Asked back", "Queue"),
        ("State", "Proposed", "Sorting"),
        ("Sub-state", "Fresh", "Asked back"),
    ]


def test_a_sub_state_that_is_not_offered_is_refused_and_nothing_changes(
    manager: Account, agent: Account, administrator: Account
):
    saved(administrator, SHOWN)
    found = a_record(register_of(KIND), manager, "Α")
    before = EventRow.objects.count()
    for wrong in ("desk", "nowhere"):
        with pytest.raises(Refusal, match="has no such sub-state"):
            set_sub_state(act(manager), record=found.pk, version=1, sub_state=wrong)
    with pytest.raises(Outdated):
        set_sub_state(act(manager), record=found.pk, version=7, sub_state="asked")
    with pytest.raises(NotFound):
        set_sub_state(act(manager), record=10**9, version=1, sub_state="asked")
    with pytest.raises(NotFound):
        set_sub_state(
            act(Account.objects.create_user("x@x.example", name="X")), record=found.pk, version=1, sub_state="asked"
        )
    assert (stands(found), EventRow.objects.count()) == (("proposed", "fresh", 1), before)


def test_a_retired_sub_state_stays_where_it_stands_and_new_records_do_not_get_it(
    manager: Account, administrator: Account
):
    saved(administrator, SHOWN)
    old = a_record(register_of(KIND), manager, "Α")
    saved(administrator, {}, seen=1)
    assert stands(old) == ("proposed", "fresh", 1)
    assert lifecycle.sub_state_label(KIND, "fresh") == "Fresh"
    assert stands(a_record(register_of(KIND), manager, "Β")) == ("proposed", None, 2)
    assert set_sub_state(act(manager), record=old.pk, version=1, sub_state="asked")  # its own version has it still


def test_moves_and_sub_states_are_undone_together(manager: Account, administrator: Account):
    saved(administrator, SHOWN)
    found = a_record(register_of(KIND), manager, "Α")
    set_sub_state(act(manager), record=found.pk, version=1, sub_state="asked")
    moving = act(manager)
    ACTIONS["improvement.move"].run(moving, pk=found.pk, version=2, to="triage")
    assert put_back(act(manager), record=found.pk, trace=str(moving.trace))
    assert stands(found) == ("proposed", "asked", 1)

    setting = act(manager)
    set_sub_state(setting, record=found.pk, version=Identity.objects.get(pk=found.pk).version, sub_state="")
    moving = act(manager)
    ACTIONS["improvement.move"].run(moving, pk=found.pk, version=Identity.objects.get(pk=found.pk).version, to="triage")
    with pytest.raises(Refusal, match="changed again since"):
        put_back(act(manager), record=found.pk, trace=str(setting.trace))
    assert put_back(act(manager), record=found.pk, trace=str(moving.trace))
    assert stands(found) == ("proposed", None, 1)  # none was set before, so the default does not come in its place
    assert held() == []


def test_only_an_administrator_saves_and_only_over_what_they_saw(web: Client, manager: Account, administrator: Account):
    with pytest.raises(NotAllowed):
        saved(manager, SHOWN)
    page = address(register_of(KIND), "life_versions")
    assert [web.get(page).status_code, web.post(page).status_code] == [403, 403]
    assert web.post(address(register_of(KIND), "life_bring_back"), {"number": "0"}).status_code == 403
    assert saved(administrator, SHOWN) == 1
    with pytest.raises(Outdated, match="Somebody saved version 1 meanwhile"):
        saved(administrator, {})
    assert saved(administrator, SHOWN, seen=1) == 1  # nothing differs: no version of nothing
    with pytest.raises(NotFound):
        save(act(administrator), kind="nothing", seen=0, setting={})
    with pytest.raises(Refusal, match="too long"):
        saved(administrator, {}, seen=1, note="x" * 2001)
    assert LifeVersion.objects.count() == EventRow.objects.filter(kind="register.life_saved").count() == 1


def test_an_older_version_is_brought_back_as_a_new_one(manager: Account, administrator: Account):
    saved(administrator, SHOWN)
    more: Given = {
        **SHOWN,
        "off": [],
        "sub_states": [*SHOWN["sub_states"], {"code": "x", "state": "triage", "labels": {"en": "X"}}],
    }
    saved(administrator, more, seen=1)
    assert bring_back(act(administrator), kind=KIND, seen=2, number=1) == 3
    first, last = (lifecycle.setting.Setting.of(LifeVersion.objects.get(number=n)) for n in (1, 3))
    assert (last.off, last.labels) == (first.off, first.labels)
    assert [(each.code, each.is_retired) for each in last.sub_states][-1] == ("x", True)
    assert bring_back(act(administrator), kind=KIND, seen=3, number=0) == 4
    assert [each.changed[-1] for each in living.versions(KIND)][:2] == [
        "“has an owner” is asked on the way “Mark as analysed” from “In triage” to “Analysed”.",
        "The way “Back to triage” from “Analysed” to “In triage” is off.",
    ]
    assert [each.brought_back for each in living.versions(KIND)] == [0, 1, None, None]
    with pytest.raises(NotFound):
        bring_back(act(administrator), kind=KIND, seen=4, number=9)


def in_threads(*calls: Any) -> list[Any]:
    answers: list[Any] = []

    def answer(call: Any) -> None:
        try:
            answers.append(call())
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(each,)) for each in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told():
    administrator = make_account("administrator")
    other: Given = {**SHOWN, "off": []}
    answers = in_threads(lambda: saved(administrator, SHOWN), lambda: saved(administrator, other))
    assert sorted(answers, key=str) == [1, "life.outdated"]
    assert [each.number for each in LifeVersion.objects.all()] == [1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_records_made_while_a_version_is_saved_each_live_by_one_that_is_there():
    manager, administrator = make_account("manager"), make_account("administrator")
    register = register_of(KIND)

    def make() -> list[int]:
        return [a_record(register, manager, str(n)).pk for n in range(5)]

    def change() -> int:
        for n in range(4):
            saved(administrator, SHOWN if n % 2 == 0 else {}, seen=n)
        return 4

    answers = in_threads(make, make, change)
    assert 4 in answers
    made = Identity.objects.filter(kind=KIND).select_related("life")
    assert made.count() == 10
    for each in made:
        assert each.sub_state == (each.life.default_of("proposed") if each.life else None)
    assert held() == []


def test_saving_over_somebody_shows_both_and_keeps_what_was_written(client: Client, administrator: Account):
    client.force_login(administrator)
    page = address(register_of(KIND), "life_versions")
    form = fields_of(client.get(page))
    saved(administrator, {"labels": {"staff": {"triage": {"en": "Sorting"}}}})
    answer = client.post(page, form | {"staff-triage-en": "Looking"})
    assert answer.status_code == 412
    assert answer.context["theirs"] == ["State “In triage” is called “Sorting” (English)."]
    assert answer.context["mine"] == ["State “In triage” is called “Looking” (English)."]
    assert LifeVersion.objects.count() == 1
    assert client.post(page, fields_of(answer)).status_code == 302
    assert str(lifecycle.lifecycle_of(KIND).state("triage").label) == "Looking"


def fields_of(answer: Any) -> dict[str, Any]:
    """What the page's own form would send, unchanged."""
    from lxml import html

    page: Any = html.fromstring(answer.content)
    form = next(each for each in page.forms if "note" in each.fields)
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def test_the_page_keeps_what_it_showed_and_takes_what_is_written(client: Client, administrator: Account):
    client.force_login(administrator)
    page = address(register_of(KIND), "life_versions")
    saved(administrator, SHOWN)
    form = fields_of(client.get(page))
    assert client.post(page, form).status_code == 302
    assert LifeVersion.objects.count() == 1  # sent as it was shown, nothing differs
    form["sub-triage-2-en"], form["sub-triage-2-order"] = ["Third desk"], ["0"]
    form["default-triage"], form["note"] = ["2"], ["More of us"]
    form["on"] = [each for each in form["on"] if each != "approved.closed"]
    form["asked"] = [each for each in form["asked"] if each != "planned.approved.improvement.owner"]
    assert client.post(page, form).status_code == 302
    newest = LifeVersion.objects.get(number=2)
    now = lifecycle.setting.Setting.of(newest)
    assert (newest.note, newest.by) == ("More of us", administrator)
    assert now.off == {("analysed", "triage"), ("approved", "closed")}
    assert now.guards_off == {
        ("triage", "analysed", "improvement.owner"),
        ("planned", "approved", "improvement.owner"),
    }
    assert [(each.code, each.is_default) for each in now.within("triage")] == [
        ("third_desk", True),
        ("queue", False),
        ("desk", False),
    ]


def test_a_refusal_keeps_what_was_written_and_says_what_to_do(client: Client, administrator: Account):
    client.force_login(administrator)
    page = address(register_of(KIND), "life_versions")
    form = fields_of(client.get(page))
    form["staff-triage-en"] = ["Sorting" * 9]
    answer = client.post(page, form)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "is too long: 60 characters at most." in said
    assert f'value="{"Sorting" * 9}"' in said
    assert not LifeVersion.objects.exists()


def test_the_picture_shows_what_is_off_and_what_lies_within(web: Client, administrator: Account):
    saved(administrator, SHOWN)
    page = web.get(address(register_of(KIND), "life"))
    picture = page.context["picture"]
    assert "“Sorting” has the sub-states Queue, On the desk." in picture.description
    assert ("Back to triage (switched off)", "Analysed", "Sorting") in picture.rows
    way = next(each for each in page.context["ways"] if str(each["label"]) == "Mark as analysed")
    assert (way["asks"], [str(each) for each in way["not_asked"]]) == ([], ["has an owner"])
    older = web.get(address(register_of(KIND), "life") + "?version=0")
    assert older.context["sub_states"] == []
    assert "This is how it was shipped" in older.content.decode()
    for number in ("7", "-1", "²", "9" * 5000):
        assert web.get(address(register_of(KIND), "life"), {"version": number}).status_code == 404, number[:9]


def test_who_is_erased_is_named_in_no_version(administrator: Account, settings: LazySettings, tmp_path: Path):
    from hansei.kernel import jobs
    from hansei.kernel.erasure import erase_person

    settings.ERASED_LIST = tmp_path / "erased.jsonl"

    named: Given = {
        "labels": {"staff": {"triage": {"en": "With Erika Mustermann"}}},
        "sub_states": [{"code": "q", "state": "triage", "labels": {"en": "Asked Erika Mustermann"}}],
    }
    saved(administrator, named, note="Erika Mustermann wants it")
    job = erase_person(act(administrator), texts=["Erika Mustermann"])
    jobs.work_once(job)
    found = LifeVersion.objects.get()
    assert "Mustermann" not in f"{found.note} {found.said}"
    assert set(found.said) == {"labels", "sub_states", "off", "guards_off"}
