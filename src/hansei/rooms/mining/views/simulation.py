"""What an import would do, before it does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from hansei.analytics.shaping import Repair
from hansei.kernel.errors import NotFound
from hansei.rooms.mining.actions import repair_extract
from hansei.rooms.mining.actions.imports import refused_of
from hansei.rooms.mining.actions.mapping import name_of, offered
from hansei.rooms.mining.models import Extract
from hansei.rooms.mining.refused import refused_lines
from hansei.rooms.mining.views.wizard import frame, importing, one_extract, page_of
from hansei.ui import words
from hansei.ui.pages import web_act
from hansei.ui.words import imports as say
from hansei.ui.words import measures
from hansei.ui.words import quality as quality_words

MOST_MEASURES = 4


@dataclass(frozen=True)
class KeptNote:
    """A quality note as it was kept with an extract."""

    code: str
    n: int
    share: float | None
    distorts: Sequence[str]
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class NoteLine:
    text: str
    distorts: list[str]
    more: int


def notes_of(kept: list[dict[str, Any]]) -> list[NoteLine]:
    """Kept quality notes as sentences, each with the measures it distorts."""
    lines = []
    for each in kept:
        note = KeptNote(each["code"], each["n"], each["share"], each["distorts"], each["figures"])
        named = [measures.name(code) for code in note.distorts]
        lines.append(NoteLine(quality_words.sentence(note), named[:MOST_MEASURES], max(0, len(named) - MOST_MEASURES)))
    return lines


@importing
@require_GET
def simulation(request: HttpRequest, extract: int) -> HttpResponse:
    """The sentence, five counts, each reason with an example and a repair, rows as they would look."""
    found = one_extract(extract)
    if not found.simulation:
        return redirect(page_of(found))
    told = found.simulation
    context = frame(found, 2) | {
        "sentence": sentence(told),
        "counts": counts(told, found),
        "reasons": [_reason(each) for each in told["reasons"]],
        "repairs": [(name_of(each), say.mending(each.code, **_told(each)), each.n) for each in offered(found, _zone())],
        "zone": _zone(),
        "has_refused": bool(told["rejected"]) and refused_of(found).is_file(),
        "first": [_row(each) for each in told["first"]],
        "difference": difference_lines(told.get("difference")),
        "notes": notes_of(found.quality),
        "is_empty": not told["cases"],
        "is_undated": told["cases"] and not told["events"],
        "period": (_instant(told["first_at"]), _instant(told["last_at"])),
        "told": told,
        "held_by": told.get("held_by", []),
        "name": Path(found.files[0]["name"]).name.partition(".")[0] if found.files else "",
    }
    return render(request, "mining/simulation.html", context)


def _zone() -> str:
    return timezone.get_current_timezone_name()


def _told(repair: Repair) -> dict[str, str]:
    value = quality_words.order(repair.value) if repair.code == "date_order" else repair.value
    return {"table": repair.table, "column": repair.column, "value": value}


@importing
@require_POST
def repair(request: HttpRequest, extract: int) -> HttpResponse:
    """Make one repair that the page offered, then simulate again."""
    asked = {name: request.POST.get(name, "") for name in ("repair", "zone")}
    repair_extract(web_act(request), extract=extract, **asked)
    return redirect("mining:progress", extract)


@importing
@require_GET
def refused_file(request: HttpRequest, extract: int) -> StreamingHttpResponse:
    """The refused rows as CSV, each with its line and its reason in the reader's words."""
    found = one_extract(extract)
    path = refused_of(found)
    if not path.is_file():
        raise NotFound("refused.gone", _("The refused rows are not kept any more. Simulate again."))
    headers = {"Content-Disposition": f'attachment; filename="refused-{found.pk}.csv"'}
    return StreamingHttpResponse(refused_lines(path), content_type="text/csv; charset=utf-8", headers=headers)


def sentence(told: Mapping[str, Any]) -> str:
    """The one sentence of the page."""
    figures = {
        "taken": words.number(told["accepted"]),
        "rows": words.number(told["rows"]),
        "refused": words.number(told["rejected"]),
    }
    if not told["cases"]:
        return _("None of %(rows)s rows would come in.") % figures
    if is_known(told):
        return _("All that these %(rows)s rows say is known already. An import would change nothing.") % figures
    if not told["rejected"]:
        return _("All %(rows)s rows would come in.") % figures
    reasons = len(told["reasons"])
    return ngettext(
        "%(taken)s of %(rows)s rows would come in. %(refused)s would not, for one reason.",
        "%(taken)s of %(rows)s rows would come in. %(refused)s would not, for %(reasons)s reasons.",
        reasons,
    ) % {**figures, "reasons": words.number(reasons)}


def is_known(told: Mapping[str, Any]) -> bool:
    """Whether a later extract says nothing new."""
    found = told.get("difference")
    names = ("added_events", "corrected_fields", "corrected_event_fields", "new_cases", "other_values")
    return found is not None and not any(found.get(name, 0) for name in names)


@dataclass(frozen=True)
class Count:
    label: str
    value: int
    note: str
    meaning: str


def counts(told: Mapping[str, Any], extract: Extract) -> list[Count]:
    """New, changed, unchanged, refused, and what comes in with a remark."""
    found = told.get("difference") or {}
    new, events = found.get("new_cases", told["cases"]), found.get("added_events", told["events"])
    refused = told["rejected"] / told["rows"] if told["rows"] else 0
    return [
        Count(_("New cases"), new, _("with %(n)s new events") % {"n": words.number(events)}, "good"),
        Count(_("Changed cases"), found.get("changed", 0), _("known, with newer content"), "running"),
        Count(_("Unchanged cases"), found.get("unchanged", 0), _("known, and said the same"), "none"),
        Count(_("Rows refused"), told["rejected"], _("%(share)s of the rows") % {"share": words.share(refused)}, "bad"),
        Count(_("Remarks"), len(extract.quality), _("on the quality of the data, below"), "soon"),
    ]


def difference_lines(found: Mapping[str, int] | None) -> list[tuple[str, int]]:
    """What a later extract says beyond the data set."""
    if found is None:
        return []
    return [
        (_("new cases"), found["new_cases"]),
        (_("new events"), found["added_events"]),
        (_("cases now closed"), found["closed"]),
        (_("cases open again"), found["reopened"]),
        (_("fields with another value"), found["corrected_fields"]),
        (_("events told differently"), found["corrected_event_fields"]),
        (_("cases changed after their end"), found["changed_after"]),
        (_("events no longer told, kept"), found["vanished"]),
        (_("older values of fields, left out"), found.get("overruled", 0)),
        (_("values of objects that are no case"), found.get("other_values", 0)),
        (_("further objects of known events, left out"), found.get("relations_left_out", 0)),
        (_("cases unchanged"), found["unchanged"]),
    ]


def _reason(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "n": each["n"],
        "text": say.reason(each["code"]),
        "repair": say.repair(each["repair"]),
        "examples": each["examples"][:2],
    }


def _row(each: Mapping[str, Any]) -> dict[str, Any]:
    return {**each, "at": _instant(each["at"]), "phase": measures.phase(each["phase"]) if each["phase"] else ""}


def _instant(text: str | None) -> datetime | None:
    """Instants are kept as text without an offset, in UTC."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
