"""An erased name is found in every form in which its letters can be written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import pytest
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as some

from hansei.kernel.erasure import listed

FORMS: Final[tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...]] = ("NFC", "NFD", "NFKC", "NFKD")
NAMES: Final = (
    "Ana Núñez", "Łukasz Żółć", "Nguyễn Văn Ấn", "Андрей Ёлкин", "Юлій Їжак", "Γιώργος Άδης", "김민수", "王伟",
    "ガブリエル", "ｶﾞﾌﾞﾘｴﾙ", "प्रिया शर्मा", "שָׂרָה כֹּהֵן", "مُحَمَّد", "Ａｎａ Núñez", "Zoë Ångström-ﬁnch", "İbrahim Öz",
)  # fmt: skip
LETTERS: Final = "aeonuiyAENñüåÅöøßłŻăưếàёйїάώ김수각ガぷ伟ｶﾞｱ्िшش\u0301\u0303\u0327ﬁⅣ①"


@pytest.fixture(autouse=True)
def _own_list(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASED_LIST=tmp_path / "erased.jsonl"):
        yield


def erased(*names: str) -> listed.Finder:
    """What finds these people, of a list that holds nobody else."""
    Path(settings.ERASED_LIST).unlink(missing_ok=True)
    for name in names:
        listed.add([name], account=None, address="", person=None, own_texts=False, at="")
    return listed.finder()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_in_each_form_of_its_letters(name: str) -> None:
    for known in FORMS:
        finder = erased(unicodedata.normalize(known, name))
        for form in FORMS:
            for before, after in (("von ", ", x"), ("", ""), ("é: (", ") é")):
                text = unicodedata.normalize(form, before + name + after)
                said = unicodedata.normalize(form, before) + "erased-1" + unicodedata.normalize(form, after)
                assert finder.text(text) == said, (known, form)


@given(
    name=some.text(LETTERS, min_size=2, max_size=6).filter(listed.is_telling),
    around=some.tuples(some.text(LETTERS + " .-", max_size=8), some.text(LETTERS + " .-", max_size=8)),
    known=some.sampled_from(FORMS),
    form=some.sampled_from(FORMS),
)
def test_whatever_the_letters_are(name: str, around: tuple[str, str], known: str, form: Literal["NFC", "NFD"]) -> None:
    """Words are the same in each form, and nothing around a name is lost or changed."""
    finder = erased(unicodedata.normalize(known, name))  # type: ignore[arg-type]  # one of FORMS
    before, after = (unicodedata.normalize(form, each) for each in around)
    assert finder.text(f"{before} . {unicodedata.normalize(form, name)} . {after}").count("erased-1") >= 1
    composed, begins, ends = listed._composed(before)
    assert composed == unicodedata.normalize("NFKC", before)
    assert len(begins) == len(ends) == len(composed)
    if "erased-1" not in (said := finder.text(before)):
        assert said == before
