"""The reference of screens: every address, what stands there, its title, its place in the menu and its key."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Final

from django.template.loader import get_template
from django.urls import get_resolver

from hansei.config.reference.refusals import called_function
from hansei.config.reference.text import MADE, said, table
from hansei.ui.menu import ENTRIES
from hansei.ui.shortcuts import sections

HEAD = f"""# Screens
Every address of the web door, room by room. *Shows* opens in a browser; *does* is what a button sends (POST), carries
out an [action](actions.md) and leads to a page that shows. `<…>` in an address is a number or key. Every page has,
beside what is said here: light and dark, four languages, the phone's form, a skip link, the sheet of keys behind `?`,
and pages for “not there”, “you may not see this”, “not done”, “being computed” and an error of the server.
{MADE}
"""
ROOMS: Final = {
    "ui": "The frame",
    "register": "States of every kind",
    "document": "Templates of documents",
    "mining": "Data sets, findings, tickets",
    "measures": "Measures and flow",
    "goals": "Goals",
    "goal": "Goal nodes",
    "scorecard": "Scorecards",
    "outcome": "Outcomes",
    "metric": "Metric catalogue",
    "concern": "Stakeholders' concerns",
    "collector": "Collection plan",
    "dashboard": "Dashboards",
    "signal": "Trend watch",
    "improvement": "Improvements",
    "inputs": "Inputs of improvement",
    "cycles": "Improvement cycles",
    "lessons": "Lessons learned",
    "sip": "Improvement plans",
    "irp": "Improvement reports",
    "reports": "Service reports",
    "engagements": "Engagements",
    "reviews": "Reviews",
    "audit": "Audits",
    "checklist": "Checklists",
    "risk": "Risks",
    "control": "Control sheets",
    "capa": "Corrective and preventive actions",
    "violation": "Violations",
    "decision": "Decisions",
    "feedback": "Feedback",
    "complaint": "Complaints",
    "compliment": "Compliments",
    "survey": "Surveys",
    "voice": "Feedback for everybody",
    "governance": "Decision rights and risk appetite",
    "swot": "SWOT analyses",
    "kata": "Kata storyboards",
    "investigation": "Investigations, risks and improvements",
}
TITLE: Final = re.compile(r"{% block title %}(.*?){% endblock %}", re.DOTALL)
MARKED: Final = re.compile(r'{% translate "(.*?)" %}')


@dataclass(frozen=True)
class Screen:
    """One address."""

    address: str
    name: str
    view: Callable[..., Any]
    only_posts: bool

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]


def page() -> str:
    """Return the page as Markdown."""
    rooms = groupby(screens(), lambda each: each.room)
    return HEAD + "".join(_section(ROOMS[room], list(found)) for room, found in rooms) + _keys()


def screens() -> Iterator[Screen]:
    """Every named address, in the order in which they are declared."""
    found = list(_walk(get_resolver().url_patterns, "/", ""))
    yield from sorted(found, key=lambda each: list(ROOMS).index(each.room))


def _walk(patterns: Any, prefix: str, room: str) -> Iterator[Screen]:
    for entry in patterns:
        address = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = ":".join(filter(None, (room, entry.namespace)))
            yield from _walk(entry.url_patterns, address, inner)
        else:
            view, only_posts = _unwrapped(entry.callback)
            yield Screen(address, f"{room}:{entry.name}", view, only_posts)


def _unwrapped(view: Any) -> tuple[Any, bool]:
    """The function that a person wrote, below what guards it; and whether a guard lets only POST through."""
    only_posts = False
    while True:
        held = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        only_posts = only_posts or held.get("request_method_list") == ["POST"]
        if hasattr(view, "view_class"):
            return view.view_class, "get" not in view.view_class.http_method_names
        inner = view.func if isinstance(view, partial) else getattr(view, "__wrapped__", None)
        if inner is None:
            return view, only_posts
        view = inner


def _section(title: str, found: list[Screen]) -> str:
    rows = [[f"`{each.address}`", _title(each), _place(each), said(each.view, each.name)] for each in found]
    shows = [row for row, each in zip(rows, found, strict=True) if not each.only_posts]
    does = [[row[0], row[3]] for row, each in zip(rows, found, strict=True) if each.only_posts]
    parts = [f"\n## {title}\n", table(["address", "title", "menu", "shows"], shows)]
    return "".join([*parts, "\n" + table(["address", "does"], does)] if does else parts)


def _title(screen: Screen) -> str:
    """The page's title, from the first template that the view names; what it takes from the data reads “…”."""
    for name in _templates(screen.view, set()):
        source = get_template(name).template.source  # type: ignore[attr-defined]  # of Django's engine
        if match := TITLE.search(source):
            fixed = "" if "{" in match[1] else match[1]
            return " / ".join(MARKED.findall(match[1])) or fixed or "…"
    return ""


def _templates(view: Any, seen: set[Any]) -> Iterator[str]:
    """Names of templates in the view's source, then in what it calls in its own module."""
    seen.add(view)
    tree = ast.parse(textwrap.dedent(inspect.getsource(view)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
            yield node.value
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and inspect.isfunction(view):
            called = called_function(node.func, view)
            if inspect.isfunction(called) and called.__module__ == view.__module__ and called not in seen:
                yield from _templates(called, seen)


def _place(screen: Screen) -> str:
    keys = [f"`{each.keys}`" for part in sections() for each in part.shortcuts if each.url_name == screen.name]
    entry = ENTRIES.get(screen.name)
    if entry is None:
        return ", ".join(keys)
    group = f"{entry.group.value}: " if entry.group.value else ""
    right = f"needs `{entry.right}`" if entry.right else ""
    return ", ".join(filter(None, [f"{group}{entry.label}", *keys, right]))


def _keys() -> str:
    parts = ["\n## Keys\n"]
    for part in sections():
        rows = [[f"`{each.keys}`", str(each.label)] for each in part.shortcuts]
        parts.append(f"\n### {part.title}\n" + table(["key", "does"], rows))
    return "".join(parts)
