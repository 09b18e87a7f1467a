"""How cases really flow: the map, the ways through, where they wait, who hands to whom."""

from __future__ import annotations

from typing import Any, Final

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hansei.doors.analyse.report.parts import Column, Drawn, Part, Table
from hansei.doors.analyse.study import Study
from hansei.ui import words
from hansei.ui.marks.flow_map import Path, chosen, flow_map
from hansei.ui.words import measures as measure_words

MOST_ROWS: Final = 200
MOST_WAYS: Final = 12


def parts(study: Study) -> list[Part | None]:
    """The flow and the waiting."""
    return [_flow(study), _waiting(study)]


def _flow(study: Study) -> Part | None:
    answer = study.answer("directly_follows")
    if answer is None:
        return None
    return Part(
        id="flow",
        title=_("How cases flow"),
        pictures=[_map(answer.rows)],
        tables=[table for table in (_ways(study), _hands(study)) if table is not None],
    )


def _map(rows: list[dict[str, Any]]) -> Drawn:
    paths = [
        Path(
            _end(row["from"], row.get("kind"), "start"),
            _end(row["to"], row.get("kind"), "end"),
            row["n"],
            row["median"],
        )
        for row in rows
    ]
    shown = chosen(paths)
    total = sum(path.n for path in paths)
    covered = sum(path.n for path in shown) / total if total else 0
    label = _("Flow map with %(shown)s of %(all)s paths, %(share)s of all moves.") % {
        "shown": words.number(len(shown)),
        "all": words.number(len(paths)),
        "share": words.share(covered),
    }
    legend = _("Width: how often. Tone, light to dark: median time to the next step. Label: n · median. ↻ same state.")
    picture = flow_map(shown, _("Flow map"), label)
    return Drawn(label, picture.svg(), picture.title, legend, label, _path_table(rows))


def _end(name: str | None, kind: str | None, wanted: str) -> str:
    if kind == wanted:
        return _("Start") if wanted == "start" else _("End")
    return name if name is not None else _("unknown")


def _path_table(rows: list[dict[str, Any]]) -> Table:
    columns = [Column(_("From")), Column(_("To"))]
    columns += [Column(title, True) for title in ("n", _("Median"), "p90", _("Mean"))]
    cells = [
        [
            _end(row["from"], row.get("kind"), "start"),
            _end(row["to"], row.get("kind"), "end"),
            words.number(row["n"]),
            *(words.span(row[each]) if row[each] is not None else "" for each in ("median", "p90", "mean")),
        ]
        for row in rows[:MOST_ROWS]
    ]
    return Table(_("Every path, elapsed time to the next step"), columns, cells, note=_cut_note(len(rows)))


def _cut_note(rows: int) -> str:
    if rows <= MOST_ROWS:
        return ""
    return _("The %(shown)s most frequent of %(all)s; all are in the workbook and the JSON.") % {
        "shown": words.number(MOST_ROWS),
        "all": words.number(rows),
    }


def _ways(study: Study) -> Table | None:
    answer = study.answer("variants")
    if answer is None or not answer.n:
        return None
    rows, covered = answer.rows[:MOST_WAYS], 0
    cells = []
    for row in rows:
        covered += row["n"]
        steps = [str(step) if step is not None else _("unknown") for step in row["path"]]
        cells.append([_way(steps), words.number(row["n"]), words.share(row["n"] / answer.n, 1)])
    caption = _("Most frequent ways through: %(shown)s of %(all)s, %(share)s of cases") % {
        "shown": words.number(len(rows)),
        "all": words.number(answer.count),
        "share": words.share(covered / answer.n),
    }
    return Table(caption, [Column(_("Way")), Column(_("Cases"), True), Column(_("Share"), True)], cells)


def _way(steps: list[str], most: int = 14) -> str:
    from django.utils.html import format_html, format_html_join

    shown = steps if len(steps) <= most else [*steps[: most - 1], f"… +{len(steps) - most + 1}"]
    arrow = mark_safe('<span class="mut" aria-hidden="true">›</span>')
    chips = format_html_join(arrow, '<span class="chip">{}</span>', ((step,) for step in shown))
    return format_html('<span class="way">{}</span>', chips)


def _hands(study: Study) -> Table | None:
    answer = study.answer("hand_off_matrix")
    if answer is None:
        return None
    columns = [Column(_("From team")), Column(_("To team")), Column(_("Hand-offs"), True)]
    columns += [Column(_("Cases"), True), Column(_("Held before, median"), True)]
    cells = [
        [
            row["from_team"],
            row["team"],
            words.number(row["n"]),
            words.number(row["cases"]),
            words.span(row["held_hours_median"] * 3600) if row["held_hours_median"] is not None else words.no_data(),
        ]
        for row in answer.rows[:15]
    ]
    caption = _("Who hands to whom: the %(shown)s most frequent of %(all)s pairs") % {
        "shown": words.number(len(cells)),
        "all": words.number(answer.count),
    }
    return Table(caption, columns, cells)


def _waiting(study: Study) -> Part | None:
    answer = study.answer("time_in_state")
    if answer is None or not answer.rows:
        return None
    return Part(id="waiting", title=_("Where time goes"), tables=[generic(study, "time_in_state", most=20)])


def generic(study: Study, name: str, *, most: int = 30) -> Table:
    """A measure's own table, worded column by column."""
    from hansei.doors.analyse.people import row_without_names
    from hansei.doors.analyse.report.cells import cell, is_number

    answer = study.answers[name]
    names = [each for each in answer.rows[0] if not each.startswith("example")] if answer.rows else []
    rows = [row_without_names(row, study.people) for row in answer.rows[:most]]
    columns = [Column(measure_words.column(each), is_number(answer.rows, each)) for each in names]
    cells = [[cell(row[each], each, answer.unit) for each in names] for row in rows]
    caption = f"{measure_words.name(name)}, {measure_words.unit(answer.unit)}"
    if answer.count and answer.count > most:
        caption += " · " + _("%(shown)s of %(all)s rows") % {
            "shown": words.number(most),
            "all": words.number(answer.count),
        }
    return Table(caption, columns, cells)
