"""A checklist on a record: who settles what, with which words, in which version of its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from hansei.blocks.checklist import THEIRS, Item, Shipped, actions, pages, queries
from hansei.blocks.checklist.declaration import SHIPPED
from hansei.blocks.checklist.models import Checklist, Task, Wording
from hansei.kernel import check
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.kernel.records import claim_any
from hansei.rooms.improvement import actions as improvements
from hansei.rooms.improvement.models import Improvement
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
CODE = "test.moving"


@action("test.start", label="Start")
def start(act: Act, *, pk: int, person: int | None = None) -> Checklist:
    """A room's own action that starts the list."""
    whom = {"crates": Account.objects.get(pk=person)} if person else {}
    return actions.start(act, claim_any(act, pk), CODE, persons=whom)


@pytest.fixture(autouse=True)
def shipped() -> Iterator[Shipped]:
    SHIPPED[CODE] = Shipped(
        CODE,
        "Переезд",
        (
            Item("crates", "Ящики", role="Грузчик", days=10),
            Item("keys", "Ключи", side=THEIRS),
            Item("why", "Зачем", needs_words=True),
        ),
        failed="Нет",
    )
    yield SHIPPED[CODE]
    del SHIPPED[CODE]


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def record(manager: Account) -> int:
    return int(improvements.propose(Act(by=manager, via="web"), fields={"title": "Ω"}).pk)


def act(by: Account) -> Act:
    return Act(by=by, via="web", at=datetime(2025, 3, 3, 10, tzinfo=UTC), told_at=timezone.now())


def test_it_starts_once_with_days_counted_from_then(manager: Account, record: int):
    first = start(act(manager), pk=record, person=manager.pk)
    assert start(act(manager), pk=record) == first
    tasks = queries.tasks_of(record, CODE)
    assert [(each.code, each.due_on, each.person, each.side) for each in tasks] == [
        ("crates", date(2025, 3, 13), manager, "ours"),
        ("keys", None, None, "theirs"),
        ("why", None, None, "ours"),
    ]
    assert EventRow.objects.filter(kind="checklist.started").count() == 1


def test_each_side_has_its_own_progress(manager: Account, record: int):
    start(act(manager), pk=record)
    task = queries.tasks_of(record, CODE)[1]
    actions.settle(act(manager), record=record, task=task.pk, version=1, state="done")
    told = [(each.side, each.settled, each.total, each.late) for each in
            queries.progress(queries.tasks_of(record, CODE), date(2025, 3, 14))]  # fmt: skip
    assert told == [("ours", 0, 2, 1), ("theirs", 1, 1, 0)]
    assert [each.code for each in queries.missing(record, CODE)] == ["crates", "why"]


@pytest.mark.parametrize(
    ("code", "state", "note", "refused"),
    [
        ("why", "done", "  ", "checklist.no_answer"),
        ("crates", "failed", "", "checklist.no_reason"),
        ("crates", "not_needed", " ", "checklist.no_reason"),
        ("crates", "lost", "x", "checklist.no_state"),
    ],
)
def test_an_outcome_without_its_words_is_refused(
    manager: Account, record: int, code: str, state: str, note: str, refused: str
):
    start(act(manager), pk=record)
    task, before = Task.objects.get(code=code), EventRow.objects.count()
    with pytest.raises(Refusal) as said:
        actions.settle(act(manager), record=record, task=task.pk, version=1, state=state, note=note)
    assert said.value.code == refused
    task.refresh_from_db()
    assert (task.state, task.version, EventRow.objects.count()) == ("open", 1, before)


def test_two_who_settle_one_task_see_each_other(manager: Account, record: int):
    start(act(manager), pk=record)
    task = Task.objects.get(code="crates")
    actions.settle(act(manager), record=record, task=task.pk, version=1, state="done", note="Стоят.")
    with pytest.raises(Outdated):
        actions.settle(act(manager), record=record, task=task.pk, version=1, state="failed", note="Нет их.")
    task.refresh_from_db()
    assert task.note is not None
    assert (task.state, task.note.text, task.settled_by) == ("done", "Стоят.", manager)


