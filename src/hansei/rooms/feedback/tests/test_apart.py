"""Who was asked and what was answered stay apart: in rows, bytes, transactions, places, dumps and differences."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from hansei.blocks.ballot import actions as ballots
from hansei.blocks.ballot import queries as waiting
from hansei.blocks.ballot.models import Ballot, SpentTicket
from hansei.blocks.ballot.sealing import seal, unseal
from hansei.blocks.survey import actions as surveys
from hansei.blocks.survey import answering, queries
from hansei.blocks.survey.models import Invitation, Remark, Response, Survey, SurveyMail
from hansei.kernel import check, erasure, jobs, triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.feedback import actions
from hansei.rooms.feedback.tests.test_anonymous import added, dump
from tests.accounts import make_account

MONDAY = date(2026, 3, 2)
TIMER = Act(by=None, via="timer")
REMARK = "Формуляр слишком длинный"


def after(weeks: int) -> date:
    return MONDAY + timedelta(weeks=weeks)


def told(on: date) -> Act:
    at = datetime.combine(on, datetime.min.time(), UTC)
    return Act(by=make_account("manager"), via="test", at=at, told_at=timezone.now())


def asked(n: int, on: date = MONDAY) -> tuple[int, list[str]]:
    """A survey of one question, and the links of so many people."""
    act = told(on)
    survey = actions.open_survey(act, title="Ω", service="Ω", trigger="contact", questions=["met"])
    people = [f"person{each}@test.example" for each in range(n)]
    return survey, [link for _who, link in actions.invite(act, survey=survey, people=people).links]


def count(weeks: int = 1) -> int:
    return answering.count_answers(TIMER, day=after(weeks))


def held(survey: int) -> list[int]:
    """What waits in a survey's box, read with the key."""
    rows = Ballot.objects.filter(box=f"survey.answers:{survey}")
    return sorted(unseal(bytes(each.sealed))["said"]["met"] for each in rows)  # type: ignore[index]


@pytest.fixture
def kept(transactional_db: None) -> Iterator[None]:
    """Real commits, as dumps and other processes see them."""
    yield
    triggers.lift()


# What is counted, and when.


@pytest.mark.django_db
def test_fewer_than_five_wait_and_are_counted_with_the_next():
    survey, links = asked(9)
    for link in links[:4]:
        answering.answer(link, {"met": 1}, MONDAY)
    assert (count(), Response.objects.count(), len(held(survey))) == (0, 0, 4)
    answering.answer(links[4], {"met": 5}, after(1))
    assert count() == 0  # the fifth belongs to a week that is not over
    assert (count(2), count(2), held(survey)) == (5, 0, [])
    assert set(Response.objects.values_list("week", flat=True)) == {after(1)}
    [event] = EventRow.objects.filter(kind="survey.counted")
    midnight = datetime(2026, 3, 16, tzinfo=UTC)
    assert (event.actor_id, event.occurred_at, event.recorded_at) == (None, midnight, midnight)
    assert event.facts == {"survey": survey, "answers": 5, "remarks": 0, "thrown_away": 0}
    assert list(check.check()) == []


@pytest.mark.django_db
def test_too_few_of_a_closed_survey_go_unread():
    survey, links = asked(4)
    for link in links:
        answering.remark(answering.answer(link, {"met": 1}, MONDAY), REMARK, MONDAY)
    actions.close_survey(Act(by=Account.objects.get(), via="test"), survey=survey)
    assert (count(0), len(held(survey))) == (0, 4)  # the week is not over
    assert (count(), Ballot.objects.count(), Response.objects.count(), Remark.objects.count()) == (0, 0, 0, 0)
    assert EventRow.objects.get(kind="survey.counted").facts["thrown_away"] == 8


