"""Two people change one paragraph: what does not touch is put together, what does is shown, nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansei.blocks.meeting.merging import merged

BASE = "The gateway froze twice. Nobody called."


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("The old gateway froze twice. Nobody called.", "The gateway froze twice. Nobody called us.",
         "The old gateway froze twice. Nobody called us."),
        ("The gateway froze twice.", "The gateway froze three times. Nobody called.", "The gateway froze three times."),
        (BASE, "Anything else.", "Anything else."),
        ("The gateway froze once. Nobody called.", "The gateway froze thrice. Nobody called.", None),
        (BASE + " I did.", BASE + " She did.", None),
    ],
)  # fmt: skip
def test_changes_that_do_not_touch_are_put_together(mine: str, theirs: str, both: str | None):
    assert merged(BASE, mine, theirs) == both
    assert merged(BASE, theirs, mine) == both


def test_han_characters_are_words_of_their_own():
    assert merged("网关停了两次。", "旧网关停了两次。", "网关停了三次。") == "旧网关停了三次。"


@given(st.text("ab .", max_size=12), st.text("ab .", max_size=12), st.text("ab .", max_size=12))
def test_whoever_changed_nothing_gets_the_others_text(base: str, mine: str, theirs: str):
    assert merged(base, base, theirs) == theirs
    assert merged(base, mine, base) == mine
    assert merged(base, mine, theirs) == merged(base, theirs, mine)
