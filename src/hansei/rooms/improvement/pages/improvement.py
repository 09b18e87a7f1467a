"""The register of improvements, its menu entry, its evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.blocks.register.shapes import Matrix, Seen, Timeline, Total
from hansei.kernel import rights
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement import evidence, sections, wording
from hansei.rooms.improvement import front as here
from hansei.rooms.improvement.kinds import CULTURE, IMPROVEMENT, LIFE, RANK, SEE
from hansei.rooms.improvement.models import End, Source, Step, Verdict
from hansei.rooms.improvement.pages.control import EVENT_LINES as CONTROL_LINES
from hansei.rooms.improvement.pages.within import with_tabs
from hansei.rooms.mining import queries as mining
from hansei.ui import front, menu, shortcuts, words
from hansei.ui.pages import reader


def _frozen(facts: Mapping[str, Any]) -> str:
    return _("baseline frozen: %(n)s weeks, seal %(seal)s") % {
        "n": words.number(facts["weeks"]),
        "seal": facts["seal"][:12],
    }


def _answered(facts: Mapping[str, Any]) -> str:
    verdict = Verdict(facts["verdict"]).label
    if facts["low"] is None or facts["high"] is None:
        return _("answer given: %(verdict)s") % {"verdict": verdict}
    return _("answer given: %(verdict)s, %(low)s to %(high)s") % {
        "verdict": verdict,
        "low": words.signed_share(facts["low"]),
        "high": words.signed_share(facts["high"]),
    }


def _step_written(facts: Mapping[str, Any]) -> str:
    return _("page “%(step)s” written") % {"step": Step(facts["step"]).label}


def _took_part(facts: Mapping[str, Any]) -> str:
    return _("somebody takes part") if facts["takes_part"] else _("somebody no longer takes part")


def _placed(facts: Mapping[str, Any]) -> str:
    if facts["place"] is None:
        return _("given back to the computed order")
    return _("placed by hand at %(place)s") % {"place": words.number(facts["place"])}


def _lead(request: HttpRequest) -> SafeString | str:
    """The way to the ranking for whoever ranks, and how improvements ended."""
    may_rank = rights.holds(reader(request), RANK)
    way = render_to_string("improvement/rank_lead.html", {}, request) if may_rank else SafeString("")
    return evidence.lead(request) + way


def _transferred(facts: Mapping[str, Any]) -> str:
    n = int(facts["people"])
    said = ngettext("knowledge handed on to %(n)s person", "knowledge handed on to %(n)s people", n)
    return said % {"n": words.number(n)}


def _data_set(kept: str) -> str:
    """A data set by its name; by its number where it is gone."""
    return next((each.source.name for each in mining.ready_data_sets() if str(each.pk) == str(kept)), str(kept))


REGISTER = register.Register(
    kind=IMPROVEMENT,
    namespace="improvement",
    columns=("owner", "answer", "end", "rank", "target_percent", "intervention_on"),
    shown=(
        "idea",
        "element",
        "service",
        "origin",
        "proposed_by",
        "owner",
        "value",
        "effort",
        "rank",
        "benefit",
        "currency",
        "risk",
        "target_percent",
        "margin_percent",
        "intervention_on",
        "intervention",
        "is_visible_to_users",
        "finding",
        "end",
        "end_reason",
    ),
    editable=(
        "title",
        "idea",
        "element",
        "service",
        "origin",
        "owner",
        "value",
        "effort",
        "risk",
        "target_percent",
        "margin_percent",
        "intervention_on",
        "intervention",
        "benefit",
        "currency",
        "is_visible_to_users",
    ),
    create="improvement.propose",
    edit="improvement.edit",
    move="improvement.move",
    new_label=gettext_lazy("Propose an improvement"),
    empty_title=gettext_lazy("No improvements yet"),
    empty_text=gettext_lazy("Write down an idea, or make an improvement of a finding."),
    hints={
        "title": gettext_lazy("What gets better, in one line."),
        "target_percent": gettext_lazy("30 means: 30 percent fewer than in the baseline, or better."),
        "margin_percent": gettext_lazy("A change inside this margin does not count as a change."),
        "benefit": gettext_lazy("Counted once it is proved effective; what a year of it is worth."),
        "is_visible_to_users": gettext_lazy("Title, state and end are shown to everybody who may sign in."),
        "intervention_on": gettext_lazy(
            "From this day on the change works. It comes after the last day of the data that the baseline is frozen "
            "from."
        ),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in LIFE.states]),
        Filter("end", gettext_lazy("End"), lambda: [(each.value, each.label) for each in End]),
        Filter("origin", gettext_lazy("Source"), lambda: [(each.value, each.label) for each in Source]),
    ),
    lead=with_tabs("improvement", _lead),
    event_lines={
        **CONTROL_LINES,
        **governance.DECISION_LINES,
        "improvement.baseline_frozen": _frozen,
        "improvement.answer_given": _answered,
        "improvement.step_written": _step_written,
        "improvement.took_part": _took_part,
        "improvement.celebrated": lambda _facts: _("thanks said"),
        "culture.nominated": lambda _facts: _("nominated for a celebration"),
        "improvement.transferred": _transferred,
        "improvement.placed_by_hand": _placed,
    },
    in_words={"measure": lambda kept: wording.rule(json.loads(kept)), "data_set": _data_set},
    beside=("owner",),
    seen=Seen(
        due="intervention_on",
        met=("in_work", "verified"),
        order="rank",
        total=Total("benefit", "currency"),
        matrix=Matrix(
            along="effort",
            up="value",
            quadrants=(
                gettext_lazy("if time is left"),
                gettext_lazy("rather not"),
                gettext_lazy("first"),
                gettext_lazy("plan well"),
            ),
        ),
        timeline=Timeline("created_at", "intervention_on", "ended_at"),
    ),
)


def declare() -> None:
    """The register of improvements, its menu entry and its evidence."""
    register.declare(REGISTER)
    register.add_section("improvement", 10, evidence.section)
    register.add_section("improvement", 20, sections.goal_card)
    register.add_section("improvement", 25, sections.seven_steps)
    register.add_section("improvement", 50, sections.lists)
    register.add_section("improvement", 60, sections.knowledge)
    register.add_section("improvement", 65, sections.people)
    front.add("improvement.needing", 10, here.needing)
    front.add("improvement.ranking", 12, here.to_rank)
    front.add("improvement.nominated", 13, here.nominated)
    menu.add(
        menu.Entry(
            menu.Group.LOOK_BACK,
            gettext_lazy("Improvements"),
            "trending-up",
            "improvement:list",
            right=SEE,
            order=60,
            tab=4,
        )
    )
    menu.add(
        menu.Entry(
            menu.Group.LOOK_BACK, gettext_lazy("Propose an improvement"), "plus", "improvement:suggest", order=61
        )
    )
    menu.add(
        menu.Entry(
            menu.Group.LOOK_BACK,
            gettext_lazy("Improvement culture"),
            "users",
            "improvement:culture",
            right=CULTURE,
            order=67,
        )
    )
    shortcuts.add(
        "everywhere",
        gettext_lazy("Everywhere"),
        shortcuts.Shortcut("g i", gettext_lazy("Go to Improvements"), "improvement:list"),
    )
