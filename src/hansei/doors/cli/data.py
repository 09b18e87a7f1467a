"""`hansei data …`: data sets in and out, by the same actions and rights as in the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hansei.doors.cli.starting import BAD_USAGE, REFUSED, STOPPED, UNREADABLE, start_django, stop

if TYPE_CHECKING:
    from hansei.doors.cli.delivery import Door

FORMS = ("ocel_json", "ocel_sqlite", "xes", "csv", "parquet")

app = typer.Typer(no_args_is_help=True, help="Data sets: bring them in, list, take out, remove.")
As = Annotated[
    str, typer.Option("--as", envvar="HANSEI_ACCOUNT", help="Act with the rights of this account; else as the system.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress.")]
Which = Annotated[str, typer.Argument(metavar="DATA_SET", help="Its number, as `hansei data list` shows it, or name.")]


@app.callback()
def data() -> None:
    """Data sets: bring them in, list, take out, remove."""


@app.command("import")
def bring(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Exports that belong together, e.g. issues and change log.")
    ],
    name: Annotated[str, typer.Option("--name", help="Name of the new data set; else the file's.")] = "",
    into: Annotated[str, typer.Option("--into", help="Bring a later extract into this data set.")] = "",
    mapping: Annotated[Path | None, typer.Option("--mapping", help="Use this mapping (YAML), not a guess.")] = None,
    zone: Annotated[str, typer.Option("--zone", help="Zone of times written without one, e.g. Europe/Berlin.")] = "UTC",
    preset: Annotated[str, typer.Option("--preset", help="The tool the export comes from.")] = "",
    case_type: Annotated[str, typer.Option("--case-type", help="Of an OCEL log: which kind of object is a case.")] = "",
    simulate: Annotated[bool, typer.Option("--simulate", help="Say what would come in; write nothing.")] = False,
    account: As = "",
    quiet: Quiet = False,
) -> None:
    """Bring exports in as a new data set or a later extract of one.

    Exit code 0: done; 1: refused; 2: an option cannot be used; 3: a file cannot be read.
    """
    with _refusals(account, quiet) as door:
        from hansei.doors.cli import delivery

        _checked(files, mapping, zone)
        source = door.source(into) if into else None
        asked = {"zone": zone, "preset": preset, "case_type": case_type}
        text = mapping.read_text(encoding="utf-8-sig") if mapping else None
        with delivery.delivered(door, files, source) as extract:
            told = delivery.simulated(door, extract, text, asked)
            for line in delivery.figures(told["simulation"]):
                typer.echo(line)
            if simulate:
                return
            counts = delivery.taken_in(door, extract, name)
        typer.echo(delivery.outcome(counts))


def _checked(files: list[Path], mapping: Path | None, zone: str) -> None:
    from zoneinfo import available_timezones

    for file in [*files, *([mapping] if mapping else [])]:
        if not file.is_file():
            stop(f"{file}: there is no such file.", UNREADABLE)
    if zone not in available_timezones():
        stop(f"--zone: “{zone}” is no time zone; write it like Europe/Berlin.", BAD_USAGE)


@app.command("list")
def show(
    account: As = "", json: Annotated[bool, typer.Option("--json", help="As JSON, one object a data set.")] = False
) -> None:
    """List the data sets: number, name, cases, events, period."""
    with _refusals(account, quiet=True) as door:
        rows = door.data_sets()
        if json:
            import orjson

            typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
            return
        for row in rows:
            period = f"{row.first_at:%Y-%m-%d} – {row.last_at:%Y-%m-%d}" if row.first_at and row.last_at else "–"
            typer.echo(f"{row.id:>5}  {row.name}  {row.cases:,} cases  {row.events:,} events  {period}")
        if not rows:
            typer.echo("There is no data set yet.", err=True)


@app.command()
def remove(
    which: Which,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    account: As = "",
    quiet: Quiet = False,
) -> None:
    """Remove a data set with all it holds. Only the event of its removal stays."""
    with _refusals(account, quiet) as door:
        source = door.source(which)
        if not yes and not typer.confirm(f"Remove “{door.name_of(source)}” for good?"):
            stop("Nothing was removed.", REFUSED)
        door.carry_out(door.act("data_set.remove", source=source))
        typer.echo("The data set is removed.")


@app.command()
def export(
    which: Which,
    output: Annotated[Path, typer.Option("--output", "-o", help="Write to this file.")],
    form: Annotated[str, typer.Option("--form", help=f"One of {', '.join(FORMS)}.")] = "ocel_json",
    account: As = "",
    quiet: Quiet = False,
) -> None:
    """Write a data set to a file, names of people included. All but Parquet can be read again."""
    if form not in FORMS:
        stop(f"--form: “{form}” is not offered; choose one of {', '.join(FORMS)}.", BAD_USAGE)
    from hansei.analytics.whole import whole

    with _refusals(account, quiet) as door:
        source = door.source(which)
        from hansei.doors.cli import delivery

        job = door.act("data_set.export", source=source, form=form)
        written = door.carry_out(job).result or {}
        try:
            with whole(output) as beside:
                shutil.copyfile(door.ask("mining.exported", source=source, job=job), beside)
        except OSError as error:
            stop(f"--output: {output} cannot be written: {error.strerror}.", BAD_USAGE)
        typer.echo(f"{output} is written.")
        for line in delivery.without_place(written.get("left_out", {})):
            typer.echo(line)


@contextmanager
def _refusals(account: str, quiet: bool) -> Iterator[Door]:
    """The outer edge: a refusal becomes one sentence and an exit code; who was denied stands in the access log."""
    start_django()
    from hansei.doors.cli.delivery import Door, Unreadable
    from hansei.kernel import access
    from hansei.kernel.errors import Refusal

    door = Door(quiet=quiet)
    try:
        door.enter(account)
        yield door
    except Unreadable as no:
        stop(str(no), UNREADABLE)
    except Refusal as no:
        access.denied(door.account, no, "cli")
        stop(str(no), REFUSED)
    except KeyboardInterrupt:
        stop("Stopped; nothing of it stays.", STOPPED)
