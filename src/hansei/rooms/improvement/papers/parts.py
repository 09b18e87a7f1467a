"""The six parts of a plan, and what reports and sheets share with them: words, tables and figures of the records."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hansei.blocks.checklist.declaration import SHIPPED
from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.blocks.lifecycle import lifecycle_of
from hansei.blocks.register.values import label_of
from hansei.rooms.improvement import evidence, wording
from hansei.rooms.improvement.kinds import IMPROVEMENT
from hansei.rooms.improvement.models import Baseline, Element, Grade, RecheckState, Result, Source
from hansei.rooms.improvement.papers.filling import Content
from hansei.rooms.improvement.sheets import DUTIES
from hansei.ui import words
from hansei.ui.components import Figure

Parts = list[Any]
Rows = list[list[Cell | str]]
TONES = {"met": "good", "not_met": "bad", "passed": "good", "failed": "bad", "due": "soon"}


def of_plan(content: Content) -> dict[str, Parts]:
    """Return what each of the six parts says: first the words, then what the records say."""
    texts = content["texts"]
    made = {
        "introduction": _introduction(content),
        "basic": [_basic(content["basic"])],
        "description": _description(content),
        "solution": _solution(content),
        "roles": _roles(content),
        "review": _review(content),
    }
    return {name: [*said(texts[name]), *facts] for name, facts in made.items()}


def said(text: str) -> Parts:
    """Return somebody's words as paragraphs; nothing where there are none."""
    return [document.Paragraph(each.strip()) for each in text.split("\n\n") if each.strip()]


def day(written: str | None) -> str:
    return words.of_day(date.fromisoformat(written)) if written else ""


def named(name: str) -> Cell:
    return Cell(name or "–", is_data=bool(name))


def _introduction(content: Content) -> Parts:
    made: Parts = [
        document.Paragraph(
            _("This plan says what is improved and why, how it is done, who answers for what, and how it is checked."),
            "quiet",
        )
    ]
    rows = [[words.number(each["number"]), each["key"], day(each["approved_on"])] for each in content["earlier"]]
    if rows:
        head = [_("Version"), _("Number"), _("Approved")]
        made.append(document.Table(_("Earlier versions"), head, rows))
    return made


def _basic(basic: Content) -> document.Table:
    """What the register says of the improvement, field by field."""
    state = lifecycle_of("improvement").state(basic["state"])
    shown: dict[str, Cell | str] = {
        "title": named(basic["title"]),
        "service": named(basic["service"]),
        "element": str(Element(basic["element"]).label) if basic["element"] else "",
        "origin": str(Source(basic["origin"]).label) if basic["origin"] else "",
        "proposed_by": named(basic["proposed_by"]),
        "owner": named(basic["owner"]),
        "value": str(Grade(basic["value"]).label) if basic["value"] else "",
        "effort": str(Grade(basic["effort"]).label) if basic["effort"] else "",
        "benefit": "" if basic["benefit"] is None else _money(basic["benefit"], basic["currency"]),
        "intervention_on": day(basic["intervention_on"]),
    }
    rows: Rows = [[_("Number"), Cell(basic["key"], is_data=True)], [_("State"), str(state.label)]]
    rows += [[label_of(IMPROVEMENT, name), value or "–"] for name, value in shown.items()]
    return document.Table(_("What the register says"), [_("Field"), _("What it says")], rows)


def _money(value: float, currency: str) -> str:
    return words.money(value, currency) if currency else words.number(value)


def _description(content: Content) -> Parts:
    basic, told = content["basic"], content["baseline"]
    made: Parts = []
    if basic["risk"].strip():
        made.append(document.Paragraph(words.labelled(label_of(IMPROVEMENT, "risk"), basic["risk"])))
    if basic["rule"]:
        made.append(document.Paragraph(words.labelled(label_of(IMPROVEMENT, "measure"), wording.rule(basic["rule"]))))
    if told is None:
        return [*made, document.Paragraph(_("No baseline is frozen yet: how it is now is not measured."), "warning")]
    note = _("%(first)s to %(last)s") % {"first": day(told["first"]), "last": day(told["last"])}
    level = Figure(wording.level(told["level"], told["unit"]), _("Baseline"), form="text", n=told["weeks"], note=note)
    made.append(document.Figures([level]))
    if (baseline := Baseline.objects.filter(pk=told["pk"]).first()) is not None:
        goal = evidence.target_of(told["level"], basic["target_percent"])
        made.append(document.Drawing(evidence.chart(None, baseline, [], goal)))
    return made


