"""What an import says: every code has its sentence, and it is said in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from hansei.analytics.mapping import MappingError, from_yaml
from hansei.analytics.mapping.model import PROBLEMS
from hansei.analytics.reading.encoding import CHOOSABLE
from hansei.ui.words import imports as say


def test_what_is_wrong_with_a_mapping_reads_as_the_library_says_it() -> None:
    with override("en"):
        assert {code: str(text) for code, text in say.PROBLEMS.items()} == PROBLEMS


@pytest.mark.parametrize(
    ("language", "says"), [("ru", "это не YAML"), ("zh-hans", "这不是 YAML"), ("zh-hant", "這不是 YAML")]
)
def test_what_was_kept_of_a_wrong_mapping_is_said_again_in_another_language(language: str, says: str) -> None:
    with pytest.raises(MappingError) as wrong:
        from_yaml("a: [")
    with override("en"):
        kept = say.wrong_mapping(wrong.value)
    with override(language):
        assert says in say.refusal({"code": kept.code, "details": kept.details})
    assert says not in say.refusal({"code": kept.code, "details": kept.details})


@pytest.mark.parametrize("code", sorted(say.REFUSALS))
def test_every_refusal_is_said_with_whatever_was_kept_of_it(code: str) -> None:
    assert "%(" not in say.refusal({"code": code, "details": {}})


def test_a_refusal_names_its_figures_and_its_encoding() -> None:
    told = {"file": "a.csv", "most": 5000, "encoding": "cp1251"}
    assert "a.csv has more than 5\u202f000 different columns" in say.refusal(
        {"code": "file.too_many_columns", "details": told}
    )
    assert "a.csv is not in the encoding cp1251" in say.refusal({"code": "file.other_encoding", "details": told})


def test_every_encoding_that_may_be_chosen_has_a_name() -> None:
    assert tuple(say.ENCODINGS) == CHOOSABLE
