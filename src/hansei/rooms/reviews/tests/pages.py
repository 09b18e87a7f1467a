"""The pages of reviews."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hansei.rooms.reviews.tests import audit_pages
from tests.site import SitePage

if TYPE_CHECKING:
    from hansei.kernel.models import Account


def one_pack(account: Account) -> str:
    """A frozen pack after one before it, with an action, a comment and a correction."""
    from hansei.kernel.actions import Act
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Pack
    from hansei.rooms.reviews.tests.arranged import MARCH, case, data_set, freeze

    if found := Pack.objects.filter(kind="customer").first():
        return f"/reviews/{found.pk}/"
    act, source = Act(by=account, via="web"), data_set(MARCH)
    days = {"source": source.pk, "kind": "customer"}
    before = actions.draft_pack(act, **days, first=date(2025, 2, 1), last=date(2025, 2, 28), is_outside_known=True)
    actions.agree_action(act, pack=before, text="Name a deputy", owner=account.pk, due=date(2125, 4, 10))
    freeze(account, Pack.objects.get(pk=before))
    made = actions.draft_pack(act, **days, first=date(2025, 3, 1), last=date(2025, 3, 31))
    actions.write_comment(act, pack=made, section="needs", text="A new depot opens.")
    actions.agree_action(act, pack=made, text="Ask for a price", owner=account.pk, due=date(2125, 4, 10))
    freeze(account, Pack.objects.get(pk=made))
    data_set(MARCH + case("8", "2025-03-20 08:00", "2025-03-20 09:00"), source)
    return f"/reviews/{made}/"


def one_team_pack(account: Account) -> str:
    """A draft of a team's review."""
    from hansei.kernel.actions import Act
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Pack
    from hansei.rooms.reviews.tests.arranged import MARCH, data_set

    if found := Pack.objects.filter(kind="team").first():
        return f"/reviews/{found.pk}/"
    made = actions.draft_pack(
        Act(by=account, via="web"),
        source=data_set(MARCH).pk,
        kind="team",
        first=date(2025, 3, 1),
        last=date(2025, 3, 31),
    )
    return f"/reviews/{made}/"


def freezing(account: Account) -> str:
    """What is asked before a pack's figures are frozen."""
    return one_team_pack(account) + "freeze/"


def one_plan(account: Account) -> str:
    """A published plan with its calendar."""
    from datetime import time

    from hansei.kernel.actions import Act
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Plan

    found = Plan.objects.filter(state="published").first()
    if found is None:
        act = Act(by=account, via="web")
        fields: actions.PlanFields = {"title": "Ωμέγα", "starts_on": date(2125, 1, 15), "at_time": time(13)}
        made = actions.open_plan(act, fields={**fields, "customer": "Ωμέγα"})
        actions.add_person(act, plan=made.pk, side="provider", account=account.pk)
        actions.step_plan(act, pk=made.pk, version=made.identity.version, to="published")
        found = made
    return f"/reviews/plans/{found.pk}/"


def one_meeting(account: Account) -> str:
    """A review in session, with minutes, a decision and an action."""
    from hansei.blocks.meeting import actions as meetings
    from hansei.kernel.actions import Act
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Review

    one_plan(account)
    found = Review.objects.filter(kind="customer").exclude(plan=None).earliest("planned_on")
    if found.state == "planned":
        act = Act(by=account, via="web")
        actions.begin(act, pk=found.pk)
        meetings.write_paragraph(act, record=found.pk, section="scope", text="Ωμέγα")
        meetings.write_paragraph(act, record=found.pk, section="scope", text="Δέλτα", kind="decision")
        meetings.agree(act, record=found.pk, text="Σίγμα", owner=account.pk, due=date(2125, 2, 1))
        meetings.add_point(act, record=found.pk, title="Θήτα")
    return f"/reviews/meeting/{found.pk}/"


def one_feed(account: Account) -> str:
    """Somebody's own calendar address, with reviews behind it."""
    from hansei.kernel.actions import Act
    from hansei.rooms.reviews import actions, feed

    one_plan(account)
    if feed.feed_of(account) is None:
        actions.open_feed(Act(by=account, via="web"))
    return "/reviews/feed/"


def one_forum(account: Account) -> str:
    """A forum with a topic, an assumption and a commitment between teams."""
    from hansei.kernel.actions import Act
    from hansei.rooms.goals import actions as goals
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Review

    if found := Review.objects.filter(kind="forum").exclude(planned_on=None).first():
        return f"/reviews/forum/{found.pk}/"
    act = Act(by=account, via="web")
    goal = goals.add(act, fields={"title": "Ωμέγα", "level": "purpose"}).pk
    made = actions.call_review(act, fields={"title": "Φόρουμ", "kind": "forum", "planned_on": date(2125, 1, 20)})
    actions.add_topic(act, review=made.pk, title="Δέλτα", goal=goal)
    actions.assume(act, review=made.pk, text="Σίγμα", goal=goal)
    asked = actions.say_help(act, review=made.pk, kind="request", text="Θήτα", helper="Α", helped="Β")
    actions.take_up(act, asked=asked, owner=account.pk, due=date(2125, 2, 1))
    return f"/reviews/forum/{made.pk}/"


PAGES = [
    SitePage("reviews", "/reviews/"),
    SitePage("review-calendar", "/reviews/calendar/"),
    SitePage("review-feed-none", "/reviews/feed/"),
    SitePage("review-feed", one_feed),
    SitePage("forum", one_forum),
    SitePage("review-levels", "/reviews/levels/"),
    SitePage("review-level", "/reviews/levels/customer/"),
    SitePage("review-plans", "/reviews/plans/"),
    SitePage("review-plan-new", "/reviews/plans/new/"),
    SitePage("review-plan", one_plan),
    SitePage("review-meeting", one_meeting),
    SitePage("reviews-all", "/reviews/records/"),
    SitePage("review-new", "/reviews/records/new/"),
    SitePage("review-pack", one_pack),
    SitePage("team-review-pack", one_team_pack),
    SitePage("team-review-pack-freezing", freezing),
]
PAGES += audit_pages.PAGES