def _solution(content: Content) -> Parts:
    basic, told = content["basic"], content["baseline"]
    figures = []
    if basic["target_percent"] is not None:
        level = evidence.target_of(told["level"], basic["target_percent"]) if told else None
        note = wording.level(level, told["unit"]) if told and level is not None else ""
        wanted = words.signed_share(-basic["target_percent"] / 100)
        figures.append(Figure(wanted, _("Target"), form="text", note=note))
    if basic["intervention_on"]:
        figures.append(Figure(day(basic["intervention_on"]), _("The change works from"), form="text"))
    made: Parts = [document.Figures(figures)] if figures else []
    return [*made, *([_planned_items(content["items"])] if content["items"] else [])]


def _planned_items(items: list[Content]) -> document.Table:
    head = [_("Item"), _("Planned"), _("Done by"), _("Checked by")]
    rows: Rows = [
        [named(each["title"]), day(each["planned_on"]) or "–", named(each["implementer"]), checker(each)]
        for each in items
    ]
    return document.Table(_("What is done"), head, rows)


def checker(each: Content) -> Cell:
    """Who checks an item: one of us, or the customer's representative."""
    if each["customer_checker"]:
        return Cell(_("%(name)s (customer)") % {"name": each["customer_checker"]}, is_data=True)
    return named(each["checker"])


def _roles(content: Content) -> Parts:
    people, shipped = content["people"], SHIPPED[DUTIES]
    rows = []
    for each in content["duties"]:
        item = shipped.item(each["code"])
        rows.append([each["text"] or (str(item.text) if item is not None else each["code"]), named(each["person"])])
    made: Parts = [document.Table(_("Six duties"), [_("Duty"), _("Person")], rows)] if rows else []
    lines = [words.labelled(_("Quality supervisor"), people["supervisor"])] if people["supervisor"] else []
    if people["participants"]:
        lines.append(words.labelled(_("Who takes part"), words.listed(people["participants"])))
    return [*made, *([document.Bullets(lines)] if lines else [])]


def _review(content: Content) -> Parts:
    basic = content["basic"]
    made: Parts = [
        document.Paragraph(
            _("The same measure before and after, from frozen weeks, says whether it got better."), "quiet"
        )
    ]
    if basic["margin_percent"] is not None:
        said_ = {"margin": words.share(basic["margin_percent"] / 100)}
        made.append(document.Paragraph(_("A change inside ±%(margin)s does not count as a change.") % said_, "quiet"))
    dated = [each for each in content["items"] if each["check_on"]]
    if dated:
        rows: Rows = [[named(each["title"]), checker(each), day(each["check_on"])] for each in dated]
        made.append(document.Table(_("Checks"), [_("Item"), _("Checked by"), _("To be checked on")], rows))
    return [*made, *rechecks(content["rechecks"])]


def rechecks(checks: list[Content]) -> Parts:
    """The checks after closing, as far as they are planned."""
    if not checks:
        return [document.Paragraph(_("After closing it is checked again, 30 and 90 days later."), "quiet")]
    rows: Rows = [
        [
            Cell(words.number(each["days"]), numeric=True, value=each["days"]),
            day(each["due_on"]),
            Cell(str(RecheckState(each["state"]).label), tone=TONES.get(each["state"], "")),
        ]
        for each in checks
    ]
    return [document.Table(_("Checks after closing"), [Cell(_("Days"), numeric=True), _("Due"), _("Result")], rows)]


def checked_items(items: list[Content]) -> document.Table:
    """The items with what their checks found."""
    head = [
        _("Item"),
        _("Planned"),
        _("First check"),
        _("Cause if not met"),
        _("Measure against the cause"),
        _("Closed"),
    ]
    rows: Rows = [
        [
            named(each["title"]),
            day(each["planned_on"]) or "–",
            _result(each["first_result"], each["first_checked_on"]),
            named(each["cause"]),
            named(each["measure"]),
            day(each["closed_on"]) or str(lifecycle_of("control_item").state(each["state"]).label),
        ]
        for each in items
    ]
    return document.Table(_("Control sheet"), head, rows)


def _result(result: str, on: str | None) -> Cell:
    if not result:
        return Cell("–")
    return Cell(words.joined([str(Result(result).label), day(on)]), tone=TONES[result])
