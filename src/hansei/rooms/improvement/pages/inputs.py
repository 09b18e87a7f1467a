"""The register of inputs, the figures of its sources, and inputs on an improvement's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.improvement import hearing, naming, queries, titles
from hansei.rooms.improvement.kinds import INPUT, INPUT_LIFE, SEE
from hansei.rooms.improvement.models import Improvement, Input, Source
from hansei.rooms.improvement.pages.within import with_tabs
from hansei.ui import menu, words
from hansei.ui.components import Figure
from hansei.ui.pages import reader

SILENCE = {
    "never": gettext_lazy("Silent: no input yet."),
    "quiet": gettext_lazy("Silent: no input in the last 90 days."),
    "unused": gettext_lazy("Silent: inputs came, but none became an improvement in the last 180 days."),
}


def figures(rows: list[queries.SourceRow]) -> list[Figure]:
    """How many inputs there are, how many became improvements, how many wait, and how many sources are silent."""
    part = sum(each.converted.part for each in rows)
    whole = sum(each.converted.whole for each in rows)
    silent = queries.silent(rows)
    said = _("%(part)s of %(whole)s") % {"part": words.number(part), "whole": words.number(whole)}
    return [
        Figure(sum(each.recent for each in rows), _("Inputs of the last 90 days")),
        Figure(queries.Share(part, whole).share, _("Became an improvement"), form="share", note=said),
        Figure(sum(each.waiting for each in rows), _("Wait for a decision"), url=_list_of(state="new")),
        Figure(
            silent,
            _("Silent sources"),
            note=_("of %(n)s") % {"n": words.number(len(rows))},
            meaning="soon" if silent else "good",
            url=reverse("inputs:sources"),
        ),
    ]


def _list_of(**query: str) -> str:
    return f"{reverse('inputs:list')}?{urlencode(query)}"


def _lead(request: HttpRequest) -> str:
    context = {"figures": figures(queries.sources(reader(request)))}
    return render_to_string("improvement/inputs_lead.html", context, request)


def _number_of(kept: str) -> str:
    """A record by its number alone: whoever reads an input's history may not see that record."""
    return kept.partition(" ")[0]


INPUTS = register.Register(
    kind=INPUT,
    namespace="inputs",
    columns=("origin",),
    shown=("evidence", "origin", "reason"),
    editable=("title", "origin", "evidence"),
    create="input.add",
    edit="input.edit",
    move="input.move",
    new_label=gettext_lazy("Write down an input"),
    empty_title=gettext_lazy("No inputs yet"),
    empty_text=gettext_lazy("What was heard or seen that may be worth an improvement; most of it comes by itself."),
    hints={
        "title": gettext_lazy(
            "What was noticed, in one line. While a number alone stands here, everybody who may see what it was taken"
            " from reads the title of that."
        ),
        "origin": gettext_lazy("Where you heard or saw it."),
        "evidence": gettext_lazy("What shows it: figures, words that were said, where to look."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in INPUT_LIFE.states]),
        Filter("origin", gettext_lazy("Source"), lambda: [(each.value, each.label) for each in Source]),
    ),
    lead=with_tabs("inputs", _lead),
    titles=titles.titles,
    in_words={"improvement": _number_of, "same_as": _number_of},
)


def _heard(request: HttpRequest, found: Any) -> str:
    """What an input was taken from and what became of it; the way to an improvement where it is a finding."""
    account = reader(request)
    context: dict[str, Any] = {"record": found, "became": _became(account, found)}
    kind, number, key = hearing.parts(found.heard_of)
    if kind:
        context["evidence"] = naming.heard(account, found.heard_of)
    is_open = found.state in ("new", "kept") and rights.allowed(account, INPUTS.work, found.identity)
    if kind == hearing.FINDING and is_open and context["evidence"] is not None:
        context["improve_url"] = f"{reverse('improvement:new')}?{urlencode({'source': number, 'finding': key})}"
    return render_to_string("improvement/heard.html", context, request)


def _became(account: Account, found: Any) -> naming.Named | None:
    """The improvement that came of it, or the input that it repeats, as this reader sees it."""
    other = found.improvement or found.same_as
    return None if other is None else naming.shown(account, other.record_kind, other.identity.key)


def called(account: Account, rows: Iterable[Input]) -> list[tuple[Input, str]]:
    """Inputs, each with what it is called for this reader."""
    inputs = list(rows)
    known = titles.titles(account, inputs)
    return [(each, known[each.pk]) for each in inputs]


def _came_of(request: HttpRequest, found: Any) -> str:
    """On an improvement's page: the inputs it came of, as far as the reader may see them."""
    assert isinstance(found, Improvement)
    rows = queries.seen_inputs(reader(request)).filter(improvement=found).order_by("pk")
    inputs = called(reader(request), rows[:50])
    return render_to_string("improvement/came_of.html", {"inputs": inputs}, request) if inputs else ""


def declare() -> None:
    """The register of inputs with its sections and its menu entry."""
    register.declare(INPUTS)
    register.add_section("input", 10, _heard)
    register.add_section("improvement", 5, _came_of)
    menu.add(
        menu.Entry(
            menu.Group.LOOK_BACK, gettext_lazy("Sources of improvement"), "sitemap", "inputs:sources", right=SEE,
            order=62,
        )
    )  # fmt: skip