def test_its_person_settles_a_task_without_the_right_to_work_on_the_record(record: int, manager: Account):
    reader = make_account("agent")
    role = reader.grants.get().role
    role.rights = ["improvement.see"]
    role.save()
    start(act(manager), pk=record, person=reader.pk)
    crates, keys = Task.objects.get(code="crates"), Task.objects.get(code="keys")
    actions.settle(act(reader), record=record, task=crates.pk, version=1, state="done")
    with pytest.raises(NotAllowed):
        actions.settle(act(reader), record=record, task=keys.pk, version=1, state="done")
    with pytest.raises(NotFound):
        actions.settle(act(reader), record=record + 1, task=crates.pk, version=2, state="open")
    assert set(Task.objects.filter(state="done").values_list("code", flat=True)) == {"crates"}


def test_an_edited_text_is_a_version_and_a_started_list_keeps_its_own(manager: Account, record: int):
    start(act(manager), pk=record)
    items: list[dict[str, Any]] = [{"code": "crates", "text": "Короба"}, {"code": "", "text": "Лифт", "days": 2}]
    assert actions.write(act(manager), checklist=CODE, number=0, items=items) == 1
    other = improvements.propose(act(manager), fields={"title": "Ψ"}).pk
    start(act(manager), pk=other)
    assert [queries.text_of(each) for each in queries.tasks_of(record, CODE)] == ["Ящики", "Ключи", "Зачем"]
    assert [queries.text_of(each) for each in queries.tasks_of(other, CODE)] == ["Короба", "Лифт"]
    with pytest.raises(Outdated):
        actions.write(act(manager), checklist=CODE, number=0, items=items)
    with pytest.raises(NotAllowed):
        actions.write(act(make_account("agent")), checklist=CODE, number=1, items=items)
    assert Wording.objects.count() == 1


def test_the_database_changes_no_version(manager: Account):
    actions.write(act(manager), checklist=CODE, number=0, items=[{"code": "crates", "text": "Короба"}])
    for change in (lambda: Wording.objects.update(items=[]), lambda: Wording.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Wording.objects.get().items[0]["text"] == "Короба"


def test_added_and_given_tasks_wait_on_the_first_page_of_their_person(manager: Account, record: int, client: Client):
    start(act(manager), pk=record)
    made = actions.add(
        act(manager), record=record, checklist=CODE, text="Позвонить", person=manager.pk, due_on=date(2025, 3, 4)
    )
    task = Task.objects.get(code="keys")
    actions.give(act(manager), record=record, task=task.pk, version=1, person=manager.pk, due_on=date(2025, 3, 3))
    assert [each.pk for each in queries.open_tasks(manager)] == [task.pk, made]
    client.force_login(manager)
    page = client.get("/").content.decode()
    assert page.index("Ключи") < page.index("Позвонить")
    assert f'href="/improvements/{record}/"' in page
    assert list(check.check()) == []
    Improvement.objects.filter(pk=record).update(state="closed")
    assert not queries.open_tasks(manager).exists(), "nobody waits for a task of what has ended"


def test_the_form_saves_a_version_and_keeps_shipped_words_for_every_language(manager: Account, client: Client):
    client.force_login(manager)
    page = client.get(f"/checklists/text/{CODE}/").content.decode()
    assert 'value="Грузчик"' in page
    given = {
        "number": 0, "code": ["crates", "keys", "why", ""], "text": ["Ящики", "", "Зачем же", "Лифт"],
        "role": ["Грузчик", "", "", ""], "side": ["ours", "theirs", "ours", "theirs"], "days": ["5", "", "", "x"],
        "needs_words": ["2"],
    }  # fmt: skip
    answer = client.post(f"/checklists/text/{CODE}/", given)
    assert answer.status_code == 302
    kept = Wording.objects.get().items
    assert [(each["code"], each["text"], each["side"], each["days"], each["needs_words"]) for each in kept] == [
        ("crates", "", "ours", 5, False),
        ("why", "Зачем же", "ours", None, True),
        ("own-2", "Лифт", "theirs", None, False),
    ]
    assert client.post(f"/checklists/text/{CODE}/", {**given, "number": 0}).status_code == 412


def test_the_page_of_a_record_settles_its_tasks(manager: Account, record: int, client: Client, rf: Any):
    start(act(manager), pk=record)
    client.force_login(manager)
    task = Task.objects.get(code="why")
    given = {"task": task.pk, "version": 1, "checklist": CODE, "do": "done", "note": "Затем."}
    answer = client.post(f"/checklists/on/{record}/", given)
    assert answer.headers["Location"] == f"/improvements/{record}/#test-moving"
    request = rf.get("/")
    request.user = manager
    found = Improvement.objects.select_related("identity").get(pk=record)
    drawn = pages.section(request, found, CODE)
    assert "Затем." in drawn
    assert "Зачем" in drawn
