"""`hansei analyse FILE…`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hansei.doors.cli.starting import BAD_USAGE, STOPPED, UNREADABLE, stop

if TYPE_CHECKING:
    from hansei.doors.analyse.options import Options


def analyse(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Exports that belong together, e.g. issues and change log.")
    ],
    html: Annotated[Path | None, typer.Option("--html", help="Write the report to this file.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write the workbook to this file.")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write all figures to this file; - for output.")] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", help="Use this mapping instead of a guess.")] = None,
    write_mapping: Annotated[
        Path | None, typer.Option("--write-mapping", help="Write the mapping that was used, to edit and give back.")
    ] = None,
    preset: Annotated[str | None, typer.Option("--preset", help="The tool the export comes from.")] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", help="Zone of times written without one, e.g. Europe/Berlin.")
    ] = None,
    calendar: Annotated[
        str | None, typer.Option("--calendar", help="Working hours, e.g. 'Mon-Fri 08:00-17:00 Europe/Berlin'.")
    ] = None,
    holidays: Annotated[
        str | None, typer.Option("--holidays", help="Public holidays the calendar leaves out, e.g. DE-BY.")
    ] = None,
    cost_per_hour: Annotated[
        float | None,
        typer.Option(
            "--cost-per-hour", min=0, help="What an hour costs; money is shown where --minimum-billed is given too."
        ),
    ] = None,
    currency: Annotated[str, typer.Option("--currency", help="Currency of the cost, e.g. EUR.")] = "EUR",
    minimum_billed: Annotated[
        float | None, typer.Option("--minimum-billed", min=0, help="Hours billed at least for one case, e.g. 1.")
    ] = None,
    hours_per_case: Annotated[
        float,
        typer.Option(
            "--hours-per-case", min=0, max=10_000, help="Hours assumed for a case whose work is not recorded."
        ),
    ] = 1.0,
    since: Annotated[
        str | None, typer.Option("--from", help="Only cases reported on or after this day, e.g. 2025-01-01.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="Only cases reported on or before this day, e.g. 2025-12-31.")
    ] = None,
    filters: Annotated[
        list[str] | None, typer.Option("--filter", help="Only cases with field=value; may be given several times.")
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Show people by name instead of as person A, person B.")
    ] = False,
    language: Annotated[str, typer.Option("--language", help="en, zh-hans, zh-hant or ru.")] = "en",
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="Findings in summary and report.")] = 10,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")] = False,
) -> None:
    """Say what an export knows: recurring pain and its cost, flow, waiting, quality of the data.

    Needs no server and no database. Exit code 0: done; 2: an option cannot be used; 3: a file cannot be read.
    """
    from hansei.doors.analyse.language import LANGUAGES, speaking
    from hansei.doors.analyse.options import BadOption, Options, calendar_from, day_from, filters_from, zone_named

    try:
        if language not in LANGUAGES:
            raise BadOption("--language", f"“{language}” is not offered; choose one of {', '.join(LANGUAGES)}.")
        if zone is not None:
            zone_named(zone)
        if holidays and not calendar:
            raise BadOption("--holidays", "holidays are left out of a calendar; give --calendar as well.")
        options = Options(
            files=tuple(files),
            mapping=mapping,
            write_mapping=write_mapping,
            preset=preset,
            zone=zone,
            calendar=calendar_from(calendar, holidays, zone) if calendar else None,
            calendar_text=" ".join(filter(None, (calendar, holidays))),
            cost_per_hour=cost_per_hour,
            currency=currency,
            minimum_billed=minimum_billed,
            hours_per_case=hours_per_case,
            since=day_from(since, "--from"),
            until=day_from(until, "--to"),
            filters=filters_from(filters or []),
            names=names,
            language=language,
            top=top,
            html=html,
            xlsx=xlsx,
            json=json,
        )
    except BadOption as error:
        stop(f"{error.option}: {error}", BAD_USAGE)
    with speaking(language):
        _run(options, quiet=quiet)


def _run(options: Options, *, quiet: bool) -> None:
    """The outer edge: everything a person can mend becomes one sentence and an exit code."""
    from hansei.analytics.reading import UnreadableFile
    from hansei.doors.analyse.options import BadOption
    from hansei.doors.analyse.output import CannotWrite
    from hansei.doors.analyse.run import run

    try:
        run(options, quiet=quiet)
    except (BadOption, CannotWrite) as error:
        stop(f"{error.option}: {error}" if isinstance(error, BadOption) else str(error), BAD_USAGE)
    except UnreadableFile as error:
        stop(error.message, UNREADABLE)
    except KeyboardInterrupt:
        stop("Stopped; nothing was written.", STOPPED)
    except BrokenPipeError:
        # The reader of our output went away; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(0) from None
