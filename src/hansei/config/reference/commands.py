"""The reference of the command line: every command, its arguments and options, as `--help` says them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from hansei.config.reference.text import MADE, Undocumented, paragraphs, table
from hansei.doors.cli import app

HEAD = f"""# Commands
`hansei COMMAND --help` says the same in the terminal. A sentence on standard error and an exit code other than 0 mean
that something was refused; what a person asked for is on standard output.
{MADE}
"""


def page() -> str:
    """Return the page as Markdown."""
    top = typer.main.get_command(app)
    parts = _sections(top, typer.Context(top, info_name="hansei"), "hansei")
    return HEAD + "".join(parts)


def _sections(command: Any, context: Any, called: str) -> Iterator[str]:
    names = command.list_commands(context) if hasattr(command, "list_commands") else []
    yield _section(command, context, called)
    for name in names:
        inner = command.get_command(context, name)
        yield from _sections(inner, typer.Context(inner, info_name=name, parent=context), f"{called} {name}")


def _section(command: Any, context: Any, called: str) -> str:
    if not command.help:
        raise Undocumented(f"{called} has no docstring.")
    usage = " ".join(command.collect_usage_pieces(context))
    head = f"\n## {called}\n{paragraphs(command.help)}\n\n```\n{called} {usage}\n```\n"
    rows = [_row(called, each) for each in command.params]
    return head + ("\n" + table(["argument or option", "default", "meaning"], rows) if rows else "")


def _row(called: str, each: Any) -> list[str]:
    is_option = each.param_type_name == "option"
    name = ", ".join(f"`{word}`" for word in each.opts) if is_option else f"`{each.metavar or each.name.upper()}`"
    variable = f" Environment: `{each.envvar}`." if each.envvar else ""
    if not each.help and not variable:
        raise Undocumented(f"{called}: {each.name} has no help.")
    return [name, _default(each), f"{each.help or ''}{variable}".strip()]


def _default(each: Any) -> str:
    if each.required:
        return "must be given"
    is_plain = each.default not in (None, "", False) and not callable(each.default)
    return f"`{each.default}`" if is_plain else ""
