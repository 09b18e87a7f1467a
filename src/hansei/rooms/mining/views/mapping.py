"""Their columns and what each becomes: shown with samples and doubt, changed by a person, kept as YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hansei.analytics.log import PHASES
from hansei.analytics.mapping import ColumnMapping, Mapping, TableMapping, from_yaml
from hansei.analytics.mapping.presets import presets
from hansei.analytics.mapping.targets import CHANGE, DATES, FLAGS, NUMBERS, OTHER, ROW, WORDS
from hansei.kernel.errors import Refusal
from hansei.rooms.mining.actions import map_extract, simulate_extract
from hansei.rooms.mining.actions.mapping import TO_BE_FOUND
from hansei.rooms.mining.mapping_form import WrongMapping, read_form
from hansei.rooms.mining.models import Extract
from hansei.rooms.mining.views.wizard import frame, importing, one_extract, page_of
from hansei.ui import words
from hansei.ui.forms import zones
from hansei.ui.pages import web_act
from hansei.ui.words import imports as say
from hansei.ui.words import measures
from hansei.ui.words import quality as quality_words

SURE, LIKELY = 0.85, 0.6
SHOWN_SAMPLES = 3
LONGEST_YAML = 1 << 20
ORDERS: Final = ("dmy", "mdy", "ymd", "ydm")


@dataclass(frozen=True)
class ColumnLine:
    """A column as the page shows it. `name` is that of its controls in the form."""

    name: str
    column: str
    samples: tuple[str, ...]
    target: str
    order: str | None
    orders: list[tuple[str, str]]
    zone: str | None
    zones: tuple[str, ...]
    zone_said: str
    sure: str
    meaning: str
    confidence: float
    why: str
    remark: str
    remark_tone: str
    filled: float | None


@dataclass(frozen=True)
class TableSheet:
    name: str
    number: int
    title: str
    role: str
    lines: list[ColumnLine]
    matched: int


@importing
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, extract: int) -> HttpResponse:
    """Show the mapping; keep what a person changed, and simulate when they ask for it."""
    found = one_extract(extract)
    if not found.mapping or page_of(found).endswith("/done/"):
        return redirect(page_of(found))
    if request.method == "GET":
        return _page(request, found, from_yaml(found.mapping))
    try:
        made = read_form(from_yaml(found.mapping), request.POST)
    except WrongMapping as wrong:
        return _page(request, found, wrong.mapping, problems=wrong.problems)
    from hansei.analytics.mapping import to_yaml

    map_extract(web_act(request), extract=extract, mapping=to_yaml(made))
    if "simulate" not in request.POST:
        return redirect("mining:mapping", extract)
    simulate_extract(web_act(request), extract=extract)
    return redirect("mining:progress", extract)


def _page(request: HttpRequest, extract: Extract, shown: Mapping, problems: list[str] | None = None) -> HttpResponse:
    sheets = _sheets(extract, shown)
    texts = [each for each in extract.looked.get("files", []) if each["format"] == "csv"]
    doubtful = sum(bool(line.remark) for sheet in sheets for line in sheet.lines)
    context = frame(extract, 1) | {
        "sheets": sheets,
        "problems": problems or [],
        "doubtful": doubtful,
        "targets": _targets(),
        "roles": list(say.ROLES.items()),
        "zones": zones(),
        "zone": shown.zone,
        "presets": [("generic", _("None: by names and values"))] + [(each.name, each.title) for each in presets()],
        "preset": shown.preset,
        "states": _states(shown),
        "phases": [(code, measures.phase(code)) for code in PHASES],
        "missing": ", ".join(shown.missing),
        "case_types": extract.looked.get("case_types", []),
        "case_type": shown.case_type or _first_kind(extract),
        "remembered": extract.looked.get("remembered", "none"),
        "files": extract.looked.get("files", []),
        "encodings": say.encodings(texts) if texts else [],
        "encoding": shown.encoding or TO_BE_FOUND,
    }
    return render(request, "mining/mapping.html", context, status=422 if problems else 200)


def _first_kind(extract: Extract) -> str:
    types = extract.looked.get("case_types", [])
    return str(types[0]["kind"]) if types else ""


def _sheets(extract: Extract, shown: Mapping) -> list[TableSheet]:
    facts = {(each["table"], each["name"]): each for each in extract.looked.get("columns", [])}
    found = []
    for at, table in enumerate(shown.tables):
        lines = [
            (_doubt(column), _line(f"{at}-{place}", column, facts.get((table.name, column.column)), shown.zone))
            for place, column in enumerate(table.columns)
        ]
        ordered = [line for _doubts, line in sorted(lines, key=lambda pair: pair[0])]
        matched = sum(column.target not in OTHER for column in table.columns)
        found.append(TableSheet(table.name, at, _title(extract, table), table.role, ordered, matched))
    return found


def _title(extract: Extract, table: TableMapping) -> str:
    origin = extract.looked.get("origins", {}).get(table.name, "")
    return table.name if origin.startswith(table.name) or not origin else f"{origin}: {table.name}"


def _doubt(column: ColumnMapping) -> tuple[int, float]:
    """Guesses first, then what is sure, then what is kept under its own name, then what is left out."""
    last = {"attribute": 2, "ignore": 3}.get(column.target, 1 if column.confidence >= SURE else 0)
    return (0 if column.ambiguous else last, column.confidence)


def _line(name: str, column: ColumnMapping, facts: dict[str, Any] | None, zone: str) -> ColumnLine:
    sure, meaning = _sureness(column)
    remark, tone = _remark(column)
    filled = facts["filled"] / facts["rows"] if facts and facts["rows"] else None
    return ColumnLine(
        name=name,
        column=column.column,
        samples=tuple(sample[:60] for sample in column.samples[:SHOWN_SAMPLES]),
        target=column.target,
        order=column.order,
        orders=_orders(column),
        zone=column.zone,
        zones=tuple(dict.fromkeys(("UTC", zone, column.zone or zone))) if column.zone_why else (),
        zone_said=say.zone_why(column.zone_why, column.zone),
        sure=sure,
        meaning=meaning,
        confidence=column.confidence,
        why=say.why(column.why),
        remark=remark,
        remark_tone=tone,
        filled=filled,
    )


def _orders(column: ColumnMapping) -> list[tuple[str, str]]:
    if column.order not in ORDERS:
        return []
    return [(code, quality_words.order(code)) for code in ORDERS]


def _sureness(column: ColumnMapping) -> tuple[str, str]:
    if column.target == "attribute" and column.why == "nothing_fits":
        return _("no field"), "none"
    if column.confidence >= SURE:
        return _("sure"), "good"
    return (_("likely"), "running") if column.confidence >= LIKELY else (_("guess"), "bad")


def _remark(column: ColumnMapping) -> tuple[str, str]:
    if column.ambiguous:
        told = {"n": words.number(column.ambiguous), "order": quality_words.order(column.order)}
        said = ngettext(
            "%(n)s date could be read in two ways; read as %(order)s",
            "%(n)s dates could be read in two ways; read as %(order)s",
            column.ambiguous,
        )
        return said % told, "soon"
    if column.target not in OTHER and column.confidence < LIKELY:
        return _("A guess: please confirm or change it"), "bad"
    return "", ""


def _states(shown: Mapping) -> list[tuple[str, str, bool]]:
    """Each state with its phase, those of unknown meaning first."""
    unknown = [(state, "", True) for state in shown.unknown_states if state not in shown.phases]
    return unknown + [(state, phase, False) for state, phase in sorted(shown.phases.items())]


def _targets() -> list[tuple[str, list[tuple[str, str]]]]:
    groups = [
        (_("The case"), ("key", *WORDS)),
        (_("Dates of the case"), tuple(DATES)),
        (_("The row"), ROW),
        (_("A changed field"), CHANGE),
        (_("Figures"), (*NUMBERS, *FLAGS)),
        (_("Otherwise"), OTHER),
    ]
    return [(label, [(code, say.target(code)) for code in codes]) for label, codes in groups]


@importing
@require_GET
def mapping_file(request: HttpRequest, extract: int) -> HttpResponse:
    """The mapping as YAML, as the command line takes it."""
    found = one_extract(extract)
    return HttpResponse(
        found.mapping,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="mapping-{found.pk}.yaml"'},
    )


@importing
@require_POST
def mapping_upload(request: HttpRequest, extract: int) -> HttpResponse:
    """Take a mapping written or kept elsewhere; it must name the tables that the files have."""
    found = one_extract(extract)
    file = request.FILES.get("mapping")
    if file is None or (file.size or 0) > LONGEST_YAML:
        raise Refusal("mapping.no_file", _("Choose a mapping file of at most 1 MB."))
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("mapping.not_text", _("This file is not text in UTF-8.")) from None
    map_extract(web_act(request), extract=found.pk, mapping=text)
    return redirect("mining:mapping", extract)
