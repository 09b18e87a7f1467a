"""What a record names, and its reader may not see: neither offered, nor taken, nor told, whatever kind it is."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import tags
from hansei.blocks.register.declaration import REGISTERS, Filter, Register, declare
from hansei.blocks.register.forms import form_for
from hansei.blocks.register.tests.any_kind import address
from hansei.blocks.register.tests.naming import bare, change, naming_fields
from hansei.kernel import seeing
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, Role
from hansei.kernel.records import KINDS, Record
from hansei.kernel.rights import RIGHTS
from tests.accounts import PASSWORD

pytestmark = pytest.mark.django_db
HIDDEN = "Ψψ-σιωπή"  # stands in the title of what may not be seen, and nowhere else
UNSEEN = "a record you may not see"
READERS = ["without the confidential right", "of another organisation"]
FIELDS = naming_fields()
# What must be said together with the field.
WITH: dict[tuple[str, str], dict[str, Any]] = {("goal", "scorecard"): {"perspective": "customer"}}


def reader_of(holder: Record, hidden: Record, who: str) -> Account:
    """Return somebody who may do everything with the one record, and not see the other."""
    account = Account.objects.create_user("reader@test.example", PASSWORD, name="Reader")
    rights = sorted(set(RIGHTS) - {"record.confidential"})
    role = Role.objects.create(key="all-but", rights=rights if who == READERS[0] else sorted(RIGHTS))
    if who == READERS[0]:
        Identity.objects.filter(pk=hidden.pk).update(is_confidential=True)
        Grant.objects.create(account=account, role=role, scope="everything", since=timezone.now())
        return account
    here, there = (Identity.objects.create(kind="organisation", key=key) for key in ("here", "there"))
    Identity.objects.filter(pk=holder.pk).update(organisation=here)
    Identity.objects.filter(pk=hidden.pk).update(organisation=there)
    Grant.objects.create(account=account, role=role, scope="organisation", scope_object=here, since=timezone.now())
    return account


def tied(kind: str, field: str) -> tuple[Record, Record]:
    """Return a record that names a hidden one, and named another before; both stand in its history."""
    Account.objects.create_user("owner@test.example", PASSWORD, name="Owner")
    related: Any = KINDS[kind].model._meta.get_field(field).related_model
    hidden, holder = bare(related.record_kind, HIDDEN), bare(kind)
    before = getattr(holder, f"{field}_id")
    if field in KINDS[kind].tracked:
        change(Act(by=None, via="test"), kind=kind, pk=holder.pk, values=WITH.get((kind, field), {}) | {field: hidden})
    else:
        KINDS[kind].model._default_manager.filter(pk=holder.pk).update(**{field: hidden})
    other = before or bare(related.record_kind, f"{HIDDEN} 2").pk
    Identity.objects.filter(pk=other).update(is_confidential=True)
    found: Record = KINDS[kind].model._default_manager.select_related("identity").get(pk=holder.pk)
    return found, hidden


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def columns_of(register: Register) -> list[str]:
    return [*dict.fromkeys([*register.columns, *register.shown])]


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_no_page_and_no_file_names_what_the_reader_may_not_see(kind: str, field: str, who: str):
    holder, hidden = tied(kind, field)
    register, key = REGISTERS[kind], str(hidden.identity.key)
    web = signed_in(reader_of(holder, hidden, who))
    show = {"show": columns_of(register)}
    pages = {
        "list": web.get(address(register), show),
        "row": web.get(address(register, "row", holder.pk), show),
        "record": web.get(address(register, "record", holder.pk)),
        "edit": web.get(address(register, "edit", holder.pk)),
        "new": web.get(address(register, "new")),
        "csv": web.get(address(register, "export", "csv"), show),
    }
    for name, page in pages.items():
        said = b"".join(page) if page.streaming else page.content
        text = said.decode()
        assert HIDDEN not in text and f"{key} " not in text and f"/{hidden.pk}/" not in text, (name, page.status_code)
    answer = web.get(address(register, "export", "xlsx"), show)
    if answer.status_code == 200:
        book = load_workbook(io.BytesIO(b"".join(answer)))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not any(HIDDEN in each for each in cells)
    if field in register.shown and pages["record"].status_code == 200:
        assert UNSEEN in pages["record"].content.decode()


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_nobody_ties_a_record_to_what_they_may_not_see(kind: str, field: str, who: str):
    holder, hidden = tied(kind, field)
    account = reader_of(holder, hidden, who)
    clear: Any = None if KINDS[kind].model._meta.get_field(field).null else bare(hidden.record_kind)
    alone = dict.fromkeys(WITH.get((kind, field), {}), "")
    KINDS[kind].model._default_manager.filter(pk=holder.pk).update(**alone | {field: clear})
    now = KINDS[kind].model._default_manager.values_list(field, flat=True).get(pk=holder.pk)
    events = EventRow.objects.count()
    register, act = REGISTERS[kind], Act(by=account, via="test")
    if field in register.editable:
        control: Any = form_for(register, account, [field])().fields[field]
        offered = {str(key) for key, _label in control.choices}
        assert str(hidden.pk) not in offered
        fields = {field: hidden.pk}
        with pytest.raises(Refusal):
            ACTIONS[register.edit].run(act, pk=holder.pk, version=holder.identity.version, fields=fields)
        web = signed_in(account)
        given = {"version": str(holder.identity.version), field: str(hidden.pk)}
        quick = web.post(address(register, "quick", holder.pk, field), given, headers={"hx-request": "true"})
        many = {"pick": f"{holder.pk}:{holder.identity.version}", "what": field, "given": "1", "apply": "1"}
        bulk = web.post(address(register, "bulk"), many | {field: str(hidden.pk)})
        assert {quick.status_code, bulk.status_code} & {200, 302} == set()
        assert HIDDEN not in quick.content.decode() + bulk.content.decode()
    if field in KINDS[kind].tracked:
        with pytest.raises(Refusal):
            change(act, kind=kind, pk=holder.pk, values=WITH.get((kind, field), {}) | {field: hidden})
    assert KINDS[kind].model._default_manager.values_list(field, flat=True).get(pk=holder.pk) == now
    assert EventRow.objects.count() == events


@pytest.mark.parametrize(("kind", "field"), [pair for pair in FIELDS if pair[1] in REGISTERS[pair[0]].editable])
def test_what_stands_there_unseen_stays_when_something_else_is_changed(kind: str, field: str):
    holder, hidden = tied(kind, field)
    account = reader_of(holder, hidden, READERS[0])
    form = form_for(REGISTERS[kind], account, [field])(instance=holder)
    again = form_for(REGISTERS[kind], account, [field])({field: str(form[field].value())}, instance=holder)
    assert again.is_valid() and again.values() == {field: hidden.pk}
    assert UNSEEN in str(form[field]) and HIDDEN not in str(form[field])


# Numbers that are no records: versions, counts, accounts, data sets, and parts of the record that the action claims.
NO_RECORDS = {
    *("version", "seen", "number", "order", "n", "step", "after", "sequence", "fed_seq", "strength", "minimum"),
    *("source", "data_set", "extract", "cases", "case", "labels", "revisions", "events", "objects", "people", "users"),
    *("issue", "sample_percent", "cap_days", "minutes_long", "pack_days", "minutes_days", "likelihood", "impact"),
    *("target_percent", "late", "judged", "good", "hours", "most", "every_days", "place", "minutes"),
}
PARTS = {
    *("agreed", "appraisal", "asked", "assumption", "attachment", "cites", "deputy", "duty", "entry", "evidence"),
    *("experiment", "field", "nomination"),
    *("held", "inside", "outside", "into", "link", "mail", "mail_number", "obstacle", "output", "paragraph"),
    *("participant", "participants", "point", "receipt", "recheck", "seat", "survey", "tag", "task", "unmet", "view"),
}
SUBJECT = {
    "pk",
    "record",
    "review",
    "pack",
    "plan",
    "plans",
    "area",
    "audit",
}  # claimed by the action itself
# Somebody: an account that the action itself looks up among those whom the actor may name, or that who administers
# names, or that already was asked to come.
PEOPLE = {"account", "person", "owner", "accounts", "principal"}


def is_number(annotation: Any) -> bool:
    return annotation in (int, int | None, list[int], list[int] | None)


def test_every_action_says_which_of_its_inputs_name_a_record():
    """An input that holds a number is a record that the actor must see, or stands above, with what it is."""
    from hansei.kernel.actions import Checked

    silent = [
        f"{each.name}: {name}"
        for each in ACTIONS.values()
        for name, field in each.inputs.model_fields.items()
        if is_number(field.annotation)
        if name not in NO_RECORDS | PARTS | SUBJECT | PEOPLE
        if not any(isinstance(said, Checked) for said in field.metadata)
    ]
    assert silent == []


def test_no_action_is_told_of_a_record_that_the_actor_may_not_see():
    from hansei.kernel.actions import Checked

    Account.objects.create_user("owner@test.example", PASSWORD, name="Owner")
    asked = [
        (each, name)
        for each in ACTIONS.values()
        for name, field in each.inputs.model_fields.items()
        if any(isinstance(said, Checked) for said in field.metadata) and name not in PEOPLE | {"to", "supervisor"}
    ]
    hidden = [bare(kind, HIDDEN) for kind in ("goal", "improvement", "risk", "metric", "review", "engagement")]
    account = reader_of(bare("goal"), hidden[0], READERS[0])
    Identity.objects.filter(pk__in=[each.pk for each in hidden]).update(is_confidential=True)
    assert asked
    events = EventRow.objects.count()
    for action, name in asked:
        for each in hidden:
            many = "list" in str(action.inputs.model_fields[name].annotation)
            with pytest.raises(Refusal) as refused:
                action.run(Act(by=account, via="test"), **{name: [each.pk] if many else each.pk})
            assert refused.value.status == 404, (action.name, name)
    assert EventRow.objects.count() == events


def test_a_kind_whose_pages_would_offer_unasked_is_not_declared():
    register = REGISTERS["goal"]
    choices = Filter("scorecard", "Scorecard", list)
    del REGISTERS["goal"]
    try:
        with pytest.raises(ValueError, match="may not be filtered by scorecard"):
            declare(Register(**{**vars(register), "filters": (choices,)}))
    finally:
        REGISTERS["goal"] = register
    assert LIFECYCLES["goal"]


def test_tags_are_told_with_counts_of_what_the_reader_may_see():
    Account.objects.create_user("owner@test.example", PASSWORD, name="Owner")
    mine, hidden = bare("improvement"), bare("improvement")
    account = reader_of(mine, hidden, READERS[1])
    for found, words in ((mine, ["班表", "both"]), (hidden, ["both", HIDDEN])):
        ACTIONS["record.tag"].run(Act(by=None, via="test"), record=found.pk, words=words)
    counted: list[Any] = [*tags.counted(account, 10)]  # `used` is put beside each
    assert [(each.word, each.used) for each in counted] == [("both", 1), ("班表", 1)]
    web, register = signed_in(account), REGISTERS["improvement"]
    for name in ("tags", "list"):
        page = web.get(address(register, name)).content.decode()
        assert "班表" in page and HIDDEN not in page


def test_whoever_is_of_one_organisation_names_nobody_of_another():
    Account.objects.create_user("owner@test.example", PASSWORD, name="Owner")
    mine, hidden = bare("improvement"), bare("improvement")
    account = reader_of(mine, hidden, READERS[1])
    there = Identity.objects.get(kind="organisation", key="there")
    role = Role.objects.create(key="there", rights=sorted(RIGHTS))
    since = timezone.now()
    stranger, colleague, provider = (
        Account.objects.create_user(f"{name}@test.example", PASSWORD, name=name)
        for name in ("stranger", "colleague", "provider")
    )
    here = account.grants.get().scope_object
    Grant.objects.create(account=stranger, role=role, scope="organisation", scope_object=there, since=since)
    Grant.objects.create(account=colleague, role=role, scope="organisation", scope_object=here, since=since)
    Grant.objects.create(account=provider, role=role, scope="everything", since=since)
    assert {each.name for each in seeing.people(account)} == {"colleague", "provider", "Reader"}
    act, edit = Act(by=account, via="test"), ACTIONS["improvement.edit"].run
    with pytest.raises(Refusal) as refused:
        edit(act, pk=mine.pk, version=mine.identity.version, fields={"owner": stranger.pk})
    assert refused.value.code == "record.unseen"
    edit(act, pk=mine.pk, version=mine.identity.version, fields={"owner": colleague.pk})
    form = form_for(REGISTERS["improvement"], account, ["owner"])
    Grant.objects.filter(account=colleague).delete()
    again = KINDS["improvement"].model._default_manager.get(pk=mine.pk)
    assert form({"owner": colleague.pk}, instance=again).is_valid()  # who has it keeps it


def test_a_page_of_records_that_name_others_asks_no_more_for_more_of_them(django_assert_max_num_queries: Any):
    Account.objects.create_user("owner@test.example", PASSWORD, name="Owner")
    register, account = REGISTERS["collector"], reader_of(bare("goal"), bare("goal"), READERS[0])
    web = signed_in(account)
    bare("collector")
    with CaptureQueriesContext(connection) as few:
        assert web.get(address(register)).status_code == 200
    for _n in range(5):
        bare("collector")
    with django_assert_max_num_queries(len(few)):
        assert web.get(address(register)).status_code == 200
