from __future__ import annotations

import pytest

from hansei.doors.analyse.language import speaking
from hansei.doors.analyse.pseudonyms import Pseudonyms


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("en", "person A", "person B"), ("ru", "человек A", "человек B"), ("zh-hans", "人员 A", "人员 B")],
)
def test_letters_go_by_first_mention_and_stay(language: str, first: str, second: str) -> None:
    with speaking(language):
        people = Pseudonyms()
        assert [people.person(name) for name in ("Ada", "Bo", "Ada")] == [first, second, first]
        assert people.person(None) is None


def test_known_people_are_replaced_in_wording() -> None:
    with speaking("en"):
        people = Pseudonyms(["Ada Byron", "Ada", "Li", "12345"])
        assert people.text("ask ADA BYRON, not Adana; Li 12345") == "ask person A, not Adana; Li 12345"


def test_names_of_scripts_without_blanks_are_replaced_inside_wording() -> None:
    """Two characters are a whole name there; what tools write in place of a person is none."""
    with speaking("en"):
        people = Pseudonyms(["王伟", "系统", "김민수", "王"])
        assert people.text("系统故障由王伟处理") == "系统故障由person A处理"
        assert people.text("김민수님, 王府井") == "person B님, 王府井"


def test_names_are_shown_when_asked_for() -> None:
    with speaking("en"):
        people = Pseudonyms(["Ada"], show=True)
        assert people.person("Ada") == "Ada"
        assert people.text("Ada was here") == "Ada was here"


def test_a_name_is_found_by_its_first_word_whatever_comes_before_it() -> None:
    people = Pseudonyms(["(ext) Ana Ruiz", "Ana Ruiz", "???", "İbrahim Öz"])
    assert people.text("called (ext) ANA RUIZ, then İbrahim Öz") == "called person A, then person B"
    assert people.text("Ana, Ruiz") == "Ana, Ruiz"
    assert people.text("who? ??? knows") == "who? person C knows"