@pytest.mark.django_db
def test_who_answers_alone_is_told_so_first_and_shown_to_nobody(client: Client):
    survey, [link] = asked(1, timezone.localdate())
    page = client.get(f"/voice/asked/{link}/").content.decode()
    assert "once four others or more have answered" in page
    assert "if they never do, nobody sees it" in page
    assert "the words of four others or more" in client.post(f"/voice/asked/{link}/", {"met": "5"}).content.decode()
    later = timezone.localdate() + timedelta(days=7)
    assert answering.count_answers(TIMER, day=later) == 0
    client.force_login(Account.objects.get())
    page = client.get(f"/surveys/{survey}/").content.decode()
    assert "No answers are counted yet" in page
    assert queries.results_of(Survey.objects.get(), MONDAY, later).n == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("remarks", "shown"), [(4, 0), (5, 5)])
def test_words_too_are_shown_five_together(remarks: int, shown: int):
    _survey, links = asked(8)
    for n, link in enumerate(links):
        thanks = answering.answer(link, {"met": 3}, MONDAY)
        if n < remarks:
            answering.remark(thanks, f"{REMARK} {n}", MONDAY)
    assert (count(), Remark.objects.count()) == (8, shown)


@pytest.mark.django_db
def test_an_answer_answers_every_question():
    """Else five answers of a week might hold one to a question."""
    act = told(MONDAY)
    survey = actions.open_survey(act, title="Ω", service="Ω", trigger="contact", questions=["met", "worked"])
    [(_who, link)] = actions.invite(act, survey=survey, people=["ada@test.example"]).links
    with pytest.raises(Refusal, match="Choose"):
        answering.answer(link, {"met": 3}, MONDAY)
    assert not SpentTicket.objects.exists()


WEEKS = st.lists(st.integers(0, 9), min_size=1, max_size=7)


@pytest.mark.slow
@pytest.mark.django_db
@tries(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weeks=WEEKS, skipped=st.sets(st.integers(1, 8)))
def test_no_two_periods_and_no_two_looks_differ_by_one_to_four_answers(weeks: list[int], skipped: set[int]):
    """However many come in which week and whichever looks of the timer fail; and none is lost or counted twice."""
    with transaction.atomic():
        survey = Survey.objects.create(
            title="Ω", service="Ω", trigger="contact", questions=["met"], opened_at=timezone.now()
        )
        looks = [0]
        for week, n in enumerate(weeks):
            if week not in skipped:
                answering.count_answers(TIMER, day=after(week))
                looks.append(Response.objects.count())
            for _each in range(n):
                ballots.put(f"survey.answers:{survey.pk}", {"met": 3}, size=1024, day=after(week))
        answering.count_answers(TIMER, day=after(len(weeks)))
        looks.append(Response.objects.count())
        assert all(now - was == 0 or now - was >= 5 for was, now in pairwise(looks))
        assert looks[-1] + len(held(survey.pk)) == sum(weeks)
        assert len(held(survey.pk)) < 5
        days = [MONDAY + timedelta(days=5 * each) for each in range(-1, 11)]
        shown = {
            (first, last): queries.results_of(survey, first, last).n for first in days for last in days if first <= last
        }
        assert {n for n in shown.values() if 0 < n < 5} == set()
        for first in days:
            upto = [shown[first, last] for last in days if last >= first]
            assert all(now - was == 0 or now - was >= 5 for was, now in pairwise(upto))
        transaction.set_rollback(True)


# Once.


@pytest.mark.django_db
def test_a_thank_you_takes_one_remark(client: Client):
    survey, [link] = asked(1, timezone.localdate())
    address = f"/voice/asked/{link}/"
    thanks = client.post(address, {"met": "5"}).context["thanks"]
    assert client.post(address, {"thanks": thanks, "text": "  "}).status_code == 200  # nothing said, nothing spent
    assert client.post(address, {"thanks": thanks, "text": f"{REMARK}\x00"}).status_code == 200
    assert client.post(address, {"thanks": thanks, "text": REMARK}).status_code == 409
    assert waiting.waiting(f"survey.remarks:{survey}") == 1
    assert client.post(address, {"thanks": link, "text": REMARK}).status_code == 404
    with pytest.raises(NotFound):
        answering.remark(thanks[:-1], REMARK, MONDAY)


