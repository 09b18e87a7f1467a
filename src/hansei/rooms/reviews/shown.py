"""A pack as one reader sees it: sections in order, with what was said, agreed, and corrected since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hansei.blocks.document.api import Cell
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Agreed as Promise
from hansei.kernel.models import Account, Revision
from hansei.rooms.reviews import causes, chart, kinds, queries, service_goals, wording
from hansei.rooms.reviews.causes_shown import Causes, causes_of
from hansei.rooms.reviews.filling import Content, Section
from hansei.rooms.reviews.models import EmptySection, Pack, PackComment
from hansei.ui import words
from hansei.ui.components import Figure
from hansei.ui.marks import Picture

COUNTS = {
    "n",
    "weeks_after",
    "events",
    "reassigned",
    "reopened",
    "from_days",
    "to_days",
    "nonconformity",
    "observation",
    "audit_open",
}
SPANS = {"median", "p90", "age"}


@dataclass(frozen=True)
class Table:
    title: str
    columns: list[Cell]
    rows: list[list[Cell]]
    note: str = ""
    drawn: Picture | None = None
    ends_with_latest: bool = False  # told in the order of time: a narrow page begins where it ends

    @property
    def is_wide(self) -> bool:
        """Too wide for a phone, which shows each of its rows as a card."""
        return len(self.columns) > 3 and not self.ends_with_latest

    @property
    def labelled(self) -> list[list[tuple[Cell, Cell]]]:
        """The rows, each cell with the head of its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Agreed:
    """An action with its state: as frozen where it was, and `done_since` where it was done later.

    `now`: what a correction since says otherwise; empty where there was none.
    """

    id: int
    text: str
    owner: str
    due: date
    is_done: bool
    is_late: bool
    done_since: bool = False
    now: str = ""


@dataclass
class SectionShown:
    """One numbered section; without tables, actions and a figure that has a value it reads "no data"."""

    number: int
    code: str
    title: str
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    causes: Causes | None = None
    notes: list[str] = field(default_factory=list)
    actions: list[Agreed] = field(default_factory=list)
    comments: list[PackComment] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    empty: EmptySection | None = None
    empty_before: EmptySection | None = None
    takes_actions: bool = False
    is_first: bool = False
    is_found_since: bool = False  # the scan for hidden causes says otherwise than when it was drafted

    @property
    def has_data(self) -> bool:
        has_figures = any(each.value is not None for each in self.figures)
        return bool(has_figures or self.tables or self.causes or self.actions)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all, so that somebody has to say why."""
        return not self.has_data and not self.comments


def sections(pack: Pack, content: Content, later: Content | None, *, sees_costs: bool = False) -> list[SectionShown]:
    """Return the sections as they are read. `later` is what the data set says now, where that may differ."""
    reasons = {each.section: each for each in pack.empty_sections.select_related("reason")}
    before, comments = queries.empty_before(pack), list(pack.comments.select_related("text", "text__author"))
    made, since = [], queries.found_since(pack)
    for number, code, title in queries.agenda(pack):
        part = content.get(code, {})
        shown = SectionShown(number, code, title, is_first=code == kinds.LAST_ACTIONS[pack.kind])
        shown.figures = [_figure(each) for each in part.get("figures", [])]
        shown.tables = [_table(each, pack) for each in part.get("tables", []) if each["code"] != causes.FINDINGS]
        shown.causes = causes_of(part, sees_costs=sees_costs)
        shown.is_found_since = code in since
        shown.notes = [wording.note(each["code"]) for each in part.get("notes", [])]
        shown.corrections = _corrections(part, later.get(code, {})) if later is not None else []
        shown.takes_actions = code == kinds.NEW_ACTIONS[pack.kind]
        if shown.is_first:
            shown.actions = _opened_with(pack, part)
            shown.corrections += _corrected(shown.actions)
        elif shown.takes_actions:
            shown.actions = [_agreed(each) for each in meetings.agreed_in(pack.review_id)]
        shown.comments = [each for each in comments if each.section == code]
        if not shown.has_data:
            shown.empty = reasons.get(code)  # also under comments: what was signed stays
        if shown.is_empty:
            shown.empty_before = before.get(code)
        made.append(shown)
    return made


def conclusion(content: Content) -> str:
    """One sentence with what came, went and is left; empty where the history cannot say."""
    found = {each["code"]: each for part in content.values() for each in part.get("figures", [])}
    said = {name: words.number(each["value"]) for name, each in found.items() if each["form"] == "number"}
    if {"reported", "resolved", "open_at_end"} <= found.keys():
        return _("%(reported)s cases came in, %(resolved)s were resolved, and %(open)s stood open at the end.") % {
            "reported": said["reported"],
            "resolved": said["resolved"],
            "open": said["open_at_end"],
        }
    if {"time_to_resolve", "open_at_end"} <= found.keys():
        times = found["time_to_resolve"]
        return _("Half of %(n)s resolved cases took no longer than %(span)s; %(open)s stood open at the end.") % {
            "n": words.number(times["n"]),
            "span": words.hours(times["value"]),
            "open": said["open_at_end"],
        }
    return ""


def _opened_with(pack: Pack, part: Section) -> list[Agreed]:
    """Last time's actions: as frozen, once they are."""
    if pack.frozen_at is None:
        return [_agreed(each) for each in queries.last_actions(pack)]
    frozen = part.get("actions", [])
    now = Promise.objects.select_related("text", "owner").in_bulk([each["action"] for each in frozen])
    texts = Revision.objects.in_bulk([each["text"] for each in frozen if "text" in each])
    owners = Account.objects.in_bulk([each["owner"] for each in frozen if "owner" in each])
    on = timezone.localdate(pack.frozen_at)
    return [
        _as_frozen(now[each["action"]], each, texts.get(each.get("text")), owners.get(each.get("owner")), on)
        for each in frozen
        if each["action"] in now
    ]


