"""`hansei account …`."""

from __future__ import annotations

import typer

from hansei.doors.cli.starting import start_django, stop

app = typer.Typer(no_args_is_help=True, help="People who sign in.")


@app.callback()
def account() -> None:
    """People who sign in."""


@app.command()
def add(
    email: str = typer.Argument(help="The address they sign in with."),
    name: str = typer.Option(..., "--name", help="The person's name."),
    role: str = typer.Option("agent", "--role", help="The role they hold everywhere, e.g. manager or administrator."),
    password: str = typer.Option(
        ..., "--password", prompt=True, confirmation_prompt=True, hide_input=True, envvar="HANSEI_PASSWORD"
    ),
) -> None:
    """Add a person who may sign in."""
    start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from hansei.kernel.actions import Act
    from hansei.kernel.people import BUILT_IN, open_account

    if role not in BUILT_IN:
        stop(f"There is no role “{role}”; choose one of {', '.join(BUILT_IN)}.")
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        stop(" ".join(error.messages))
    open_account(Act(by=None, via="cli"), email=email, name=name, password=password, role=role)
    typer.echo(f"{email} may sign in now ({role}).")