@pytest.mark.django_db
def test_nothing_of_a_link_is_in_the_thanks_or_in_the_database():
    _survey, [link] = asked(1)
    thanks = answering.answer(link, {"met": 5}, MONDAY)
    rows = "".join(row for rows in dump().values() for row in rows)
    secret, other = signing.loads(link, salt=answering.LINK)[1], signing.loads(thanks, salt=answering.THANKS)[1]
    assert secret not in rows
    assert other not in rows
    assert secret != other
    assert not [name for name in ("is_used", "ticket", "secret") if hasattr(Invitation.objects.get(), name)]


@pytest.mark.django_db
def test_a_spent_ticket_is_forgotten_when_its_link_is_over():
    _survey, [link] = asked(1)
    answering.answer(link, {"met": 5}, MONDAY)
    assert SpentTicket.objects.get().until == date(2026, 3, 23)  # the link ends on the 16th, a Monday
    answering.count_answers(TIMER, day=date(2026, 3, 22))
    assert SpentTicket.objects.count() == 1
    answering.count_answers(TIMER, day=date(2026, 3, 23))
    assert SpentTicket.objects.count() == 0
    with pytest.raises(Refusal, match="over"):
        answering.answer(link, {"met": 5}, date(2026, 3, 23))


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("what", ["answer", "remark"])
def test_of_eight_at_once_with_one_link_one_is_taken(what: str):
    survey, [link] = asked(1)
    one: Callable[[], Any] = partial(answering.answer, link, {"met": 5}, MONDAY)
    if what == "remark":
        one = partial(answering.remark, one(), REMARK, MONDAY)
    assert sorted(at_once([one] * 8)) == ["ballot.spent"] * 7 + ["taken"]
    assert waiting.waiting(f"survey.{what}s:{survey}") == 1


@pytest.mark.usefixtures("kept")
def test_of_many_at_once_none_is_lost():
    """Also while others are written anew, and while the timer counts."""
    survey, links = asked(24)
    for link in links[:6]:
        answering.answer(link, {"met": 1}, MONDAY)
    each = [partial(answering.answer, link, {"met": 5}, after(1)) for link in links[6:]]
    assert set(at_once([*each[:9], count, count, *each[9:]])) == {"taken"}
    assert held(survey) == [5] * 18
    assert [row["met"] for row in Response.objects.values_list("answers", flat=True)] == [1] * 6


def at_once(calls: list[Callable[[], Any]]) -> list[str]:
    """What became of calls in threads of their own that begin together."""
    gate, became = threading.Barrier(len(calls)), []

    def call(one: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            one()
            became.append("taken")
        except Refusal as no:
            became.append(no.code)
        except Exception as fault:  # noqa: BLE001  # whatever it is, the test shows it
            became.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=(one,)) for one in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return became


# Nothing joins.


def test_a_ballot_tells_nothing_not_even_its_length():
    short, long = seal({"text": "да"}, 900), seal({"text": "нет" * 50}, 900)
    assert len(short) == len(long)
    assert seal({"text": "да"}, 900) != short
    assert unseal(short) == {"text": "да"}
    assert unseal(short[:-1] + bytes([short[-1] ^ 1])) is None
    assert unseal(short[:40] + bytes([short[40] ^ 1]) + short[41:]) is None
    with pytest.raises(ValueError, match="do not go into"):
        seal({"text": "нет" * 500}, 900)


@pytest.mark.django_db
def test_a_ballot_of_another_key_waits_and_holds_up_nobody(settings: Any, caplog: pytest.LogCaptureFixture):
    survey, links = asked(7)
    was = settings.SECRET_KEY
    answering.answer(links[0], {"met": 1}, MONDAY)
    settings.SECRET_KEY = "another key, as after a mistake"
    rest = [answering.token(survey, str(each), after(2)) for each in range(5)]
    for link in rest:
        answering.answer(link, {"met": 5}, MONDAY)
    assert count() == 5
    assert "HANSEI_SECRET_KEY" in caplog.text
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = was, ["another key, as after a mistake"]
    assert held(survey) == [1]