def _agreed(each: Promise) -> Agreed:
    is_done = each.done_at is not None
    is_late = _ended(each, timezone.localdate(), is_done=is_done) > each.due
    return Agreed(each.pk, each.text.text, each.owner.name, each.due, is_done, is_late)


def _as_frozen(now: Promise, frozen: dict[str, Any], text: Revision | None, owner: Account | None, on: date) -> Agreed:
    """An action as it was on that day. Older packs kept neither its words nor its owner, and show those of now."""
    said, called = text or now.text, owner or now.owner
    due, is_done = date.fromisoformat(frozen["due"]), frozen["done"]
    otherwise = [
        f"“{now.text.text}”" if now.text.text != said.text else "",
        now.owner.name if now.owner_id != called.pk else "",
        words.of_day(now.due) if now.due != due else "",
    ]
    return Agreed(
        now.pk,
        said.text,
        called.name,
        due,
        is_done,
        is_late=_ended(now, on, is_done=is_done) > due,
        done_since=not is_done and now.done_at is not None,
        now=" · ".join(filter(None, otherwise)),
    )


def _ended(each: Promise, on: date, *, is_done: bool) -> date:
    """Until when it took, or takes so far on this day."""
    return timezone.localdate(each.done_at) if is_done and each.done_at else on


def _corrected(opened: list[Agreed]) -> list[str]:
    """What was agreed otherwise since it was frozen."""
    return [
        _("The action “%(action)s” is now: %(now)s.") % {"action": each.text, "now": each.now}
        for each in opened
        if each.now
    ]


def _figure(each: dict[str, Any]) -> Figure:
    more = {name: each[name] for name in ("low", "high", "places") if each.get(name) is not None}
    label = wording.figure(each["code"])
    return Figure(each["value"], label=label, form=each["form"], n=each["n"], small=True, **more)


def _corrections(was: Section, now: Section) -> list[str]:
    """What the data set says otherwise since the figures were frozen."""
    before = {service_goals.without_standing(each["code"]): each for each in was.get("figures", [])}
    after = {service_goals.without_standing(each["code"]): each for each in now.get("figures", [])}
    found = [
        _("%(figure)s: frozen as %(was)s, by the data of today %(now)s.")
        % {"figure": wording.figure(code), "was": _written(before.get(code)), "now": _written(after.get(code))}
        for code in {**before, **after}
        if before.get(code) != after.get(code)
    ]
    told_apart = (causes.FINDINGS, causes.GROUPS)
    tables = {each["code"]: each for each in now.get("tables", []) if each["code"] not in told_apart}
    kept = {each["code"]: each for each in was.get("tables", []) if each["code"] not in told_apart}
    found += [] if causes.same(was, now) else [_("What came again is otherwise by the data of today.")]
    found += [
        _("The table “%(table)s” has other rows by the data of today.") % {"table": wording.table(code)}
        for code in sorted(kept.keys() | tables.keys())
        if kept.get(code) != tables.get(code)
    ]
    return found


