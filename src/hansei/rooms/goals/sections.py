"""What this room shows on pages of records, and on those of tickets and findings: the way up to the business goal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.values import titles_of
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.records import Record, source_of
from hansei.rooms.goals import conflicts, drawn, queries, reading, scorecards, smart, tiles
from hansei.rooms.goals.kinds import SEE, WORK
from hansei.rooms.goals.models import Effect, Goal, Outcome, Scorecard, Strength, Timing
from hansei.rooms.goals.standing import standings
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining
from hansei.ui import words
from hansei.ui.components import Figure, Tab
from hansei.ui.pages import reader

# Which measure of the library a ticket counts in, by what is known of it.
COUNTED: Final = (("restored_at", "time_to_restore"), ("resolved_at", "time_to_resolve"), ("reported_at", "cases"))


def tabs(current: str) -> list[Tab]:
    """The pages of this room."""
    named = (
        ("tree", _("Tree"), reverse("goals:tree")),
        ("goal", _("Goal nodes"), reverse("goal:list")),
        ("scorecard", _("Scorecards"), reverse("scorecard:list")),
        ("outcome", _("Outcomes"), reverse("outcome:list")),
    )
    return [Tab(label, url, name == current) for name, label, url in named]


def goals_lead(request: HttpRequest) -> str:
    return render_to_string("goals/lead.html", {"tabs": tabs("goal")}, request)


def scorecards_lead(request: HttpRequest) -> str:
    """Tabs, and the starter scorecard to load."""
    may_work = rights.holds(reader(request), WORK)
    return render_to_string("goals/scorecards_lead.html", {"tabs": tabs("scorecard"), "may_work": may_work}, request)


def outcomes_lead(request: HttpRequest) -> str:
    """How many outcomes are measured, and how much of what was planned is there."""
    found = queries.outcomes(reader(request))
    realised = [each.realised for each in found if each.realised is not None]
    measured = sum(each.is_measured for each in found)
    figures = [
        Figure(
            measured / len(found) if found else None,
            label=_("Outcomes measured"),
            form="share",
            n=len(found),
        ),
        Figure(
            sum(realised) / len(realised) if realised else None,
            label=_("Benefit realised of the planned"),
            form="share",
            n=len(realised),
            note=_("mean of the outcomes that have both"),
        ),
    ]
    return render_to_string("goals/outcomes_lead.html", {"tabs": tabs("outcome"), "figures": figures}, request)


def goal(request: HttpRequest, found: Goal) -> str:
    """How it stands and why, what it is for, what is for it, what hurts it, whether it says enough."""
    account = reader(request)
    tree = queries.tree_of(account)
    if found.pk not in tree.goals:  # retired
        return ""
    readings = reading.of_request(request, account, tree.goals.values())
    standing = standings(tree, readings)
    touching = [each for each in conflicts.conflicts(tree, readings) if found.pk in (each.child.pk, each.parent.pk)]
    fitting = [each for each in tree.goals.values() if source_of(each) == source_of(found) and each.pk != found.pk]
    context = {
        "goal": found,
        "standing": standing[found.pk],
        "tile": tiles.of_goal(found, readings.get(found.pk)),
        "path": queries.rows(queries.way_up(tree, found.pk)),
        "is_linked": found.pk in tree.linked,
        "above": [(tie, tree.goals[tie.parent_id]) for tie in tree.above[found.pk]],
        "below": [(tie, tree.goals[tie.child_id], standing[tie.child_id]) for tie in tree.below[found.pk]],
        "conflicts": touching,
        "smart": smart.points_of(found),
        "serving": _named(account, queries.serving(account, found.pk)),
        "outcomes": list(queries.seen_outcomes(account).filter(goal=found)),
        "may_work": rights.allowed(account, WORK, found.identity),
        "choices": fitting,
        "effects": Effect.choices,
        "strengths": Strength.choices,
        "timings": Timing.choices,
    }
    return render_to_string("goals/goal.html", context, request)


def _named(account: Account, others: list[Record]) -> list[dict[str, str]]:
    titles = titles_of(account, others)
    return [_name(each, titles[each.pk]) for each in others]


def _name(other: Record, title: str) -> dict[str, str]:
    register = REGISTERS.get(other.record_kind)
    url = reverse(f"{register.namespace}:record", args=[other.pk]) if register else ""
    return {"key": str(other.identity.key), "title": title, "url": url}


def scorecard(request: HttpRequest, found: Scorecard) -> str:
    """Its warnings, and the way to the card itself."""
    tree = queries.tree_of(reader(request))
    sides = scorecards.sides_of(found, tree, standings(tree, {}))
    return render_to_string("goals/scorecard_section.html", {"card": found, "sides": sides}, request)


def outcome(request: HttpRequest, found: Outcome) -> str:
    """From what was delivered, over what became different, to what it is worth."""
    account = reader(request)
    tree = queries.tree_of(account)
    ways = queries.way_up(tree, found.goal_id) if found.goal_id in tree.goals else []
    records = _named(account, queries.bringing(account, found.pk))
    named = list(found.outputs.all())
    days = [words.of_day(each.delivered_on) if each.delivered_on else "" for each in named]
    outputs = [(f"{each['key']} {each['title']}", each["url"]) for each in records] + [
        (each.name, "") for each in named
    ]
    context = {
        "outcome": found,
        "chain": drawn.chain_picture(found, outputs, ways),
        "named": list(zip(named, days, strict=True)),
        "realised": Figure(found.realised, label=_("Benefit realised of the planned"), form="share", n=found.n),
        "change": drawn.change_of(found),
        "may_work": rights.allowed(account, WORK, found.identity) and found.state in ("draft", "agreed"),
    }
    return render_to_string("goals/outcome.html", context, request)


def why_record(request: HttpRequest, found: Record) -> str:
    """On a record that serves a goal: the way up from it."""
    account = reader(request)
    served = queries.served_by(account, record=found.pk)
    if not served:
        return ""
    tree = queries.tree_of(account)
    ways = [queries.Why("", tuple(queries.rows(queries.way_up(tree, each.id)))) for each in served]
    return render_to_string("goals/why.html", {"ways": ways}, request)


def why_ticket(request: HttpRequest, subject: mining.TicketShown) -> str:
    """On a ticket: which goals it touches, and the way up from each."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    ticket = subject.ticket
    names = [measure for column, measure in COUNTED if ticket.get(column)]
    rows = (measures.metric_of_measure(account, name) for name in names)
    ways = queries.why(
        account,
        about=_touched(ticket, mining.hours_of(subject.data_set)),
        history=subject.data_set.source,
        service=str(ticket.get("service") or ""),
        metrics=[each.id for each in rows if each is not None],
    )
    return render_to_string("goals/why.html", {"ways": ways, "thing": _("ticket")}, request)


