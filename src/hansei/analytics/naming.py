"""Names of values: a source's own attributes and our fields stand in the same tables and are kept apart by name.

A field of ours is called `phase`; an attribute that a source happens to call so is `attribute:phase`. In a file it
is the other way round: the source's own name stands as it is, and what we write of our own is `hansei:phase`. So
whoever reads `phase` in a file never takes it for what we found out, and what goes out comes back equal.
"""

from __future__ import annotations

from typing import Final

from hansei.analytics.log import CASES
from hansei.analytics.sql import text

# Begins the name of a column that speaks of the case, in a table of events.
CASE_MARK: Final = "case:"
OURS: Final = "hansei:"
THEIRS: Final = "attribute:"
# Columns of a case that are told from its events or its object, never from a value of that name.
_MADE: Final = frozenset({"case", "key", "first_at", "last_at", "events", "is_open", "priority_rank"})
FIELDS: Final = frozenset(CASES) - _MADE | {
    "resolver", "assignee", "reopened_at", "handled_hours", "update_number",
    "phase", "substate", "line", "turn", "field", "was", "now", "end_taken_back",
}  # fmt: skip
_FIELD: Final = f"({'|'.join(sorted(FIELDS))})"


def taken_in(name: str) -> str:
    """What a name in a file is called in the base tables.

    >>> taken_in("phase"), taken_in("hansei:phase"), taken_in("cost centre")
    ('attribute:phase', 'phase', 'cost centre')
    """
    if name.removeprefix(OURS) in FIELDS and name.startswith(OURS):
        return name.removeprefix(OURS)
    return THEIRS + name if _bare(name) in FIELDS else name


def given_out(name: str) -> str:
    """What a name in the base tables is called in a file: `taken_in` undone.

    >>> given_out("attribute:phase"), given_out("phase"), given_out("cost centre")
    ('phase', 'hansei:phase', 'cost centre')
    """
    if name in FIELDS:
        return OURS + name
    return name.removeprefix(THEIRS) if _bare(name) in FIELDS else name


def _bare(name: str) -> str:
    while name.startswith(THEIRS):
        name = name.removeprefix(THEIRS)
    return name


def taken_in_sql(name: str) -> str:
    """`taken_in` of a column."""
    return (
        f"CASE WHEN regexp_full_match({name}, {text(f'({THEIRS})*{_FIELD}')}) THEN {text(THEIRS)} || {name} "
        f"WHEN regexp_full_match({name}, {text(OURS + _FIELD)}) THEN substr({name}, {len(OURS) + 1}) ELSE {name} END"
    )


def given_out_sql(name: str) -> str:
    """`given_out` of a column."""
    return (
        f"CASE WHEN regexp_full_match({name}, {text(_FIELD)}) THEN {text(OURS)} || {name} "
        f"WHEN regexp_full_match({name}, {text(f'({THEIRS})+{_FIELD}')}) THEN substr({name}, {len(THEIRS) + 1}) "
        f"ELSE {name} END"
    )
