"""From a finished draft to what a reader gives: base tables, and a flat table by the likeliest kind of case."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hansei.analytics.reading.case_types import case_types
from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.flat import flat_table
from hansei.analytics.reading.plain import refuse_long_names
from hansei.analytics.reading.raw import FileFacts, Part, UnreadableFile
from hansei.analytics.reading.relations import first_row
from hansei.analytics.reading.settling import settle

CASE: Final = "case"
_CASES: Final = "SELECT 1 FROM {} WHERE kind = '" + CASE + "' LIMIT 1"


def part_of(draft: Draft, path: Path, form: str) -> Part:
    """Settle the draft of an object-centric log; refuse one that holds neither an event nor a case."""
    settled = settle(draft)
    if not settled.events and not first_row(draft.con, _CASES.format(settled.base["objects"].get_name())):
        raise UnreadableFile("file.no_events", f"{path.name} holds no events.", file=path.name)
    refuse_long_names(draft.con, settled.base, path.name)
    kinds = case_types(draft.con, settled.base)
    kind = kinds[0].kind if kinds else CASE
    tables = {"events": flat_table(draft.con, settled.base, kind)} if kinds or not settled.events else {}
    facts = FileFacts(path.name, form, rows=settled.events, notes=settled.notes)
    return Part(facts, tables=tables, base=settled.base)