def _touched(ticket: Any, hours: mining.Hours) -> list[tuple[str, str]]:
    """What a ticket touches, the most telling first, each with the reason."""
    found = []
    kind = str(ticket.get("kind") or "").casefold()
    if "change" in kind:
        found.append(("change", _("It is a change.")))
    if reading.is_outside(ticket.get("reported_at"), hours):
        found.append(("overtime", _("It was reported outside office hours.")))
    if ticket.get("failed_at") or "incident" in kind or not kind:
        found.append(("interruptions", _("It interrupted somebody's work.")))
    if ticket.get("due_at"):
        found.append(("promises", _("It has a promised time.")))
    found.append(("waiting", _("Somebody waits until it is settled.")))
    return found


def why_finding(request: HttpRequest, subject: mining.FindingShown) -> str:
    """On a finding: which goals what repeats touches, and the way up from each."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    facts = subject.finding.facts
    about = [("interruptions", _("It comes back: each time somebody's work is interrupted."))]
    if (facts.hours.share_of_overtime or 0) > 0:
        about.insert(0, ("overtime", _("It costs hours outside office hours.")))
    about.append(("cost", _("It costs hours every time.")))
    shared: Mapping[str, Any] = subject.finding.shared or {}
    services = list(shared.get("service", ()))
    service = str(services[0]) if len(services) == 1 else ""
    ways = queries.why(account, about=about, history=subject.data_set.source, service=service)
    return render_to_string("goals/why.html", {"ways": ways, "thing": _("finding")}, request)
