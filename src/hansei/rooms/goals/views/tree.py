"""The tree of goals: drawn, counted, with its conflicts and with what is for no purpose."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.blocks.canvas import drawn as canvas_drawn
from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.rooms.goals import conflicts, drawn, queries, reading, sections
from hansei.rooms.goals.kinds import SEE, WORK
from hansei.rooms.goals.standing import Standing, Tree, quoted, standings
from hansei.ui import marks, words
from hansei.ui.components import Figure


@login_required
def tree_page(request: HttpRequest) -> HttpResponse:
    """All goals as one picture, from the purpose to the metrics, each with how it stands."""
    account = reader_of(request, SEE)
    tree = queries.tree_of(account)
    readings = reading.of_request(request, account, tree.goals.values())
    standing = standings(tree, readings)
    found = conflicts.conflicts(tree, readings)
    may_work = rights.holds(account, WORK)
    hurting = {(each.child.pk, each.parent.pk) for each in found}
    whole = request.GET.get("whole") == "yes"
    picture = drawn.tree_picture(tree, standing, hurting, may_work=may_work, whole=whole)
    if (file := marks.asked_for(request, canvas_drawn(picture, linked=False))) is not None:
        return file
    context = {
        "tabs": sections.tabs("tree"),
        "tree": tree,
        "picture": picture,
        "whole": whole,
        "left_out": len(tree.goals) - len(picture.nodes),
        "figures": _figures(tree, standing, len(found)),
        "voice": _voice(tree, standing),
        "conflicts": found,
        "orphans": tree.orphans,
        "may_work": may_work,
    }
    return render(request, "goals/tree.html", context)


def _figures(tree: Tree, standing: dict[int, Standing], n_conflicts: int) -> list[Figure]:
    linked, below = tree.linked_share
    orphans = len(tree.orphans)
    told = [each.code for each in standing.values() if each.code != "none"]
    return [
        Figure(linked / below if below else None, label=_("Linked to a purpose"), form="share", n=below),
        Figure(
            orphans, label=_("For no purpose"), meaning="soon" if orphans else "", url="#orphans" if orphans else ""
        ),
        Figure(
            told.count("good") / len(told) if told else None,
            label=_("On track of those that tell"),
            form="share",
            n=len(told),
            note=_("%(n)s cannot tell") % {"n": words.number(len(standing) - len(told))},
        ),
        Figure(
            n_conflicts,
            label=_("Conflicts"),
            meaning="bad" if n_conflicts else "",
            url="#conflicts" if n_conflicts else "",
        ),
    ]


def _voice(tree: Tree, standing: dict[int, Standing]) -> str:
    """The one sentence: which objectives are off track."""
    bad: list[Any] = [
        each for pk, each in tree.goals.items() if each.level == "objective" and standing[pk].code == "bad"
    ]
    if not bad:
        return ""
    titles = words.listed([quoted(each.title) for each in bad[:3]])
    names = {"titles": titles, "n": words.number(len(bad))}
    if len(bad) > 3:
        return _("%(n)s objectives are off track, %(titles)s first.") % names
    return ngettext("Off track: %(titles)s.", "Off track: %(titles)s.", len(bad)) % names
