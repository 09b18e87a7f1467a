"""Figures that never move once frozen, reasons for what is empty, and actions that open the next pack."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting.models import Agreed
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import actions, queries, shown
from hansei.rooms.reviews.models import Pack
from hansei.rooms.reviews.seal import is_intact
from hansei.rooms.reviews.tests.arranged import MARCH, case, data_set, draft, figures, freeze
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def test_frozen_figures_stay_and_later_corrections_stand_beside(manager: Account, march: DataSet, client: Client):
    pack = freeze(manager, draft(manager, march))
    kept = pack.content
    data_set(MARCH + case("8", "2025-03-20 08:00", "2025-03-20 09:00"), march)
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    pack.refresh_from_db()
    assert pack.content == kept
    assert figures(pack.content, "scope")["reported"] == (4, None)
    assert "Reported in the period: frozen as 4, by the data of today 5." in page
    assert pack.seal in page
    assert "does not fit" not in page
    with pytest.raises(Refusal) as no:
        freeze(manager, pack)
    assert no.value.code == "pack.frozen"


@pytest.mark.slow
def test_a_frozen_pack_keeps_the_states_of_tickets_and_a_draft_says_that_they_are_todays(
    manager: Account, march: DataSet, client: Client
):
    """Case 5 stood open at the end of March; it is resolved in April, by an import after the freezing."""
    frozen = freeze(manager, draft(manager, march, kind="team"))
    data_set(MARCH + case("5", "2025-03-31 20:00", "2025-04-03 09:00"), march)
    other = draft(manager, march, kind="team", first=date(2025, 3, 2))
    client.force_login(manager)
    kept, now = (client.get(f"/reviews/{each.pk}/").content.decode() for each in (frozen, other))
    assert _states_of_case_5(queries.figures_now(manager, other)) == ["Resolved"]
    assert _states_of_case_5(frozen.content) == ["New"]
    assert "when the figures were frozen." in kept and "not those of the period’s end" not in kept
    assert "The states are today’s, not those of the period’s end; freezing keeps them." in now
    assert "“Open longest” has other rows by the data of today" in kept


def _states_of_case_5(content: Any) -> list[str]:
    table = next(each for each in content["unsolved"]["tables"] if each["code"] == "oldest")
    return [dict(zip(table["columns"], row, strict=True))["state"] for row in table["rows"] if row[0] == "5"]


def test_a_touched_figure_breaks_the_seal(manager: Account, march: DataSet, client: Client):
    pack = freeze(manager, draft(manager, march))
    assert is_intact(pack)
    assert EventRow.objects.get(kind="pack.frozen").facts == {"pack": pack.pk, "version": 1, "seal": pack.seal}
    pack.content["scope"]["figures"][0]["value"] = 3
    pack.save()
    client.force_login(manager)
    assert "The seal does not fit the figures" in client.get(f"/reviews/{pack.pk}/").content.decode()


@pytest.mark.parametrize(("field", "other"), [("scope", "team=Ω"), ("level_version", 9), ("came_again", {"scope": 1})])
def test_what_the_figures_are_of_is_sealed_too(manager: Account, march: DataSet, field: str, other: object):
    pack = freeze(manager, draft(manager, march))
    setattr(pack, field, other)
    assert not is_intact(pack)


def test_an_older_seal_over_the_figures_alone_still_fits(manager: Account, march: DataSet):
    pack = freeze(manager, draft(manager, march))
    frozen_at = pack.frozen_at.isoformat() if pack.frozen_at else ""
    what = [pack.source_id, pack.kind, str(pack.first), str(pack.last), pack.zone, pack.version, frozen_at]
    kept = json.dumps([*what, pack.frozen_by_id, pack.content], sort_keys=True, separators=(",", ":"))
    pack.seal = hashlib.sha256(kept.encode()).hexdigest()
    assert is_intact(pack)
    pack.content["scope"]["figures"][0]["value"] = 3
    assert not is_intact(pack)


def test_the_next_pack_opens_with_the_actions_of_the_last(manager: Account, march: DataSet):
    act = Act(by=manager, via="web")
    before = draft(manager, march)
    one = actions.agree_action(act, pack=before.pk, text="Name a deputy", owner=manager.pk, due=date(2125, 4, 10))
    actions.agree_action(act, pack=before.pk, text="Ask for a price", owner=manager.pk, due=date(2125, 4, 20))
    actions.finish_action(act, agreed=one)
    after = draft(manager, march, first=date(2025, 4, 1), last=date(2025, 4, 30))
    opening = shown.sections(after, queries.figures_now(manager, after), None)[0]
    assert [(each.text, each.is_done) for each in opening.actions] == [
        ("Name a deputy", True),
        ("Ask for a price", False),
    ]
    other = draft(manager, march, "team", date(2025, 4, 1), date(2025, 4, 30))
    assert queries.last_actions(other) == []


def test_what_is_done_after_freezing_is_said_beside_the_frozen_state(manager: Account, march: DataSet):
    act = Act(by=manager, via="web")
    agreed = actions.agree_action(
        act, pack=draft(manager, march).pk, text="Name a deputy", owner=manager.pk, due=date(2125, 4, 10)
    )
    after = freeze(manager, draft(manager, march, first=date(2025, 4, 1), last=date(2025, 4, 30)))
    actions.finish_action(act, agreed=agreed)
    (opened,) = shown.sections(after, after.content, None)[0].actions
    assert (opened.is_done, opened.done_since) == (False, True)
    assert is_intact(after)


def _opening_with(manager: Account, march: DataSet, due: date) -> tuple[Pack, Agreed]:
    """A frozen pack of April that opens with one action of March, due on this day."""
    actions.agree_action(
        Act(by=manager, via="web"), pack=draft(manager, march).pk, text="Name a deputy", owner=manager.pk, due=due
    )
    return freeze(manager, draft(manager, march, first=date(2025, 4, 1), last=date(2025, 4, 30))), Agreed.objects.get()


def test_what_is_corrected_after_freezing_is_said_beside_the_frozen_action(
    manager: Account, march: DataSet, client: Client
):
    today, other = timezone.localdate(), make_account("administrator")
    pack, agreed = _opening_with(manager, march, today)
    act, text, due = Act(by=manager, via="web"), "Think about it", date(2125, 5, 4)
    meetings.correct(act, agreed=agreed.pk, seen=agreed.text_id, text=text, owner=other.pk, due=due)
    opening = shown.sections(pack, pack.content, None)[0]
    (opened,) = opening.actions
    assert (opened.text, opened.owner, opened.due) == ("Name a deputy", manager.name, today)
    assert is_intact(pack)
    said = "The action “Name a deputy” is now: “Think about it” · Administrator · 4 May 2125."
    assert opening.corrections == [said]
    client.force_login(manager)
    for address in (f"/reviews/{pack.pk}/", f"/reviews/{pack.pk}/?document=html&language=en"):
        page = client.get(address).content.decode()
        assert said in page and "corrected since" in page and "Name a deputy" in page


def test_an_action_that_was_late_when_frozen_stays_late_whatever_day_is_agreed_since(manager: Account, march: DataSet):
    pack, agreed = _opening_with(manager, march, date(2125, 4, 10))
    kept = pack.content["last_actions"]["actions"][0]
    assert kept == {
        "action": agreed.pk, "text": agreed.text_id, "owner": manager.pk, "due": "2125-04-10", "done": False,
    }  # fmt: skip
    older = {"action": agreed.pk, "due": "2025-04-10", "done": False}  # as packs were frozen before
    content = {**pack.content, "last_actions": {**pack.content["last_actions"], "actions": [older]}}
    opening = shown.sections(pack, content, None)[0]
    (opened,) = opening.actions
    assert (opened.text, opened.due, opened.is_late) == ("Name a deputy", date(2025, 4, 10), True)
    assert opening.corrections == ["The action “Name a deputy” is now: 10 Apr 2125."]


def test_a_file_says_while_newer_data_are_counted_that_corrections_are_missing_yet(
    manager: Account, march: DataSet, client: Client, settings: LazySettings
):
    pack = freeze(manager, draft(manager, march))
    client.force_login(manager)
    waits = "Newer data are being counted; what they correct will stand beside the figures."
    assert waits not in client.get(f"/reviews/{pack.pk}/?document=html&language=en").content.decode()
    data_set(MARCH + case("8", "2025-03-20 08:00", "2025-03-20 09:00"), march)
    settings.RESULT_WAIT_SECONDS = 0
    file = client.get(f"/reviews/{pack.pk}/?document=html&language=en").content.decode()
    assert waits in file and "Corrected since" not in file


def test_an_empty_section_needs_a_reason_and_initials_before_the_pack_is_frozen(manager: Account, march: DataSet):
    pack, act = draft(manager, march), Act(by=manager, via="web")
    actions.write_comment(act, pack=pack.pk, section="needs", text="A new depot opens.")
    with pytest.raises(Refusal) as no:
        actions.freeze_pack(act, pack=pack.pk)
    missing = "Progress of last meeting's actions, Contract execution, Service goals, Satisfaction survey."
    assert str(no.value) == f"Say why these sections are empty: {missing}"
    with pytest.raises(Refusal):
        actions.explain_empty(act, pack=pack.pk, section="goals", reason="No goals are agreed", initials=" ")
    frozen = freeze(manager, pack)
    said = frozen.empty_sections.get(section="goals")
    assert frozen.content["goals"]["reason"] == said.reason_id
    assert not frozen.empty_sections.filter(section__in=["needs", "scope"]).exists()
    assert is_intact(frozen)
    with pytest.raises(Refusal):
        actions.explain_empty(act, pack=pack.pk, section="goals", reason="Another", initials="ΕΝ")


def test_the_second_of_two_reasons_is_refused_and_shows_both(manager: Account, march: DataSet, client: Client):
    """Two people opened the same draft; the one who saves last replaces nothing unseen."""
    pack = draft(manager, march)
    other = Client()
    other.force_login(make_account("manager", "second@test.example"))
    client.force_login(manager)
    told = {"section": "goals", "seen": "0"}
    first = client.post(f"/reviews/{pack.pk}/empty/", {**told, "reason": "No goals agreed", "initials": "AB"})
    assert first.status_code == 302
    recorded = EventRow.objects.count()
    second = other.post(f"/reviews/{pack.pk}/empty/", {**told, "reason": "The goals are late", "initials": "CD"})
    assert second.status_code == 412
    page = second.content.decode()
    assert "No goals agreed · AB" in page
    assert 'value="The goals are late"' in page
    assert 'value="CD"' in page
    assert EventRow.objects.count() == recorded
    stands = pack.empty_sections.get()
    assert stands.reason.text == "No goals agreed"
    again = {**told, "seen": str(stands.reason_id), "reason": "The goals are late", "initials": "CD"}
    assert other.post(f"/reviews/{pack.pk}/empty/", again).status_code == 302
    assert pack.empty_sections.get().reason.text == "The goals are late"


def test_the_pack_of_a_called_review_opens_with_what_the_one_before_it_agreed(manager: Account, march: DataSet):
    """Called without data, each is told its data set when its pack is drafted: they follow each other from then on."""
    act = Act(by=manager, via="web")

    def called(day: date, first: date, last: date) -> Pack:
        review = actions.call_review(act, fields={"title": "Ωμέγα", "kind": "team", "planned_on": day})
        pack = actions.draft_planned(act, review=review.pk, source=march.pk, first=first, last=last)
        return Pack.objects.get(pk=pack)

    today = timezone.localdate()
    before = called(today, date(2025, 3, 1), date(2025, 3, 31))
    actions.agree_action(act, pack=before.pk, text="Name a deputy", owner=manager.pk, due=today + timedelta(days=9))
    after = called(today + timedelta(days=30), date(2025, 4, 1), date(2025, 4, 2))
    (first,) = [each for each in shown.sections(after, queries.figures_now(manager, after), None) if each.is_first]
    assert [each.text for each in first.actions] == ["Name a deputy"]


def test_a_signed_reason_stays_under_a_comment(manager: Account, march: DataSet, client: Client):
    pack, act = draft(manager, march), Act(by=manager, via="web")
    actions.explain_empty(act, pack=pack.pk, section="goals", reason="No goals agreed", initials="AB")
    actions.write_comment(act, pack=pack.pk, section="goals", text="Two are on their way.")
    client.force_login(manager)
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert "No goals agreed · AB" in page and "Two are on their way." in page


def test_a_section_that_is_empty_twice_in_a_row_gets_a_remark(manager: Account, march: DataSet, client: Client):
    freeze(manager, draft(manager, march))
    after = draft(manager, march, first=date(2025, 4, 1), last=date(2025, 4, 30))
    actions.write_comment(Act(by=manager, via="web"), pack=after.pk, section="needs", text="A new depot opens.")
    found = {each.code: each for each in shown.sections(after, queries.figures_now(manager, after), None)}
    twice = {code for code, each in found.items() if each.empty_before}
    assert twice == {"last_actions", "contract", "goals", "satisfaction"}
    client.force_login(manager)
    page = client.get(f"/reviews/{after.pk}/").content.decode()
    assert page.count("Empty for the second time in a row. Last time: “Δεν μετράται”") == 4
