"""What a command that needs the database does first."""

from __future__ import annotations

import os
from typing import Final, NoReturn

import typer

# Exit codes, the same for every command.
REFUSED: Final = 1
BAD_USAGE: Final = 2
UNREADABLE: Final = 3
STOPPED: Final = 130


def start_django() -> None:
    """Load the settings and the models. A bad setting ends the command with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansei.config.settings")
    import django

    django.setup()


def stop(sentence: object, code: int = REFUSED) -> NoReturn:
    """End the command with a sentence for a person on standard error and an exit code other than 0."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def unapplied_migrations() -> list[str]:
    """Return the names of the migrations the database still lacks, in order; it must answer."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        stop(f"The database does not answer: {str(error).strip().splitlines()[0]}")
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
