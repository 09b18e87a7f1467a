"""All measures with their definitions, so that every figure can be argued with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hansei.doors.analyse.report.flow import generic
from hansei.doors.analyse.report.parts import Column, Part, Table
from hansei.doors.analyse.study import Study
from hansei.ui import words
from hansei.ui.words import measures as measure_words

# Tables that have a place of their own in the report.
SHOWN = frozenset(
    {"directly_follows", "variants", "time_in_state", "hand_off_matrix", "arrivals_by_hour", "recurring_groups"}
)


def parts(study: Study) -> list[Part | None]:
    """One table of single figures, and the tables of the rest on demand."""
    columns = [Column(_("Measure")), Column(_("Value"), True), Column(_("Count"), True), Column("n", True)]
    columns += [Column(_("Mean"), True), Column("p90", True), Column(_("Unit")), Column(_("Not counted"))]
    rows, folds = [], []
    for name, answer in study.answers.items():
        if answer.kind == "rows":
            if answer.rows and name not in SHOWN:
                folds.append(generic(study, name))
            continue
        spread = answer.rows[0] if len(answer.rows) == 1 else {}
        rows.append(
            [
                measure_words.name(name),
                _value(answer),
                words.plain(answer.count),
                words.plain(answer.n),
                words.plain(spread.get("mean"), 2),
                words.plain(spread.get("p90"), 2),
                measure_words.unit(answer.unit),
                words.joined(
                    f"{measure_words.left_out(code)} {words.number(n)}" for code, n in answer.left_out.items()
                ),
            ]
        )
    table = Table(_("Every measure; of a time the value is its median"), columns, rows)
    return [Part(id="measures", title=_("All measures"), tables=[table], folds=folds)]


def _value(answer: object) -> str:
    value, kind = getattr(answer, "value", None), getattr(answer, "kind", "")
    if value is None:
        return words.no_data()
    return words.share(value, 2) if kind == "share" else words.number(value, 2 if kind == "duration" else None)
