"""The log says what happened, to which request, and nothing about a person."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client, RequestFactory

from hansei.ui.logs import JsonLine, TextLine, Unsaid, configuration, current_request_id


def a_record(message: str, *values: object, error: bool = False, **extra: object) -> logging.LogRecord:
    record = logging.makeLogRecord(
        {"name": "hansei.test", "levelname": "INFO", "msg": message, "args": values, **extra}
    )
    if error:
        try:
            raise ValueError("Eva Example lives in Bern")
        except ValueError:
            record.exc_info = sys.exc_info()
    record.created = 1_772_352_900.123
    return record


def test_a_line_of_text_carries_the_request() -> None:
    kept = current_request_id.set("4f3a00000000")
    try:
        line = TextLine().format(a_record("done %s", 3, milliseconds=12.5))
    finally:
        current_request_id.reset(kept)
    assert line == "2026-03-01T08:15:00.123Z INFO hansei.test done 3 12.5 ms [4f3a00000000]"


def test_a_line_of_json_is_one_object() -> None:
    line = JsonLine().format(a_record("done", method="GET", path="/", status=200))
    assert "\n" not in line
    assert json.loads(line) == {
        "at": "2026-03-01T08:15:00.123Z",
        "level": "INFO",
        "logger": "hansei.test",
        "message": "done",
        "method": "GET",
        "path": "/",
        "status": 200,
    }


@pytest.mark.parametrize("form", [TextLine, JsonLine])
def test_an_exception_shows_its_type_and_place_but_not_its_words(form: type[logging.Formatter]) -> None:
    line = form().format(a_record("broken", error=True))
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "Eva" not in line


def test_addresses_and_queries_are_struck_out() -> None:
    line = TextLine().format(a_record("refused %s at %s", "eva@example.com", "/people/?q=Eva"))
    assert line.endswith("refused (address) at /people/")


@pytest.mark.django_db
def test_a_request_is_one_line_without_its_query(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="hansei.request"):
        answer = Client().get("/sign-in/?next=/people/eva@example.com")
    assert [record.getMessage() for record in caplog.records] == ["GET /sign-in/ 200"]
    assert answer.headers["X-Request-ID"]


def test_a_fault_at_an_address_that_stays_unsaid_is_written_without_it(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hansei.ui.logs.UNSAID", {"/voice/"})
    said = []
    for path in ("/voice/asked/secret/", "/findings/1/"):
        record = a_record("%s: %s", "Internal Server Error", path, request=rf.get(path))
        assert Unsaid().filter(record)
        said.append(record.getMessage())
    assert said == ["Internal Server Error: (unsaid)", "Internal Server Error: /findings/1/"]
    assert configuration("text")["handlers"]["stderr"]["filters"] == ["unsaid"]