@pytest.mark.django_db
def test_an_answer_changes_no_row_of_a_person_and_says_nothing_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
):
    """All that a dump gains: sealed bytes of one length, and the hash of what no database knows."""
    survey, links = asked(3, timezone.localdate())
    client.force_login(Account.objects.get())
    before = dump()
    with caplog.at_level(logging.DEBUG):
        for link in links[:2]:
            client.post(f"/voice/asked/{link}/", {"met": "5"})
        client.get(f"/voice/asked/{links[0]}/")
    new = added(before)
    assert sorted(new) == ["ballot_ballot", "ballot_box", "ballot_spentticket"]
    rows = "".join(row for rows in new.values() for row in rows)
    assert "datetime.datetime" not in rows
    people = {each.person for each in Invitation.objects.all()}
    assert not [each for each in people | {str(each.pk) for each in Invitation.objects.all()} if each in rows]
    assert not [line for line in caplog.messages if "voice" in line or links[0] in line]
    assert not EventRow.objects.filter(kind="survey.counted").exists()
    assert waiting.waiting(f"survey.answers:{survey}") == 2


@pytest.mark.django_db
def test_the_order_in_which_ballots_came_is_lost():
    """By number, by place and by what is in them: by chance once in 30! tries."""
    for n in range(30):
        ballots.put("test", {"n": n}, size=100, day=MONDAY)
    for order in ("pk", "hidden"):
        rows = Ballot.objects.order_by("pk") if order == "pk" else in_their_places()
        found = [unseal(bytes(each.sealed))["said"]["n"] for each in rows]  # type: ignore[index]
        assert sorted(found) == list(range(30))
        assert found != sorted(found)
    before = {bytes(each.sealed) for each in Ballot.objects.all()}
    ballots.put("test", {"n": 30}, size=100, day=MONDAY)
    assert not before & {bytes(each.sealed) for each in Ballot.objects.all()}  # all sealed anew


def in_their_places() -> list[Ballot]:
    column = "ctid" if connection.vendor == "postgresql" else "rowid"
    return list(Ballot.objects.raw(f"SELECT id, sealed FROM ballot_ballot ORDER BY {column}"))


@pytest.mark.usefixtures("kept")
def test_a_dump_of_any_moment_joins_no_answer_to_anybody():
    """A dump after each answer and after the count, by somebody who also holds the list of the links."""
    emptied()
    survey, links = asked(6)
    taken = []
    for n, link in enumerate(links):
        answering.remark(answering.answer(link, {"met": n % 5 + 1}, MONDAY), f"{REMARK} {n}", MONDAY)
        taken.append((dumped(), sealed_in(survey)))
    assert [len(sealed) for _bytes, sealed in taken] == [1, 2, 3, 4, 5, 6]
    for each, sealed in taken:
        assert all(one in each for one in sealed)  # the dump does hold what waits, and nobody reads it:
        assert REMARK.encode() not in each
        assert b'"met": ' not in each
    for (_older, was), (newer, now) in pairwise(taken):
        # Nobody tells by two dumps a minute apart which of the ballots came in between: all are new.
        assert not was & now
        assert connection.vendor == "sqlite" or not [one for one in was if one in newer]
    assert (count(), Remark.objects.count()) == (6, 6)
    last = dumped()
    assert all(f"{REMARK} {n}".encode() in last for n in range(6))
    assert sealed_in(survey) == set()


