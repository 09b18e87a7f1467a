"""A mapping is the same in YAML, and a wrong one is refused at the key that is wrong."""

from __future__ import annotations

import pytest

from hansei.analytics.mapping import (
    ColumnMapping,
    Mapping,
    MappingError,
    TableMapping,
    from_yaml,
    refuse_unfit,
    to_yaml,
)

MAPPING = Mapping(
    shape="updates",
    zone="Europe/Berlin",
    phases={"Neu": "new", "Erledigt": "resolved"},
    tables=(
        TableMapping(
            name="export",
            role="updates",
            columns=(
                ColumnMapping(column="Nummer", target="key", confidence=0.9, why="name", samples=("A-1", "A-2")),
                ColumnMapping(column="Geändert am", target="at", order="dmy", ambiguous=3),
                ColumnMapping(column="Status", target="state"),
                ColumnMapping(column="是否", target="attribute"),
            ),
        ),
    ),
)


def test_a_mapping_comes_back_equal_from_yaml() -> None:
    assert from_yaml(to_yaml(MAPPING)) == MAPPING
    chosen = MAPPING.model_copy(update={"encoding": "cp1251"})
    assert from_yaml(to_yaml(chosen)) == chosen
    assert from_yaml(to_yaml(MAPPING) + "encoding: Windows-1251\n") == chosen


@pytest.mark.parametrize(
    ("was", "now", "key", "says"),
    [
        ("target: state", "target: statee", "tables.export.columns.Status.target", "no such target"),
        ("role: updates", "role: update", "tables.export.role", "this must be one of tickets, updates"),
        ("zone: Europe/Berlin", "zone: Europe/Berlino", "zone", "no such time zone"),
        ("Neu: new", "Neu: fresh", "phases", "no such phase: fresh"),
        ("order: dmy", "order: dym", "tables.export.columns.Geändert am.order", "this must be one of ymd, dmy, mdy"),
        ("target: state", "target: key", "tables.export", "more than one column is mapped to key"),
        ("target: at\n", "target: attribute\n", "tables.export", "a table of updates needs a column for at"),
        ("zone: Europe/Berlin", "zone: [Europe]", "zone", "this value is of the wrong kind"),
        ("zone: Europe/Berlin", "zome: Europe/Berlin", "zome", "there is no such key"),
        ("zone: Europe/Berlin", "encoding: rot13", "encoding", "no such encoding: rot13; one of utf-8, cp1252"),
    ],
)
def test_a_wrong_mapping_is_refused_at_its_key(was: str, now: str, key: str, says: str) -> None:
    text = to_yaml(MAPPING)
    assert was in text
    with pytest.raises(MappingError) as refused:
        from_yaml(text.replace(was, now, 1))
    problem = refused.value.problems[0]
    assert problem.place == key
    assert says in str(problem)


@pytest.mark.parametrize("text", ["", "- a\n- b", "a: [", "just words", "version: 2024-99-99", "version: 0x_"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(MappingError):
        from_yaml(text)


def test_a_mapping_nested_too_deeply_is_refused():
    with pytest.raises(MappingError, match="nested too deeply"):
        from_yaml("[" * 3000)


def test_a_mapping_of_other_files_is_refused_with_what_is_missing():
    refuse_unfit(MAPPING, {"export": ["Nummer", "Geändert am", "Status", "是否", "more"]})
    with pytest.raises(MappingError) as no:
        refuse_unfit(MAPPING, {"export": ["Nummer", "Geändert am", "是否"]})
    assert [problem.place for problem in no.value.problems] == ["export.Status"]
    with pytest.raises(MappingError, match="export: no such table; there is tickets"):
        refuse_unfit(MAPPING, {"tickets": ["Nummer"]})
