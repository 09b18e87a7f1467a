"""`hansei migrate`."""

from __future__ import annotations

import typer

from hansei.doors.cli.starting import start_django, unapplied_migrations


def migrate() -> None:
    """Bring the database up to this version. Repeat it as often as you like."""
    start_django()
    from django.core.management import call_command

    missing = unapplied_migrations()
    # Also with nothing missing: what is re-made after every migrate (triggers) must be there.
    call_command("migrate", interactive=False, verbosity=0)
    from hansei.kernel import shipped

    shipped.bring_all("cli")
    typer.echo(f"The database is up to date ({len(missing)} migrations applied).")
