"""How it was made: the mapping, the settings, and what to know about people."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

import hansei
from hansei.analytics.mapping import ColumnMapping, TableMapping
from hansei.doors.analyse.people import samples_without_names
from hansei.doors.analyse.report.parts import Column, Part, Table
from hansei.doors.analyse.study import Study
from hansei.ui import words


def parts(study: Study) -> list[Part | None]:
    """The mapping, column by column."""
    columns = [
        Column(_("Table")),
        Column(_("Column")),
        Column(_("Taken for")),
        Column(_("Certainty"), True),
        Column(_("Values")),
    ]
    rows = [
        [
            table.name,
            entry.column,
            entry.target,
            words.share(entry.confidence),
            ", ".join(_samples(study, table, entry)),
        ]
        for table in study.mapping.tables
        for entry in table.columns
    ]
    lead = _(
        "How each column was understood. Write the mapping to a file with --write-mapping, "
        "change it, and give it back with --mapping."
    )
    fold = Table(_("Every column and what it was taken for"), columns, rows)
    return [Part(id="mapping", title=_("How the export was read"), lead=lead, folds=[fold])]


def _samples(study: Study, table: TableMapping, entry: ColumnMapping) -> list[str]:
    """Two values of a column; none where they name people and no names were asked for."""
    samples = samples_without_names(table, entry, study.people)
    return ["…"] if samples is None else [value[:40] for value in samples[:2]]


def footer(study: Study) -> list[str]:
    """Who made it and when, what is not in it."""
    lines = [
        _("Made by Hansei %(version)s, %(at)s. This file needs no connection and sends nothing.")
        % {"version": hansei.__version__, "at": words.exact(datetime.now(UTC))},
    ]
    if study.options.names:
        lines.append(_("People are shown by name; keep this file accordingly."))
    else:
        lines.append(
            _(
                "People are letters: the same letter for the same person in this report, its workbook and its JSON. "
                "Wording is shown as it was written; names that the data know as people are replaced in it, "
                "others may remain."
            )
        )
    return lines
