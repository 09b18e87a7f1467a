"""A report as a document, from codes and figures, in the language that is active."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.kernel.models import Revision
from hansei.rooms.reports import came_of_it, charts, figures, patterns_shown, plans, wording
from hansei.rooms.reports.behind import FIGURES
from hansei.rooms.reports.filling import Content, Section
from hansei.rooms.reports.models import Report
from hansei.ui import words
from hansei.ui.components import Figure
from hansei.ui.words import information


def described(
    found: Report, content: Content | None = None, later: Content | None = None, **more: Any
) -> document.Document:
    """The report as it was issued; before that, from `content`. `later` is what the data say of issued figures now."""
    snapshot = found.snapshot
    # What is to be issued is read before: reasons stand in a draft as they will be kept.
    content = (snapshot.content if snapshot else figures.with_reasons(content or {}, found)) or {}
    values = {"organisation": found.organisation, "service": found.service, "period": _period(found)}
    layout = more.get("layout") or document.layout_of(
        f"reports.{found.kind}", snapshot.template if snapshot else None, values
    )
    # A report issued before reports told of their data has nothing to say there.
    places = [each for each in layout.places if each.code != "data" or "data" in content]
    sections = [_section(place, found, content, at) for at, place in enumerate(places, 1)]
    if later is not None and (changed := figures.corrections(content, later)):
        sections.append(_corrections(changed))
    if lines := came_of_it.decisions(more.get("account"), found):
        sections.append(document.Section(_("Decisions taken from this report"), lines, code="decisions"))
    return document.Document(
        found.title,
        sections,
        kicker=found.get_kind_display(),
        facts=_facts(found, snapshot),
        conclusion=conclusion(content),
        preface=layout.preface,
        running=f"{found.title} · {_period(found)}",
        mark="" if found.state == "issued" else _("Draft: figures may still change"),
        template=layout.stamp,
        seal=snapshot.seal if snapshot else "",
        name=f"{found.identity.key}-{found.first}" if found.pk else "report",
    )


def conclusion(content: Content) -> str:
    """One sentence of what came, went and is left; empty where the history cannot say."""
    told = {each["code"]: each["value"] for each in content.get("summary", {}).get("figures", [])}
    if any(told.get(code) is None for code in ("reported", "resolved", "open_at_end")):
        return ""
    said = {
        name: words.number(told[code])
        for name, code in (("reported", "reported"), ("resolved", "resolved"), ("open", "open_at_end"))
    }
    return _("%(reported)s cases came in, %(resolved)s were resolved, and %(open)s stood open at the end.") % said


def _period(found: Report) -> str:
    return _("%(first)s to %(last)s") % {"first": words.of_day(found.first), "last": words.of_day(found.last)}


def _facts(found: Report, snapshot: Any) -> list[tuple[str, str]]:
    facts = [(_("Period"), _period(found))]
    facts += [(_("Organisation"), found.organisation)] if found.organisation else []
    facts += [(_("Service"), found.service)] if found.service else []
    facts += [(_("Responsible"), found.owner.name)] if found.owner else []
    if snapshot:
        by = snapshot.by.name if snapshot.by else ""
        facts.append((_("Issued"), " · ".join(filter(None, (words.exact(snapshot.at), by)))))
    return facts


def _section(place: document.Place, found: Report, content: Content, at: int) -> document.Section:
    parts: list[Any] = place.lead
    code = place.code
    if code == "summary" and found.summary.strip():
        parts.append(document.Paragraph(found.summary))
    if code == "findings":
        parts.append(
            document.Paragraph(found.findings)
            if found.findings.strip()
            else document.Paragraph(_("Not written yet."), "quiet")
        )
    if code == "stages":
        parts += _stages(found, content)
    else:
        parts += _filled(content.get(code), found)
    if code == "summary":
        parts += came_of_it.outcomes(content)
    return document.Section(place.title, parts, number=at, code=code, breaks=code == "attainment" and at == 2)


def _filled(part: Section | None, found: Report) -> list[Any]:
    """What the measures filled: figures, reasons of the missing ones, notes, tables, pictures."""
    if part is None:
        return []
    made: list[Any] = []
    if part["figures"]:
        made.append(document.Figures([figure_of(each, found) for each in part["figures"]]))
    made += [document.Paragraph(text, "quiet") for each in part["figures"] if (text := _why(each))]
    if any(each["code"] == "item_attainment" for each in part["figures"]) and len(part["figures"]) < 5:
        made.append(document.Paragraph(wording.note("item_attainment"), "quiet"))
    made += [document.Drawing(drawn) for each in part["charts"] if (drawn := charts.drawn(each)) is not None]
    made += [table_of(each, found) for each in part["tables"]]
    made += [document.Paragraph(_note(each), "quiet") for each in part.get("notes", [])]
    return made


def _note(each: dict[str, Any]) -> str:
    if each["code"] == "small_teams":
        return ngettext(
            "%(n)s team of fewer than five people is not shown: its figures would be personal.",
            "%(n)s teams of fewer than five people are not shown: their figures would be personal.",
            each["n"],
        ) % {"n": words.number(each["n"])}
    return f"{wording.note(each['code'])}{_said(each)}"


def figure_of(each: dict[str, Any], found: Report | None = None) -> Figure:
    """One figure with n, interval, how it was before, and the way to its cases."""
    form, code = each["form"], each["code"]
    notes = []
    if each.get("p90") is not None:
        notes.append(_("p90 %(value)s") % {"value": words.hours(each["p90"])})
    if each.get("before") is not None:
        notes.append(_("before: %(value)s") % {"value": wording.written(code, form, each["before"])})
    url = ""
    if found is not None and found.pk and behind_code(code) and each["value"] is not None:
        url = f"{reverse('reports:cases', args=[found.pk])}?figure={behind_code(code)}"
    shown = {"value": each["value"], "form": form, "low": each.get("low"), "high": each.get("high")}
    if form == "change":
        shown = {"value": None if each["value"] is None else wording.written(code, form, each["value"]), "form": "text"}
    return Figure(label=wording.figure(code), n=each.get("n"), note=" · ".join(notes), url=url, small=True, **shown)


def behind_code(code: str) -> str:
    """Which list of cases stands behind a figure; "" where none does."""
    known = {"time_to_resolve": "resolved", "service_level_flag_share": "flagged", "open_age": "open_at_end"}
    return known.get(code, code if code in FIGURES else "")


def _why(each: dict[str, Any]) -> str:
    """Why a figure is missing: what the data lack, and what somebody said about it."""
    if each["value"] is not None:
        return ""
    told = wording.why_missing(each.get("reason", ""))
    return f"{words.labelled(wording.figure(each['code']), told)}{_said(each)}"


def _said(each: dict[str, Any]) -> str:
    said = Revision.objects.filter(pk=each["because"]).first() if "because" in each else None
    return f" {said.text}" if said else ""


def table_of(each: dict[str, Any], found: Report) -> document.Table:
    code = each["code"]
    if code == "patterns":
        return patterns_shown.table(each)
    makers = {
        "information": _information_row,
        "targets": _target_row,
        "teams": _team_row,
        "major": _major_row,
        "left_out": _left_out_row,
    }
    make = makers.get(code, _counted_row)
    columns = [name for name in each["columns"] if name not in ("case", "sign")]
    numeric = {"n", "share", "good", "target", "value", "people", "median", "p90", "hours"}
    head = [Cell(wording.column(name), numeric=name in numeric) for name in columns]
    rows = [make(row) for row in each["rows"]]
    if each.get("of", 0) > len(rows):
        rows.append(_cut_row(len(rows), each["of"], len(columns), found))
    if each.get("rest"):
        rows.append([Cell(_("all others")), _count(each["rest"])])
    return document.Table(wording.table(code), head, rows, wording.note(code) if code in wording.NOTES else "")


def _cut_row(shown: int, total: int, columns: int, found: Report) -> list[Cell]:
    """How many there are beside those shown, with the way to all of them."""
    said = _("%(shown)s of %(all)s are shown; to all of them") % {
        "shown": words.number(shown), "all": words.number(total),
    }  # fmt: skip
    url = f"{reverse('reports:cases', args=[found.pk])}?figure=major" if found.pk else ""
    return [Cell(said, url=url), *[Cell("")] * (columns - 1)]


def _counted_row(row: list[Any]) -> list[Cell]:
    return [Cell(str(row[0]), is_data=True), _count(row[1])]


def _count(value: int | None) -> Cell:
    return Cell(words.plain(value), numeric=True, value=value)


def _span(hours: float | None) -> Cell:
    return Cell(words.hours(hours) if hours is not None else words.no_data(), numeric=True, value=hours)


def _target_row(row: list[Any]) -> list[Cell]:
    code, sign, target, value, n, is_met = row
    form = plans.TARGETS[code]
    tone = "" if is_met is None else "good" if is_met else "bad"
    kept = words.no_data() if is_met is None else _("kept") if is_met else _("not kept")
    wanted = f"{'≥' if sign == '>=' else '≤'} {wording.written(code, form, target)}"
    return [
        Cell(wording.figure(code)), Cell(wanted, numeric=True),
        Cell(wording.written(code, form, value), numeric=True, value=value), _count(n), Cell(kept, tone=tone),
    ]  # fmt: skip


def _information_row(row: list[Any]) -> list[Cell]:
    code, good, n, reason, basis = row
    value = good / n if n else None
    said = information.why_not(reason) if reason else _("entered: %(basis)s") % {"basis": basis} if basis else ""
    return [
        Cell(information.name(code)),
        Cell(_("not measured") if value is None else words.share(value), numeric=True, value=value),
        _count(good if n else None), _count(n or None), Cell(said or _("from the data")),
    ]  # fmt: skip


def _left_out_row(row: list[Any]) -> list[Cell]:
    from hansei.ui.words import measures

    return [Cell(measures.left_out(row[0])), _count(row[1])]


def _team_row(row: list[Any]) -> list[Cell]:
    team, people, n, median, p90 = row
    return [Cell(team, is_data=True), _count(people), _count(n), _span(median), _span(p90)]


def _major_row(row: list[Any]) -> list[Cell]:
    _case, key, service, reported, hours = row
    at = timezone.make_aware(datetime.fromisoformat(reported), timezone=timezone.get_fixed_timezone(0))
    return [
        Cell(key, is_data=True),
        Cell(service or words.no_data(), is_data=bool(service)),
        Cell(words.exact(at)),
        _span(hours),
    ]


def _stages(found: Report, content: Content) -> list[Any]:
    """The stage plan with its deviation: as issued, or as the engagement has it now."""
    if found.engagement is None:
        return []
    kept = content.get("stages", {}).get("tables", [])
    stages = [_stage(*row) for row in kept[0]["rows"]] if kept else plans.stages(found.engagement.stage_plan)
    made: list[Any] = [document.Paragraph(found.engagement.needs)] if found.engagement.needs.strip() else []
    rows = [_stage_row(each, found.last) for each in stages]
    head = [Cell(_("Stage")), Cell(_("Planned until")), Cell(_("Done")), Cell(_("Days late"), numeric=True)]
    return [*made, document.Table(wording.table("stages"), head, rows)] if rows else made


def _stage(name: str, until: str, done: str | None) -> plans.Stage:
    return plans.Stage(name, date.fromisoformat(until), date.fromisoformat(done) if done else None)


def _stage_row(each: plans.Stage, on: date) -> list[Cell]:
    late = each.deviation(on)
    tone = "bad" if late is not None and late > 0 else ""
    said = Cell("" if late is None else words.signed(late), numeric=True, value=late, tone=tone)
    return [
        Cell(each.name, is_data=True),
        Cell(words.of_day(each.until)),
        Cell(words.of_day(each.done) if each.done else ""),
        said,
    ]


def _corrections(changed: list[tuple[dict[str, Any], dict[str, Any]]]) -> document.Section:
    rows = [[Cell(wording.figure(was["code"])), _with_n(was), _with_n(now)] for was, now in changed]
    day = words.of_day(timezone.now())
    head = [
        Cell(_("Figure")),
        Cell(_("As issued"), numeric=True),
        Cell(_("By the data of %(day)s") % {"day": day}, numeric=True),
    ]
    table = document.Table(_("Issued figures stay; the data of today say otherwise"), head, rows)
    return document.Section(_("Corrected since"), [table], code="corrections")


def _with_n(each: dict[str, Any]) -> Cell:
    said = wording.written(each["code"], each["form"], each["value"])
    return Cell(
        said if each["n"] is None else f"{said} (n {words.number(each['n'])})", numeric=True, value=each["value"]
    )
