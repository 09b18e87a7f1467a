"""`hansei prepare`."""

from __future__ import annotations

import typer

from hansei.doors.cli.starting import start_django, unapplied_migrations


def prepare(
    demonstration: bool = typer.Option(
        False, "--demonstration", help="Create the demonstration organisation when nobody can sign in yet."
    ),
) -> None:
    """Make the database ready to serve; says the demonstration sign-ins where there are any."""
    start_django()
    from django.core.management import call_command

    if unapplied_migrations():
        typer.echo("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    from hansei.kernel import shipped

    shipped.bring_all("cli")
    from hansei.doors.demonstration import is_wanted, load_demonstration, sign_ins

    if demonstration and is_wanted():
        typer.echo("Creating the demonstration organisation …")
        load_demonstration(progress=lambda sentence: typer.echo(f"  {sentence}"))
    if known := sign_ins():
        typer.echo("Demonstration sign-ins:")
        for email, password in known:
            typer.echo(f"  {email}  {password}")