def emptied() -> None:
    """Take out of SQLite's files what earlier tests left in free pages and in the write-ahead log."""
    if connection.vendor == "sqlite":
        with connection.cursor() as sql:
            sql.execute("VACUUM")
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def dumped() -> bytes:
    """All bytes that an administrator can take away: SQLite's files, or a dump of PostgreSQL."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        name = Path(str(at["NAME"]))
        return b"".join(path.read_bytes() for path in sorted(name.parent.glob(f"{name.name}*")))
    program = which("pg_dump") or str(max(Path("/usr/lib/postgresql").glob("*/bin/pg_dump")))
    command = [program, "-h", at["HOST"], "-p", str(at["PORT"]), "-U", at["USER"], str(at["NAME"])]
    environment = {**os.environ, "PGPASSWORD": at["PASSWORD"]}
    return subprocess.run(command, check=True, capture_output=True, env=environment).stdout


def sealed_in(survey: int) -> set[bytes]:
    """The sealed answers that wait, as they look in a dump."""
    rows = Ballot.objects.filter(box=f"survey.answers:{survey}").values_list("sealed", flat=True)
    return {bytes(each) if connection.vendor == "sqlite" else bytes(each).hex().encode() for each in rows}


@pytest.mark.usefixtures("kept")
def test_transactions_and_places_in_postgresql_join_nothing():
    if connection.vendor != "postgresql":
        pytest.skip("xmin and ctid are PostgreSQL's")
    _survey, links = asked(8)
    for n, link in enumerate(links):
        answering.remark(answering.answer(link, {"met": n % 5 + 1}, MONDAY), f"{n}", MONDAY)
    persons = (
        transactions("survey_invitation") | transactions("survey_surveymail") | transactions(EventRow._meta.db_table)
    )
    assert not persons & (transactions("ballot_ballot") | transactions("ballot_spentticket"))
    # All that wait share one transaction, whoever came when; tickets keep theirs.
    assert len(transactions("ballot_ballot", "box_id LIKE 'survey.answers:%%'")) == 1
    tickets = transactions("ballot_spentticket")
    assert len(tickets) == 16
    count()
    counted = transactions("survey_response")
    assert len(counted) == 1
    assert counted == transactions("survey_remark")
    assert not counted & (persons | tickets)
    places = [int(text) for text in in_place("survey_remark", "text")]
    assert sorted(places) == list(range(8))
    assert [*places, *in_place("survey_response", "answers->>'met'")] != [*range(8), *"12345123"]


def transactions(table: str, where: str = "true") -> set[str]:
    with connection.cursor() as sql:
        sql.execute(f"SELECT DISTINCT xmin::text FROM {table} WHERE {where}".replace("%%", "%"))
        return {row[0] for row in sql.fetchall()}


def in_place(table: str, column: str) -> list[str]:
    with connection.cursor() as sql:
        sql.execute(f"SELECT {column} FROM {table} ORDER BY ctid")
        return [row[0] for row in sql.fetchall()]


@pytest.mark.django_db
def test_once_its_mail_has_gone_a_link_cannot_be_worked_out_with_the_key_either():
    act = Act(by=make_account("manager"), via="test")
    survey = actions.open_survey(act, title="Ω", service="Ω", trigger="contact", questions=["met"])
    actions.mail_survey(act, survey=survey, recipients="anna@omega.example\nli@omega.example")
    first, second = SurveyMail.objects.order_by("pk")
    assert answering.secret_of(first) == answering.secret_of(SurveyMail.objects.get(pk=first.pk))  # when sent again
    assert answering.secret_of(first) != answering.secret_of(second)
    first.state = SurveyMail.State.SENT
    surveys.arrived(act, first)
    assert (SurveyMail.objects.get(pk=first.pk).seed, SurveyMail.objects.get(pk=first.pk).email) == ("", "")


@pytest.mark.usefixtures("kept")
def test_a_name_goes_from_what_was_written_and_from_what_still_waits(settings: Any, tmp_path: Path):
    settings.ERASED_LIST = tmp_path / "erased.jsonl"
    survey, links = asked(6)
    for n, link in enumerate(links):
        thanks = answering.answer(link, {"met": 3}, MONDAY if n < 5 else after(1))
        answering.remark(thanks, f"Ask Zelda Quux {n}", MONDAY if n < 5 else after(1))
    count()
    actions.drop(title="Zelda Quux", text="Zelda Quux knows", day=MONDAY)
    erasure.erase_person(Act(by=None, via="test"), texts=["Zelda Quux"])
    while jobs.work_once():
        pass
    assert Remark.objects.count() == 5
    assert not Remark.objects.filter(text__contains="Zelda").exists()
    assert waiting.holds(f"survey.remarks:{survey}", lambda said: "Zelda" not in said["text"] and "5" in said["text"])
    assert waiting.holds("feedback", lambda said: "erased-" in said["title"] and "erased-" in said["text"])


@pytest.mark.django_db
def test_answers_from_before_lie_apart_too():
    """The update writes them anew: merged to weeks of five or more, in another order, the few of a survey sealed."""
    act = told(MONDAY)
    many, few = (actions.open_survey(act, title="Ω", service="Ω", trigger="contact", questions=["met"]) for _ in "12")
    for week, n in ((0, 2), (1, 1), (2, 3), (3, 7), (4, 1)):
        for _each in range(n):
            Response.objects.create(survey_id=many, week=after(week), answers={"met": week + 1})
    Response.objects.create(survey_id=few, week=MONDAY, answers={"met": 5})
    numbers = set(Response.objects.values_list("pk", flat=True))
    import_module("hansei.blocks.survey.migrations.0004_answers_lie_apart").write_anew(apps, None)
    found = Counter(Response.objects.filter(survey=many).values_list("week", flat=True))
    assert found == {after(2): 6, after(3): 8}
    given = Counter(row["met"] for row in Response.objects.values_list("answers", flat=True))
    assert given == {1: 2, 2: 1, 3: 3, 4: 7, 5: 1}
    assert not numbers & set(Response.objects.values_list("pk", flat=True))
    assert (held(few), Response.objects.filter(survey=few).count()) == ([5], 0)


# Killed.

KILLED = """
import os, signal, sys
import django
django.setup()
from datetime import date
from django.db import connection
from hansei.blocks.survey import answering
from hansei.kernel.actions import Act

