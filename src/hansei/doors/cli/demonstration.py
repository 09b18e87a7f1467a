"""`hansei demonstration …`."""

from __future__ import annotations

import typer

from hansei.doors.cli.starting import start_django

app = typer.Typer(no_args_is_help=True, help="The demonstration organisation.")


@app.callback()
def demonstration() -> None:
    """The demonstration organisation."""


@app.command()
def load(
    if_empty: bool = typer.Option(False, "--if-empty", help="Only when nobody can sign in yet."),
) -> None:
    """Load the made-up company and its sign-ins, and say what they are."""
    start_django()
    from hansei.doors.demonstration import is_wanted, load_demonstration, sign_ins

    if if_empty and not is_wanted():
        return
    load_demonstration(progress=typer.echo)
    for email, password in sign_ins():
        typer.echo(f"  {email}  {password}")


@app.command()
def remove() -> None:
    """Remove the demonstration organisation and close its sign-ins."""
    start_django()
    from hansei.doors.demonstration import remove_demonstration

    remove_demonstration(progress=typer.echo)
