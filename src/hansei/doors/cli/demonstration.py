"""`hansei demonstration …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hansei.doors.cli.starting import start_django, stop

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


@app.command("next-month")
def next_month(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Where to write it; a file that is there is kept.")],
) -> None:
    """Write the company's next monthly extract: what follows, and the last 90 days once more. Import it by hand."""
    if file.exists():
        stop(f"{file} exists already; choose another name.")
    if not file.parent.is_dir():
        stop(f"{file.parent} is not a folder.")
    start_django()
    from hansei.kernel.demonstration import write_next

    day = write_next(file)
    typer.echo(f"Wrote {file}: the extract of {day.isoformat()}. Import it into the demonstration's data set.")


@app.command()
def remove() -> None:
    """Remove the demonstration organisation and close its sign-ins."""
    start_django()
    from hansei.doors.demonstration import remove_demonstration

    remove_demonstration(progress=typer.echo)