connection.settings_dict["NAME"] = sys.argv[1]
kind, link, tries = sys.argv[2], sys.argv[3], 0
for deadly in range(1, 200):
    child = os.fork()
    if child == 0:
        seen = 0
        def die(execute, sql, *rest):
            global seen
            seen += 1
            if seen == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, *rest)
        connection.ensure_connection()
        with connection.execute_wrapper(die):
            if kind == "count":
                answering.count_answers(Act(by=None, via="timer"), day=date(2026, 3, 9))
            else:
                answering.answer(link, {"met": 5}, date(2026, 3, 2))
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
    tries += 1
print(tries)
"""


def killed_again_and_again(kind: str, link: str = "") -> int:
    """Do it in a process that is killed before its first statement, then its second, until it comes to an end."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["HANSEI_SECRET_KEY"] = settings.SECRET_KEY
    script = "import tests.settings as s, os; s.SECRET_KEY = os.environ['KEY']\n" + KILLED
    environment["KEY"] = settings.SECRET_KEY
    command = [sys.executable, "-c", script, str(connection.settings_dict["NAME"]), kind, link]
    done = subprocess.run(
        command, env=environment, cwd=Path(__file__).parents[5], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.slow
@pytest.mark.usefixtures("kept")
def test_a_count_that_is_killed_at_any_step_is_made_once_in_the_end():
    survey, links = asked(7)
    for n, link in enumerate(links):
        answering.remark(answering.answer(link, {"met": n % 5 + 1}, MONDAY), f"{n}", MONDAY)
    assert killed_again_and_again("count") >= 8
    assert sorted(row["met"] for row in Response.objects.values_list("answers", flat=True)) == [1, 1, 2, 2, 3, 4, 5]
    assert sorted(Remark.objects.values_list("text", flat=True)) == [str(n) for n in range(7)]
    assert (held(survey), EventRow.objects.filter(kind="survey.counted").count()) == ([], 1)


@pytest.mark.slow
@pytest.mark.usefixtures("kept")
def test_an_answer_that_is_killed_at_any_step_is_kept_once_and_its_link_is_spent_with_it():
    survey, links = asked(3)
    for link in links[:2]:
        answering.answer(link, {"met": 1}, MONDAY)
    assert killed_again_and_again("answer", links[2]) >= 5
    assert (held(survey), SpentTicket.objects.count()) == ([1, 1, 5], 3)
    with pytest.raises(Refusal, match="already"):
        answering.answer(links[2], {"met": 5}, MONDAY)
