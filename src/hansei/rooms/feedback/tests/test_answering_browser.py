"""Who has a link answers in a real browser, whose forms must carry an origin."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from hansei.blocks.ballot import queries as waiting
from hansei.kernel.actions import Act
from hansei.rooms.feedback import actions
from hansei.rooms.feedback.questions import AFTER_CONTACT
from tests.accounts import make_account

pytestmark = pytest.mark.browser


def test_three_taps_answer_a_survey(page: Page):
    act = Act(by=make_account("manager"), via="test")
    survey = actions.open_survey(
        act, title="Ω", service="Ταχυδρομείο", trigger="contact", questions=list(AFTER_CONTACT)
    )
    [(_who, token)] = actions.invite(act, survey=survey, people=["anna@omega.example"]).links
    page.goto(f"/voice/asked/{token}/?language=ru")
    for answer in ("да", "хорошо", "5"):
        page.get_by_role("button", name=answer).last.click()
    page.get_by_role("textbox").fill("Короче")
    page.get_by_role("textbox").press("Tab")
    page.locator("form button").first.click()
    page.wait_for_load_state()
    assert waiting.holds(f"survey.answers:{survey}", lambda said: len(said) == 3)
    assert waiting.holds(f"survey.remarks:{survey}", lambda said: said == {"text": "Короче"})
