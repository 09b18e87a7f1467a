"""The register's pages of plans and reviews: columns, forms, words of their histories, and what stands on them."""

from __future__ import annotations

import json
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Participant
from hansei.blocks.register.declaration import Filter, Register, add_section, declare
from hansei.kernel import rights, seeing
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import kinds, levels, planning, queries, wording
from hansei.rooms.reviews.models import Kind, Pack, Plan, Review
from hansei.ui import words
from hansei.ui.pages import reader
from hansei.ui.words import measures

Text = Any


def _states(kind: str) -> list[tuple[str, Text]]:
    return [(each.code, each.label) for each in LIFECYCLES[kind].states]


def often_in_words(kept: str) -> str:
    """How often each review is held, in one line."""
    often = levels.by_level(json.loads(kept))
    return words.listed(words.labelled(Kind(kind).label, wording.frequency(value)) for kind, value in often)


PLANS: Final = Register(
    kind=kinds.PLAN,
    namespace="reviews:plans",
    columns=("customer", "manager", "starts_on", "planned_until"),
    shown=("customer", "manager", "starts_on", "at_time", "minutes_long", "place", "zone", "country", "planned_until"),
    editable=(
        "title", "customer", "manager", "starts_on", "at_time", "minutes_long", "place", "zone", "country",
    ),
    create="review_plan.open",
    edit="review_plan.edit",
    move="review_plan.step",
    new_label=_("Plan reviews"),
    empty_title=_("No review is planned"),
    empty_text=_("A plan says how often each level of review is held; publishing it makes the calendar."),
    hints={
        "customer": _("Empty: the team's own reviews only."),
        "starts_on": _("Each kind of review counts from this day, on working days."),
        "country": _("Two letters, like DE; empty: no public holidays."),
        "zone": _("Days and times are of this zone."),
    },
    filters=(Filter("state", _("State"), lambda: _states("review_plan")),),
    in_words={"frequencies": often_in_words},
)  # fmt: skip

REVIEWS: Final = Register(
    kind=kinds.REVIEW,
    namespace="reviews:records",
    columns=("kind", "planned_on", "held_on", "manager"),
    shown=("kind", "form", "plan", "manager", "planned_on", "held_on", "postponed", "pack_due", "reason"),
    editable=("title", "kind", "form", "manager", "planned_on"),
    create="review.open",
    edit="review.edit",
    move="review.step",
    new_label=_("Call a review"),
    empty_title=_("No review yet"),
    empty_text=_("Publish a review plan, draft a pack, or call a single review."),
    hints={"planned_on": _("From then on the date is published; it can be moved on the review's page.")},
    filters=(
        Filter("state", _("State"), lambda: _states("review")),
        Filter("kind", _("Review"), lambda: list(Kind.choices)),
    ),
)


def plan_section(request: HttpRequest, found: Plan) -> str:
    """How often each review is held, who comes, and the dates of the calendar."""
    account = reader(request)
    is_open = not LIFECYCLES["review_plan"].state(found.state).is_end
    may_work = is_open and rights.allowed(account, kinds.WORK, found.identity)
    often = [(each, found.frequencies.get(each.code, "")) for each in levels.levels()]
    rows = queries.reviews(account).filter(plan=found).exclude(state="withdrawn").order_by("planned_on")
    context = {
        "plan": found,
        "often": [(each, value, wording.frequency(value)) for each, value in often],
        "frequencies": [(code, wording.frequency(code)) for code in ("", *planning.FREQUENCIES)],
        "people": [(each, _kinds(each.kinds)) for each in found.people.select_related("account", "name")],
        "rows": [(each, LIFECYCLES["review"].state(each.state)) for each in rows[:120]],
        "preview": preview(found) if found.state == "draft" else [],
        "may_work": may_work,
        "accounts": seeing.people(account, found.identity) if may_work else [],
        "sides": Participant.Side.choices,
        "kinds": Kind.choices,
        "data_sets": mining.data_sets(account) if may_work else [],
        "data_set": _data_set_name(found.data_set, account),
        "fields": [(name, measures.column(name)) for name in queries.SCOPE_FIELDS],
        "field": measures.column(found.scope_field) if found.scope_field else "",
    }
    return render_to_string("reviews/plan_section.html", context, request)


def _kinds(codes: list[str]) -> str:
    return words.listed(str(Kind(code).label) for code in codes if code in Kind.values) if codes else ""


def preview(found: Plan) -> list[tuple[Any, str]]:
    """The dates that publishing would make today."""
    after, until = planning.span(found, timezone.now().astimezone(ZoneInfo(found.zone)).date())
    made = [
        (day, str(Kind(kind).label))
        for kind, value in levels.by_level(found.frequencies)
        for day in planning.dates(found, kind, value, after, until)
    ]
    return sorted(made, key=lambda each: each[0])[:60]


def _data_set_name(pk: int | None, account: Any) -> str:
    return next((each.name for each in mining.data_sets(account) if each.id == pk), "") if pk else ""


def review_section(request: HttpRequest, found: Review) -> str:
    """The way to the meeting and to the pack."""
    account = reader(request)
    pack = Pack.objects.filter(pk__in=queries.visible(account).filter(review=found).values("pk")).first()
    context = {"review": found, "meeting": meetings.meeting_of(found.pk), "pack": pack}
    return render_to_string("reviews/review_section.html", context, request)


def declare_pages() -> None:
    declare(PLANS)
    declare(REVIEWS)
    add_section("review_plan", 10, plan_section)
    add_section("review", 10, review_section)
