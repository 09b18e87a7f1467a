"""Whatever the columns of a file are called, its data are the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hansei.analytics.mapping import Mapping, infer
from hansei.analytics.shaping import shape_and_count
from hansei.analytics.shaping.tests.exports import rows
from hansei.analytics.shaping.tests.files import opened_text

TICKETS: Final = "number,opened_at,resolved_at,short_description,assignment_group,priority,{}\n" + "".join(
    f"T{at},2024-01-{at:02d} 10:00,2024-01-{at:02d} 12:00,printer {at},{'ABC'[at % 3]},{at % 4 + 1},K{at % 5}\n"
    for at in range(1, 21)
)
UPDATES: Final = "number,state,updated_at,assignment_group,{}\n" + "".join(
    f"T{at // 2},{('New', 'Resolved')[at % 2]},{day},A,K{at}\n"
    for at in range(60)
    for day in ["some day" if at == 9 else f"2024-01-{at % 28 + 1:02d} 10:00"]
)
# What our own statements call their columns.
OURS: Final = (
    *(f"c{at}" for at in range(8)),
    *("_row", "_key", "_bad", "_nth", "_unsaid", "_file", "_line", "_reason", "_whole", "c_none"),
    *("v", "n", "k", "d", "m", "u", "l", "local", "src", "part", "told", "dated", "effort", "v0"),
)


def read(text: str, header: str) -> tuple[Any, ...]:
    with TemporaryDirectory() as name:
        raw = opened_text(Path(name), text.format(header))
        kept = Path(name) / "refused.parquet"
        mapping = as_attribute(infer(raw), header)
        log, simulation = shape_and_count(raw.con, raw, mapping, refused=kept)
        cases = rows(log, "SELECT * FROM {cases} ORDER BY ALL")
        steps = rows(log, "SELECT * FROM {steps} ORDER BY ALL")
        # The name of the attribute is the one thing that may differ.
        values = rows(
            log,
            "SELECT v.value FROM {object_values} v UNION ALL SELECT e.value FROM {event_values} e ORDER BY ALL",
        )
        said = [(reason.code, reason.n, [each.example for each in reason.examples]) for reason in simulation.reasons]
        return cases, steps, values, said, [list(row.values()) for row in pq.read_table(kept).to_pylist()]


def as_attribute(mapping: Mapping, header: str) -> Mapping:
    """What a header means is another question: here it means nothing."""
    (table,) = mapping.tables
    columns = tuple(
        each.model_copy(update={"target": "attribute"}) if each.column in (header, f"{header} (2)") else each
        for each in table.columns
    )
    return mapping.model_copy(update={"tables": (table.model_copy(update={"columns": columns}),)})


@cache
def plain(text: str) -> tuple[Any, ...]:
    return read(text, "cost centre")


def check(header: str) -> None:
    for text in (TICKETS, UPDATES):
        assert read(text, header) == plain(text)


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(header=st.sampled_from(OURS).flatmap(lambda name: st.sampled_from((name, name.upper(), name.title()))))
def test_a_header_out_of_our_own_statements_changes_nothing(header: str) -> None:
    check(header)


@pytest.mark.slow
@pytest.mark.parametrize("header", [name.upper() for name in OURS])
def test_none_of_our_own_names_does(header: str) -> None:
    check(header)


def test_a_cost_centre_called_c4_stays_apart_from_the_team(tmp_path: Path) -> None:
    raw = opened_text(tmp_path, TICKETS.format("C4"))
    log, _ = shape_and_count(raw.con, raw, infer(raw))
    assert rows(log, "SELECT DISTINCT team FROM {cases} ORDER BY 1") == [("A",), ("B",), ("C",)]
    named = "SELECT DISTINCT value FROM {object_values} WHERE name = 'C4' ORDER BY 1"
    assert rows(log, named) == [(f"K{at}",) for at in range(5)]


def test_refused_rows_brought_again_keep_their_own_file_and_line(tmp_path: Path) -> None:
    head, *body = UPDATES.format("_file").splitlines()
    text = "\n".join([f"_line,_reason,{head}", *(f"7,row.unreadable_instant,{row}" for row in body)]) + "\n"
    raw = opened_text(tmp_path, text)
    shape_and_count(raw.con, raw, infer(raw), refused=tmp_path / "refused.parquet")
    (row,) = pq.read_table(tmp_path / "refused.parquet").to_pylist()
    assert (row["_file"], row["_line"], row["_file (2)"], row["_line (2)"]) == ("export.csv", 11, "K9", "7")
    assert "_line" in [column.name for column in raw.columns]
