"""What an import says: every code has its sentence, and it is said in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from hansei.analytics.mapping import MappingError, from_yaml
from hansei.analytics.mapping.model import PROBLEMS
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
