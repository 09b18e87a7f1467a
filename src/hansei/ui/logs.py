"""The log on standard error: one line per fact, as text or JSON, without personal data.

Paths are written without their query, exceptions as their type and the places they passed, and anything that looks like
an e-mail address is struck out: a log is copied to places from which nobody can be erased. The request's id is the same
as in the answer's header and on the error page.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # Django sets the log up before its parts may be imported
    from django.http import HttpRequest, HttpResponseBase


ADDRESS = re.compile(r"[^\s<>\"'=:;,(]+@[^\s<>\"'=:;,)]+")
QUERY = re.compile(r"(/[^\s?]*)\?\S+")
FIELDS = ("method", "path", "status", "milliseconds")
log = logging.getLogger("hansei.request")
# Starts of addresses of which no line is written: a line with its instant would tell when somebody spoke who was
# promised that nobody can tell who it was.
UNSAID: set[str] = set()
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")


class TextLine(logging.Formatter):
    """`2026-03-01T08:15:00.123Z INFO hansei.request GET /findings/ 200 [4f3a…]`."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        line = f"{facts['at']} {facts['level']} {facts['logger']} {facts['message']}"
        if "milliseconds" in facts:
            line += f" {facts['milliseconds']} ms"
        if "request" in facts:
            line += f" [{facts['request']}]"
        return "\n".join(
            [line, *(f"    {place}" for place in [facts.get("exception"), *facts.get("stack", [])] if place)]
        )


class JsonLine(logging.Formatter):
    """One JSON object per line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts_of(record), ensure_ascii=False)


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a line may say."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "message": without_people(record.getMessage()),
    }
    if request := current_request_id.get():
        facts["request"] = request
    facts |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    if record.exc_info and record.exc_info[0]:
        facts["exception"] = record.exc_info[0].__qualname__
        facts["stack"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
        ]
    return facts


def without_people(text: str) -> str:
    """Strike out addresses and queries.

    >>> without_people("refused eva@example.com on /people/?q=Eva")
    'refused (address) on /people/'
    """
    return QUERY.sub(r"\1", ADDRESS.sub("(address)", text))


def log_requests(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Write one line per request, but for static files and what is promised to stay unsaid."""

    def answer_and_log(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(tuple(UNSAID)):
            return answer(request)
        began = time.perf_counter()
        response = answer(request)
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
        }
        level = logging.ERROR if response.status_code >= 500 else logging.INFO
        log.log(level, "%s %s %s", facts["method"], facts["path"], facts["status"], extra=facts)
        return response

    return answer_and_log


class Unsaid(logging.Filter):
    """Strike the address of a request of which no line is written, where a fault is: a link tells whose it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "")
        if path.startswith(tuple(UNSAID)) and isinstance(record.args, tuple):
            record.args = tuple("(unsaid)" if each == path else each for each in record.args)
        return True


def configuration(form: str) -> dict[str, Any]:
    """Return Django's LOGGING for `text` or `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"hansei.ui.logs.{'JsonLine' if form == 'json' else 'TextLine'}"}},
        "filters": {"unsaid": {"()": "hansei.ui.logs.Unsaid"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["unsaid"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "hansei": {"level": "INFO"},
            # Django's own handlers would write each error twice, and mail it with all its values.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # Our own line already says "404 /path".
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
