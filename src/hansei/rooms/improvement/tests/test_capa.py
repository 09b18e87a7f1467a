"""CAPA: both halves or a reason, two faces of which one is internal, and the earlier case found when it comes back."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from hansei.analytics.measures.tests.logs import log_of
from hansei.blocks.checklist import queries as tasks
from hansei.blocks.checklist.actions import settle
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, ObjectLink, Role
from hansei.rooms.improvement import breaches
from hansei.rooms.improvement.actions import capa, violations
from hansei.rooms.improvement.models import Capa, CustomerReport, Violation
from hansei.rooms.improvement.queries import cases, effect_said
from hansei.rooms.improvement.similar import Case, like
from tests.accounts import PASSWORD, make_account

pytestmark = pytest.mark.django_db
OPENED = date(2025, 3, 3)
FEB = datetime(2025, 2, 10)  # noqa: DTZ001 - as the log keeps instants
LAST = datetime(2025, 2, 28, 23, 59)  # noqa: DTZ001
SECRET = "пароль-узла-X7"
FILLED: capa.CapaFields = {
    "containment": f"Остановили пакет. {SECRET}",
    "cause": "Нет блокировки двойного запуска.",
    "corrective": "Блокировка запуска.",
    "no_preventive": "Других пакетов нет.",
    "evidence": f"Журнал {SECRET}",
    "effect": "Три ночи без повтора.",
    "customer_title": "Двойное списание исправлено",
    "customer_words": "Деньги возвращены 5 марта, повтор исключён.",
}


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


def act(by: Account | None, day: date = OPENED) -> Act:
    return Act(by=by, via="cli", at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), told_at=timezone.now())


def a_case(by: Account, title: str = "Двойное списание ночью", day: date = OPENED, **more: Any) -> Capa:
    fields: capa.CapaFields = {"title": title, "service": "Расчёт", **more}  # type: ignore[typeddict-item]
    return capa.open_capa(act(by, day), fields=fields)


def moved(by: Account, found: Any, *states: str, day: date = OPENED) -> None:
    mover = capa.move_capa if isinstance(found, Capa) else violations.move_violation
    for state in states:
        mover(act(by, day), pk=found.pk, version=Identity.objects.get(pk=found.pk).version, to=state)


def edit(by: Account, found: Capa, **fields: Any) -> None:
    version = Identity.objects.get(pk=found.pk).version
    capa.edit_capa(act(by), pk=found.pk, version=version, fields=fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("way", "filled", "said"),
    [
        ((), (), "contained"),
        (("contained",), ("containment",), "root cause"),
        (("contained", "understood"), ("containment", "cause"), "corrective action, or why"),
        (("contained", "understood", "corrected"), ("containment", "cause", "corrective"), "preventive action, or why"),
    ],
)
def test_each_step_wants_its_words(manager: Account, way: tuple[str, ...], filled: tuple[str, ...], said: str):
    found = a_case(manager)
    edit(manager, found, **{name: FILLED[name] for name in filled})  # type: ignore[literal-required]
    moved(manager, found, *way)
    following = ("contained", "understood", "corrected", "prevented")[len(way)]
    before = EventRow.objects.count()
    with pytest.raises(Refusal, match=said):
        moved(manager, found, following)
    assert EventRow.objects.count() == before


def shared(manager: Account, **fields: Any) -> Capa:
    found = a_case(manager)
    edit(manager, found, **{**FILLED, **fields})
    moved(manager, found, "contained", "understood", "corrected", "prevented", "verified")
    return found


def test_it_closes_when_the_customer_was_told_or_a_reason_is_given(manager: Account):
    found = shared(manager)
    with pytest.raises(Refusal, match="Share the customer version"):
        moved(manager, found, "closed")
    edit(manager, found, not_shared="Заказчик не задет.")
    moved(manager, found, "closed")
    assert Capa.objects.get().closed_on == OPENED
    assert list(check.check()) == []


def a_customer() -> Account:
    """Somebody who may read nothing but what was shared."""
    role = Role.objects.create(key="customer", rights=["improvement.shared"])
    account = Account.objects.create_user("c@test.example", PASSWORD, name="C")
    Grant.objects.create(account=account, role=role, scope="everything", since=timezone.now() - timedelta(days=1))
    return account


def test_nothing_internal_reaches_the_customer(manager: Account, client: Client):
    found = shared(manager)
    version = Identity.objects.get(pk=found.pk).version
    capa.release_fields(act(manager), pk=found.pk, version=version, names=["cause", "corrective"])
    version = Identity.objects.get(pk=found.pk).version
    told = capa.share_capa(act(manager), pk=found.pk, version=version, recipient="Northwind Rail")
    assert [name for name, _text in told.contents] == ["customer_words", "cause", "corrective"]
    edit(manager, found, cause=f"Уточнено: {SECRET}")  # after the telling: the report stays as it was told
    client.force_login(a_customer())
    for address in ("/capa/shared/", f"/capa/told/{told.pk}/"):
        page = client.get(address)
        assert page.status_code == 200
        said = page.content.decode()
        assert "Двойное списание исправлено" in said
        for internal in (SECRET, found.title, "Остановили", "Журнал", "Northwind"):
            assert internal not in said
    told_page = client.get(f"/capa/told/{told.pk}/").content.decode()
    assert "Нет блокировки двойного запуска." in told_page
    for form in ("docx", "xlsx", "html"):
        file = _unpacked(client.get(f"/capa/told/{told.pk}/?document={form}&language=ru").content)
        assert "Нет блокировки двойного запуска." in file
        for internal in (SECRET, found.title, "Остановили", "Журнал", "Northwind", manager.email):
            assert internal not in file, (form, internal)
    for address in (
        "/capa/",
        f"/capa/{found.pk}/",
        f"/capa/{found.pk}/report/?document=pdf",
        "/capa/export/csv/",
        "/capa/export/xlsx/",
        "/violations/",
    ):
        assert client.get(address).status_code in (403, 404)
    assert client.post(f"/capa/{found.pk}/release/", {"released": "evidence"}).status_code in (403, 404)


def _unpacked(file: bytes) -> str:
    """Every word of a file, its hidden parts too."""
    if not file.startswith(b"PK"):
        return file.decode()
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def test_the_internal_version_holds_everything_and_says_that_it_is_internal(manager: Account, client: Client):
    found = shared(manager)
    client.force_login(manager)
    file = client.get(f"/capa/{found.pk}/report/?document=docx&language=zh-hans")
    said = "\n".join(each.text for each in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "内部" in said and SECRET in said and "Других пакетов нет." in said  # the reason in place of the action
    page = client.get(f"/capa/{found.pk}/report/").content.decode()
    assert found.title in page and SECRET in page


def test_what_is_internal_cannot_be_released(manager: Account):
    found = a_case(manager)
    with pytest.raises(Refusal) as said:
        capa.release_fields(act(manager), pk=found.pk, version=1, names=["owner"])
    assert said.value.code == "capa.internal"
    assert Capa.objects.get().released == ""


def test_the_database_keeps_what_the_customer_was_told(manager: Account):
    found = shared(manager)
    version = Identity.objects.get(pk=found.pk).version
    told = capa.share_capa(act(manager), pk=found.pk, version=version, recipient="N")
    for change in (lambda: CustomerReport.objects.update(title="x"), lambda: CustomerReport.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert CustomerReport.objects.get().seal == told.sealed()


@pytest.mark.parametrize(
    ("new", "keys"),
    [
        (Case(9, "Double charge in the nightly batch", "Payroll"), [1]),
        (Case(9, "The nightly batches charged double", "payroll"), [1]),
        (Case(9, "Double charge in the nightly batch", "Mail"), []),
        (Case(9, "Door is stuck", "Payroll"), []),
        (Case(9, "夜间批次重复扣款", "计费"), [3]),
        (Case(9, "", "Payroll"), []),
    ],
)
def test_alike_is_the_same_service_and_similar_wording(new: Case, keys: list[int]):
    old = [
        Case(1, "Nightly batch: double charge", "Payroll"),
        Case(2, "Printer without paper", "Payroll"),
        Case(3, "夜间批次出现重复扣款", "计费"),
    ]
    assert [key for key, _likeness in like(new, old)] == keys


def test_a_similar_case_is_tied_and_opens_with_the_earlier_report(manager: Account, client: Client):
    first = shared(manager)
    later = a_case(manager, "Ночью снова двойное списание", OPENED + timedelta(days=60))
    other = a_case(manager, "Закончилась бумага", OPENED + timedelta(days=61))
    assert list(ObjectLink.objects.filter(role="resembles").values_list("object_id", "target_id")) == [
        (later.pk, first.pk)
    ]
    client.force_login(manager)
    page = client.get(f"/capa/{later.pk}/").content.decode()
    assert page.index("Нет блокировки двойного запуска.") < page.index('id="faces"')
    assert 'id="earlier"' not in client.get(f"/capa/{other.pk}/").content.decode()


def test_effective_is_half_a_year_without_a_similar_case(manager: Account):
    first = shared(manager)
    today = OPENED + timedelta(days=182)
    first.refresh_from_db()
    assert effect_said(first, today - timedelta(days=1)) == "running"
    assert effect_said(first, today) == "effective"
    assert (cases(manager, today=today).effective.part, cases(manager, today=today).effective.whole) == (1, 1)
    again = a_case(manager, "Ночью снова двойное списание", OPENED + timedelta(days=60))
    Capa.objects.filter(pk=again.pk).update(created_at=datetime(2025, 5, 2, 12, tzinfo=UTC))
    assert effect_said(first, today) == "came_back"
    assert cases(manager, today=today).effective.share == 0.0
    assert cases(manager, today=today).on_time.share is None


def a_violation(by: Account, rule: str = "Ответ за час") -> Violation:
    fields: violations.ViolationFields = {"title": "Ночью не ответили", "rule": rule, "service": "Почта"}
    return violations.record_violation(act(by), fields={**fields, "evidence": "Журнал", "cause": "Один на смене"})


def test_a_person_is_refused_before_the_causes_in_the_system_are_excluded(manager: Account):
    found = a_violation(manager)
    moved(manager, found, "understood")
    version = Identity.objects.get(pk=found.pk).version
    person: violations.ViolationFields = {"decision": "person", "decision_reason": "Не вышел."}

    def decide() -> None:
        violations.edit_violation(act(manager), pk=found.pk, version=version, fields=person)

    for outcomes, code in (("", "violation.system_first"), ("failed", "violation.system_first")):
        for at, each in enumerate(tasks.tasks_of(found.pk, "improvement.system_causes")):
            if outcomes:
                state = "failed" if at == 1 else "done"
                settle(act(manager), record=found.pk, task=each.pk, version=each.version, state=state, note="Смотрели.")
        with pytest.raises(Refusal) as said:
            decide()
        assert said.value.code == code
        assert Violation.objects.get().decision == ""
    each = tasks.tasks_of(found.pk, "improvement.system_causes")[1]
    settle(act(manager), record=found.pk, task=each.pk, version=each.version, state="done", note="Двое на смене.")
    decide()
    moved(manager, found, "decided")
    assert Violation.objects.get().state == "decided"


def test_the_same_rule_and_service_again_is_a_repeat(manager: Account):
    first, again, other = a_violation(manager), a_violation(manager, "ответ за ЧАС"), a_violation(manager, "Другое")
    assert list(ObjectLink.objects.filter(role="repeats").values_list("object_id", "target_id")) == [
        (again.pk, first.pk)
    ]
    assert other.pk


def test_a_breach_is_recorded_once(manager: Account):
    what: Any = {
        "source": 7,
        "first": date(2025, 2, 1),
        "last": date(2025, 2, 28),
        "where": "Почта",
        "late": 12,
        "judged": 80,
    }
    assert violations.record_breach(act(manager), **what) is True
    assert violations.record_breach(act(manager), **what) is False
    assert Violation.objects.get().title.startswith("12 of 80")


def test_breaches_are_counted_by_service_in_the_month_that_is_whole():
    def case(n: int, service: str, ended: datetime, due: datetime | None, flag: bool | None = None) -> dict[str, Any]:
        base = {"case": n, "key": str(n), "kind": "incident", "service": service, "reported_at": FEB}
        return base | {"resolved_at": ended, "due_at": due, "service_level_flag": flag}

    log = log_of(
        [
            case(1, "A", LAST, FEB),  # late, on the month's last day
            case(2, "A", FEB, LAST),  # in time
            case(3, "A", LAST + timedelta(minutes=1), FEB),  # ended after the month
            case(4, "B", FEB, None, False),  # the source's own flag
            case(5, "B", FEB, None, None),  # nothing promised
        ]
    )
    found = breaches.breaches(log, date(2025, 2, 1), date(2025, 2, 28))
    assert found == [breaches.Breach("A", 1, 2), breaches.Breach("B", 1, 1)]


def test_their_pages_open(manager: Account, client: Client):
    found, broken = shared(manager), a_violation(manager)
    client.force_login(manager)
    version = Identity.objects.get(pk=found.pk).version
    assert client.post(f"/capa/{found.pk}/release/", {"version": version, "released": ["cause"]}).status_code == 302
    told = client.post(f"/capa/{found.pk}/share/", {"version": version + 1, "recipient": "N"})
    assert told.headers["Location"].startswith("/capa/told/")
    pages = (told.headers["Location"], "/capa/", f"/capa/{found.pk}/", "/violations/", f"/violations/{broken.pk}/")
    for address in (*pages, "/capa/new/", f"/capa/{found.pk}/edit/", "/violations/new/"):
        assert client.get(address).status_code == 200, address
