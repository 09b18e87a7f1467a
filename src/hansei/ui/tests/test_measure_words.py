"""Every measure and every column of its answer has words, so that no code shows in any language."""

from __future__ import annotations

import ibis
import pytest

from hansei.analytics.log import BASE, DERIVED, Log
from hansei.analytics.measures import MEASURES
from hansei.config.reference.measures import GIVEN
from hansei.ui.words import measures as words
from hansei.ui.words.meanings import MEANINGS


def test_every_measure_has_a_name_a_unit_and_says_what_it_means():
    assert set(MEANINGS) == set(MEASURES)
    assert set(words.NAMES) >= set(MEASURES)
    assert set(words.UNITS) >= {one.unit for one in MEASURES.values()}


@pytest.mark.parametrize("name", MEASURES)
def test_every_column_of_an_answer_has_words(name: str):
    log = Log(**{table: ibis.table(dict(columns), name=table) for table, columns in {**BASE, **DERIVED}.items()})
    given = {each: make() for each, make in GIVEN.items() if each in MEASURES[name].parameters}
    columns = MEASURES[name](log, **given).columns
    reasons = {column.removeprefix("left_out_") for column in columns if column.startswith("left_out_")}
    assert reasons <= set(words.LEFT_OUT)
    assert {column for column in columns if not column.startswith("left_out_")} <= set(words.COLUMNS)
