"""The reference of actions: what each does, for whom, with which inputs, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, get_type_hints, is_typeddict

from hansei.config.reference.meanings import of_input
from hansei.config.reference.refusals import refusals_of
from hansei.config.reference.text import MADE, Undocumented, kind_of, said, table
from hansei.kernel.actions import ACTIONS, Action

HEAD = f"""# Actions
An action is the only way to change something; every door (web, command line, background work) calls the same one. It
is one transaction, checks rights itself, and either changes something and records at least one [event](events.md), or
changes nothing. A refusal has a stable code and a sentence that says what to do next; doors show it as a page, a
status or an exit code (404 not there or not to be seen, 403 right missing, 412 changed meanwhile, 409 otherwise).
*Instants* are ISO 8601 with an offset, *days* ISO 8601. Actions named *keep*, *finish* or *take back* are called by
background work.
{MADE}
"""


def page() -> str:
    """Return the page as Markdown."""
    ours = sorted((each for each in ACTIONS.values() if ".tests." not in each.run.__module__), key=lambda one: one.name)
    parts = [f"\n## {subject}\n" + "".join(map(_section, found)) for subject, found in groupby(ours, _subject)]
    return HEAD + "".join(parts)


def _subject(action: Action) -> str:
    return action.name.partition(".")[0]


def _section(action: Action) -> str:
    lines = [f"\n### {action.name}", said(action.run, action.name), ""]
    facts = [f"Button: “{action.label}”", f"Right: {f'`{action.right}`' if action.right else 'none beforehand'}"]
    if action.on:
        facts.append(f"offered on: {action.on}")
    lines += [". ".join(facts) + ".", ""]
    if rows := list(_inputs(action)):
        lines.append(table(["input", "holds", "means"], rows))
    if refused := refusals_of(action.run):
        lines.append(table(["refused with", "when; what the person reads"], refused))
    return "\n".join(lines)


def _inputs(action: Action) -> Iterator[list[str]]:
    for name, field in action.inputs.model_fields.items():
        holds: Any = field.annotation
        shape = _of_typed(holds)
        default = "" if field.is_required() else f"; else {_plain(field.default)}"
        yield [f"`{name}`", (shape or kind_of(holds)) + default, of_input(action.name, name)]


def _of_typed(holds: Any) -> str:
    """The fields of a dict that names them."""
    if not is_typeddict(holds):
        return ""
    if not holds.__doc__:
        raise Undocumented(f"{holds.__name__} has no docstring.")
    return "any of " + ", ".join(f"`{name}` ({kind_of(hint)})" for name, hint in get_type_hints(holds).items())


def _plain(value: Any) -> str:
    return "nothing" if value in (None, "") else "no" if value is False else str(value)