def _written(figure: dict[str, Any] | None) -> str:
    if figure is None:
        return words.no_data()
    written = Figure(figure["value"], form=figure["form"]).written
    written = written if figure["n"] is None else f"{written} (n {words.number(figure['n'])})"
    return words.joined(filter(None, [written, service_goals.standing(figure["code"])]))


def _table(each: dict[str, Any], pack: Pack) -> Table:
    columns, rows = each["columns"], each["rows"]
    if columns[0] == "month":
        return _months(each)
    if columns[:2] == ["from_days", "to_days"]:
        return _ages(each)
    # A column that the source never fills is named once, not said in every row.
    silent = {at for at in range(len(columns)) if rows and all(row[at] is None for row in rows)}
    kept = [at for at in range(len(columns)) if at not in silent]
    heads = [Cell(wording.column(columns[at]), numeric=columns[at] in COUNTS | SPANS) for at in kept]
    shown = [[_cell(columns[at], row[at]) for at in kept] for row in rows]
    if each.get("rest"):
        shown.append([Cell(_("all others")), _count(each["rest"])])
    note = " ".join(filter(None, [wording.note(each["code"]), _states_of(pack) if "state" in columns else ""]))
    if silent and (names := [wording.column(columns[at]) for at in sorted(silent) if columns[at] not in SPANS]):
        note = " ".join(filter(None, [note, _("No data: %(columns)s.") % {"columns": ", ".join(names)}]))
    return Table(wording.table(each["code"]), heads, shown, note)


def _states_of(pack: Pack) -> str:
    """Of which day the states of tickets are: the source tells the last one only, not that of the period's end."""
    if pack.frozen_at is None:
        return _("The states are today’s, not those of the period’s end; freezing keeps them.")
    return _("The states are those of %(day)s, when the figures were frozen.") % {"day": words.of_day(pack.frozen_at)}


def _ages(each: dict[str, Any]) -> Table:
    """Ages as spans of days, so that a row reads as one thing."""
    rows = []
    for first, last, n in each["rows"]:
        span = {"first": words.number(first), "last": words.number(last)}
        said = _("%(first)s days and more") % span if last is None else _("%(first)s to under %(last)s days") % span
        rows.append([Cell(said), _count(n)])
    return Table(wording.table(each["code"]), [Cell(wording.column("age")), Cell("n", numeric=True)], rows)


def _months(each: dict[str, Any]) -> Table:
    """Months from left to right, so that a year is one line; the year is said where it begins."""
    days = [date.fromisoformat(month) for month, _share, _n in each["rows"]]
    heads = [Cell(words.of_month(day) if at == 0 or day.month == 1 else date_format(day, "M"), numeric=True, value=day)
             for at, day in enumerate(days)]  # fmt: skip
    shares = [Cell(words.share(share), numeric=True, value=share) for _month, share, _n in each["rows"]]
    counts = [_count(n) for _month, _share, n in each["rows"]]
    title = wording.table(each["code"])
    drawn = chart.months([(day, share, n) for day, (_month, share, n) in zip(days, each["rows"], strict=True)], title)
    rows = [[Cell(_("met")), *shares], [Cell("n", is_data=True), *counts]]
    return Table(title, [Cell(""), *heads], rows, drawn=drawn, ends_with_latest=True)


def _count(n: int | None) -> Cell:
    return Cell(words.number(n), numeric=True, value=n)


def _cell(name: str, value: Any) -> Cell:
    if name in SPANS:
        return Cell(words.hours(value) if value is not None else words.no_data(), numeric=True, value=value)
    if name in COUNTS:
        return Cell(words.plain(value), numeric=True, value=value)
    if value is None:
        return Cell(words.no_data())
    return Cell(wording.VALUES[name](value)) if name in wording.VALUES else Cell(str(value), is_data=True)
