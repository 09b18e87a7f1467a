"""The workbook of a run: numbers as numbers, instants as dates, and no cell that Excel would run as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.analytics.finder import headline
from hansei.doors.analyse.people import row_without_names
from hansei.doors.analyse.study import Study
from hansei.ui import formulas, words
from hansei.ui.words import findings as finding_words
from hansei.ui.words import measures as measure_words
from hansei.ui.words import quality as quality_words

LONGEST: Final = 32_767  # letters a cell holds
MOST_ROWS: Final = 1_048_575  # below the header


def write_workbook(study: Study, path: Path) -> None:
    """Write the sheets Findings, Measures, Directly-follows, Variants, Quality, Members."""
    # Here, not above: only --xlsx needs it.
    import xlsxwriter

    options = {
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Hansei", "comments": _("People are pseudonyms unless names were asked for.")})
        sheets = _Sheets(book, study)
        sheets.write("Findings", *_findings(study))
        sheets.write("Measures", *_measures(study))
        sheets.write("Directly-follows", *_rows(study, "directly_follows"))
        sheets.write("Variants", *_variants(study))
        sheets.write("Quality", *_quality(study))
        sheets.write("Members", *_members(study))


class _Sheets:
    """Sheets of one look: bold frozen header, filter, widths by content."""

    def __init__(self, book: Any, study: Study) -> None:
        self._book, self._zone = book, study.zone
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._date = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._share = book.add_format({"num_format": "0.00%"})
        self._guarded = book.add_format({"quote_prefix": True})

    def write(self, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        sheet = self._book.add_worksheet(name)
        widths = [len(title) for title in head]
        for column, title in enumerate(head):
            sheet.write_string(0, column, title, self._head)
        last = 0
        for last, row in enumerate(rows, 1):
            if last > MOST_ROWS:
                break
            for column, value in enumerate(row):
                self._cell(sheet, last, column, value)
                widths[column] = max(widths[column], min(60, len(str(value)) if value is not None else 0))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(60, max(9, width + 2)))
        sheet.freeze_panes(1, 1)
        if head:
            sheet.autofilter(0, 0, max(last, 1), len(head) - 1)

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        elif isinstance(value, datetime):
            local = value.replace(tzinfo=UTC).astimezone(self._zone).replace(tzinfo=None)
            sheet.write_datetime(row, column, local, self._date)
        else:
            text = str(value)[:LONGEST]
            sheet.write_string(row, column, text, self._guarded if formulas.runs(text) else None)


def _findings(study: Study) -> tuple[list[str], list[list[Any]]]:
    head = [
        _("Rank"),
        _("Finding"),
        _("Key"),
        _("Cases"),
        _("People"),
        _("Hours a year"),
        _("Hours a year, from"),
        _("Hours a year, to"),
        _("Cost a year"),
        _("Currency"),
        _("Confidence"),
        _("First"),
        _("Last"),
        _("Nobody saw it because"),
    ]
    rows = []
    for rank, finding in enumerate(study.findings.findings, 1):
        facts = finding.facts
        yearly = facts.hours.yearly
        rows.append(
            [
                rank,
                study.people.text(finding_words.title(finding)),
                finding.key,
                facts.calls,
                facts.people,
                yearly.value,
                yearly.low,
                yearly.high,
                facts.yearly_cost.value if facts.yearly_cost else None,
                facts.currency if facts.yearly_cost else None,
                finding.confidence,
                facts.first_at,
                facts.last_at,
                finding_words.why_in_full(*headline(finding.why_unseen)),
            ]
        )
    return head, rows


def _measures(study: Study) -> tuple[list[str], list[list[Any]]]:
    head = [_("Measure"), _("Name in JSON"), _("Value"), _("Count"), "n", _("Mean"), _("Median"), "p90", _("Unit")]
    rows = []
    for name, answer in study.answers.items():
        spread = answer.rows[0] if answer.kind != "rows" and len(answer.rows) == 1 else {}
        rows.append(
            [
                measure_words.name(name),
                name,
                answer.value,
                answer.count,
                answer.n,
                *(spread.get(each) for each in ("mean", "median", "p90")),
                measure_words.unit(answer.unit),
            ]
        )
    return head, rows


def _rows(study: Study, name: str) -> tuple[list[str], list[list[Any]]]:
    answer = study.answer(name)
    if answer is None or not answer.rows:
        return [_("No data")], []
    names = list(answer.rows[0])
    rows = [row_without_names(row, study.people) for row in answer.rows]
    return [measure_words.column(each) for each in names], [[row[each] for each in names] for row in rows]


def _variants(study: Study) -> tuple[list[str], list[list[Any]]]:
    answer = study.answer("variants")
    rows = answer.rows if answer else []
    head = [_("Cases"), _("Steps"), _("Way")]
    return head, [[row["n"], len(row["path"]), " → ".join(str(step) for step in row["path"])] for row in rows]


def _quality(study: Study) -> tuple[list[str], list[list[Any]]]:
    head = [_("What"), _("Code"), "n", _("Share"), _("Distorts")]
    return head, [
        [
            quality_words.sentence(note),
            note.code,
            note.n,
            note.share,
            words.listed(measure_words.name(each) for each in note.distorts),
        ]
        for note in study.notes
    ]


def _members(study: Study) -> tuple[list[str], list[list[Any]]]:
    head = [
        _("Finding"),
        _("Number"),
        _("When"),
        _("Person"),
        _("In their words"),
        _("Fix action"),
        _("Worked hours"),
        _("Billed hours"),
        _("Outside office hours"),
    ]
    people = study.people
    return head, [
        [
            rank,
            member.key,
            member.at,
            people.person(member.person),
            people.text(member.title),
            people.text(member.fix_action),
            member.worked_hours,
            member.billed_hours,
            member.is_overtime,
        ]
        for rank, finding in enumerate(study.findings.findings, 1)
        for member in finding.members
    ]
