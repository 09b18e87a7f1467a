"""The command line: `hansei <command>`. A command's module is imported when the command is called.

To add a command: write a module here with a function (or a `typer.Typer` for a group of commands) and add its line to
`COMMANDS`. Keep the module light on import: `hansei analyse` must start without Django's database parts.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

import hansei
from hansei.kernel.errors import Refusal

COMMANDS: dict[str, str] = {
    "serve": "hansei.doors.cli.serve:serve",
    "prepare": "hansei.doors.cli.prepare:prepare",
    "migrate": "hansei.doors.cli.migrate:migrate",
    "check": "hansei.doors.cli.check:check",
    "erase": "hansei.doors.cli.erase:erase",
    "account": "hansei.doors.cli.account:app",
    "analyse": "hansei.doors.cli.analyse:analyse",
    "data": "hansei.doors.cli.data:app",
    "demonstration": "hansei.doors.cli.demonstration:app",
}


class CommandsByName(TyperGroup):
    """Imports the module of the command that was asked for, and no other."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False)
            alone.command(cmd_name)(found)
            found = alone
        command = typer.main.get_command(found)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a refusal becomes a sentence and an exit code.

        A command that acts for an account does this itself, to write down whom it denied.
        """
        try:
            return super().invoke(ctx)
        except Refusal as no:
            _write_down(no)
            typer.echo(str(no), err=True)
            raise typer.Exit(1) from None
        except Exception as error:
            if (said := _not_set_up(error)) is None:
                raise
            typer.echo(said, err=True)
            raise typer.Exit(1) from None


def _not_set_up(error: Exception) -> str | None:
    """What to say where the database is not the one that was set up: mostly the command runs in another folder."""
    from django.apps import apps

    if not apps.ready:
        return None
    from django.conf import settings
    from django.db import DatabaseError

    from hansei.doors.cli.starting import unapplied_migrations

    if not isinstance(error, DatabaseError) or not (missing := unapplied_migrations()):
        return None
    return (
        f"The database of {settings.HOME} lacks {len(missing)} migrations. If Hansei was set up in another folder, go "
        "there or name its folder in HANSEI_HOME; else run `hansei migrate`."
    )


def _write_down(refusal: Refusal) -> None:
    from django.apps import apps

    if apps.ready:  # a command without a database has nobody to refuse and no log of access
        from hansei.kernel import access

        access.denied(None, refusal, "cli")


app = typer.Typer(
    cls=CommandsByName,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"hansei {hansei.__version__}")
        raise typer.Exit


@app.callback()
def hansei_command(
    version: bool = typer.Option(
        False, "--version", callback=_say_version, is_eager=True, help="Show the version and leave."
    ),
) -> None:
    """Look back honestly, then do better: service management around one event log."""


def main() -> None:
    """Run the command line; the entry point `hansei`."""
    app(prog_name="hansei")
