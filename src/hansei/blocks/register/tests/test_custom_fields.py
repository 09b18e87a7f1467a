"""Fields that an administrator adds: every type, in form, page, list, filter, file and history; guarded and checked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansei.blocks.lifecycle import lifecycle_of
from hansei.blocks.register import custom
from hansei.blocks.register.actions.filling import add_field, change_field, fill
from hansei.blocks.register.actions.putting_back import put_back
from hansei.blocks.register.models import CustomField, CustomValue, FieldSetVersion
from hansei.blocks.register.tests.any_kind import KINDS, a_record, address, register_of
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.improvement.models import Improvement
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
GIVEN: dict[str, tuple[Any, str, Any]] = {  # type → what a form sends, what a page shows, what the event says
    "text": ("Ωμέγα", "Ωμέγα", None),
    "number": ("1234.5", "1\u202f234.5", "1234.5"),
    "date": ("2026-03-02", "2 Mar 2026", "2026-03-02"),
    "choice": ("2", "зелёный", "2"),
    "yes_no": ("no", "no", "no"),
    "person": ("me", "Manager", "me"),
}


def act(account: Account) -> Act:
    return Act(by=account, via="test")


def a_field(kind: str, type: str, name: str = "Ψ", **more: Any) -> CustomField:
    choices = ["красный", "зелёный"] if type == "choice" else None
    administrator = make_account("administrator")
    pk = add_field(act(administrator), kind=kind, names={"en": name}, type=type, choices=choices, **more)
    return CustomField.objects.get(pk=pk)


@pytest.mark.parametrize(
    ("kind", "type"), [*((KINDS[0], type) for type in GIVEN), *((kind, "text") for kind in KINDS[1:])]
)
def test_a_field_of_each_type_is_filled_shown_filtered_taken_along_and_told(
    kind: str, type: str, web: Client, manager: Account
):
    register, field = register_of(kind), a_field(kind, type)
    name, (sent, shown, fact) = custom.key_of(field), GIVEN[type]
    sent, fact = (manager.pk if each == "me" else each for each in (sent, fact))
    found, empty = a_record(register, manager, "Α"), a_record(register, manager, "Β")
    assert f'name="{name}"' in web.get(address(register, "edit", found.pk)).content.decode()
    fill(act(manager), record=found.pk, version=found.identity.version, values={name: sent})
    said = EventRow.objects.get(kind="record.changed", facts__field=name).facts
    assert said["was"] is None
    assert said["now"] == fact if type != "text" else isinstance(said["now"], int)
    rows = web.get(address(register), {"show": name}).context["rows"]
    assert [row["cells"][0]["value"] for row in rows] == ["", shown]
    page = web.get(address(register, "record", found.pk)).content.decode()
    assert page.count(shown) >= 2 and "Ψ" in page[page.index('id="history"') :]
    file = b"".join(web.get(address(register, "export", "csv"), {"show": name})).decode()
    assert file.splitlines()[0].endswith("Ψ") and shown.split(",")[0] in file.splitlines()[2]
    if type in ("choice", "yes_no", "person"):
        kept = web.get(address(register), {name: str(sent)}).context["rows"]
        assert [row["pk"] for row in kept] == [found.pk]
    assert (
        fill(act(manager), record=found.pk, version=found.identity.version + 1, values={name: sent}) == []
    )  # the same again
    with pytest.raises(Outdated):
        fill(act(manager), record=found.pk, version=found.identity.version, values={name: None})
    assert (empty.pk, list(check.check())) == (empty.pk, [])
    CustomValue.objects.update(text="Χ", number=7, day="2020-01-01", code="1", person=make_account("agent"))
    assert [each.code for each in check.check()] == ["field.differs"]


@pytest.mark.parametrize(
    ("type", "wrong"),
    [("number", "many"), ("number", "1e30"), ("date", "2026-02-30"), ("choice", "9"), ("yes_no", "maybe"),
     ("person", 10**9), ("text", "x" * 20_001)],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused_and_nothing_changes(type: str, wrong: Any, manager: Account):
    field = a_field(KINDS[0], type)
    found = a_record(register_of(KINDS[0]), manager)
    before = EventRow.objects.count()
    with pytest.raises(Refusal):
        fill(act(manager), record=found.pk, version=found.identity.version, values={custom.key_of(field): wrong})
    with pytest.raises(Refusal):
        fill(act(manager), record=found.pk, version=found.identity.version, values={"custom.999999": "x"})
    assert (EventRow.objects.count(), CustomValue.objects.count()) == (before, 0)


def test_own_and_custom_fields_are_saved_together_or_not_at_all(web: Client, manager: Account):
    from hansei.blocks.register.forms import form_for

    register, field = register_of("improvement"), a_field("improvement", "number")
    found = a_record(register, manager, "Α")
    form = form_for(register, manager)(instance=found, initial={"version": 1})
    sent = {each.html_name: each.value() for each in form if each.value() is not None}
    name = custom.key_of(field)
    wrong = web.post(address(register, "edit", found.pk), sent | {"title": "Β", name: "many"})
    assert wrong.status_code == 422
    assert Improvement.objects.get(pk=found.pk).title == "Α"
    done = web.post(address(register, "edit", found.pk), sent | {"title": "Β", name: "5"})
    assert done.status_code == 302
    assert Improvement.objects.get(pk=found.pk).title == "Β"
    assert CustomValue.objects.get().number == 5
    assert list(check.check()) == []


def test_a_record_enters_a_state_only_with_what_is_needed_there(web: Client, manager: Account):
    from hansei.kernel.actions import ACTIONS

    register = register_of("improvement")
    field = a_field("improvement", "text", "Ψ", required_in=["triage", "nonsense"])
    assert field.required_in == ["triage"]
    found = a_record(register, manager)
    assert "Fill in “Ψ”." in web.get(address(register, "record", found.pk)).content.decode()
    with pytest.raises(Refusal, match="Fill in “Ψ”"):
        ACTIONS[register.move].run(act(manager), pk=found.pk, version=1, to="triage")
    fill(act(manager), record=found.pk, version=found.identity.version, values={custom.key_of(field): "Ω"})
    ACTIONS[register.move].run(act(manager), pk=found.pk, version=2, to="triage")
    with pytest.raises(Refusal, match="needed in this state"):
        fill(act(manager), record=found.pk, version=3, values={custom.key_of(field): ""})
    assert list(check.check()) == []


def test_undo_puts_a_custom_text_back(manager: Account):
    field = a_field(KINDS[0], "text")
    found, name = a_record(register_of(KINDS[0]), manager), custom.key_of(field)
    fill(act(manager), record=found.pk, version=found.identity.version, values={name: "before"})
    second = act(manager)
    fill(second, record=found.pk, version=2, values={name: "after"})
    assert put_back(act(manager), record=found.pk, trace=str(second.trace)) is True
    assert CustomValue.objects.get().text == "before"
    assert list(check.check()) == []


def test_every_change_of_the_set_is_a_version_and_only_an_administrator_makes_it(web: Client, manager: Account):
    register, administrator = register_of(KINDS[0]), make_account("administrator")
    field = a_field(KINDS[0], "choice")
    with pytest.raises(NotAllowed):
        add_field(act(manager), kind=KINDS[0], names={"en": "Χ"}, type="text")
    assert web.get(address(register, "fields")).status_code == 403
    found = a_record(register, manager)
    fill(act(manager), record=found.pk, version=found.identity.version, values={custom.key_of(field): "2"})
    names = {"en": "Colour", "ru": "Цвет"}
    with pytest.raises(Refusal, match="зелёный"):
        change_field(act(administrator), field=field.pk, version=1, names=names, choices=["красный"])
    change_field(act(administrator), field=field.pk, version=1, names=names, choices=["зелёный", "красный", "синий"])
    field.refresh_from_db()
    assert field.choices == [["2", "зелёный"], ["1", "красный"], ["3", "синий"]]  # codes stay with their words
    with pytest.raises(Outdated):
        change_field(act(administrator), field=field.pk, version=1, names=names, choices=["зелёный"])
    change_field(
        act(administrator),
        field=field.pk,
        version=2,
        names=names,
        choices=["зелёный", "красный", "синий"],
        is_retired=True,
    )
    versions = FieldSetVersion.objects.order_by("number")
    assert [(each.number, each.fields[0]["is_retired"], each.fields[0]["names"]["en"]) for each in versions] == [
        (1, False, "Ψ"),
        (2, False, "Colour"),
        (3, True, "Colour"),
    ]
    page = web.get(address(register, "record", found.pk)).content.decode()
    history = page.index('id="history"')
    assert "Colour" not in page[:history] and "зелёный" in page[history:]  # shown no more, told for ever
    assert list(check.check()) == []


def test_an_administrator_adds_and_changes_a_field_in_the_browser_pages(client: Client):
    register, administrator = register_of(KINDS[0]), make_account("administrator")
    client.force_login(administrator)
    state = lifecycle_of(KINDS[0]).states[1].code
    sent = {"type": "choice", "name_en": "Colour", "name_ru": "Цвет", "choices": "red\r\n\r\nred\r\nblue", "order": "3"}
    assert client.post(address(register, "fields"), sent | {"required_in": state}).status_code == 302
    field = CustomField.objects.get()
    assert (field.choices, field.required_in, field.order) == ([["1", "red"], ["2", "blue"]], [state], 3)
    assert "Цвет" in client.get(address(register, "fields"), headers={"Accept-Language": "ru"}).content.decode()
    one = address(register, "field", field.pk)
    assert client.get(one).status_code == 200
    for name in ({"name_en": " "}, {"name_en": "Colour", "choices": "", "version": "1"}):
        assert client.post(one, {"version": "1", **name}).status_code == 409
    assert client.post(address(register, "fields"), {"type": "nonsense", "name_en": "Χ"}).status_code == 409
    assert CustomField.objects.count() == 1


def test_the_list_reads_all_custom_values_in_one_question(web: Client, manager: Account):
    register = register_of(KINDS[0])
    names = [custom.key_of(a_field(KINDS[0], type)) for type in GIVEN]

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert web.get(address(register), {"show": names}).status_code == 200
        return len(captured)

    def another() -> None:
        found = a_record(register, manager)
        fill(
            act(manager), record=found.pk, version=found.identity.version, values={names[0]: "Ω", names[5]: manager.pk}
        )

    another()
    asked()
    before = asked()
    for _n in range(5):
        another()
    assert asked() == before
