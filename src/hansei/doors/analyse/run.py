"""One run from files to outputs: read, map, shape, narrow, check, measure, find, write."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hansei.doors.analyse.options import BadOption, Options
from hansei.doors.analyse.output import all_whole, refuse_inputs
from hansei.doors.analyse.progress import Tell, watched
from hansei.doors.analyse.study import Study
from hansei.doors.analyse.times import aware

if TYPE_CHECKING:
    from hansei.analytics.finder import FinderSettings
    from hansei.analytics.log import Log
    from hansei.analytics.mapping import Mapping
    from hansei.analytics.reading import Raw
    from hansei.analytics.shaping import Simulation

# The measures whose course over the weeks the report draws.
WEEKLY = ("cases", "time_to_resolve")
PACKED = {".gz", ".bz2", ".xz"}  # exports shrink about twelvefold
# Slow to import, needed late.
AHEAD = ("hansei.analytics.finder", "ibis.backends.duckdb.converter")


def run(options: Options, *, quiet: bool) -> None:
    """Analyse and write. Raises UnreadableFile, BadOption or CannotWrite, each with one sentence."""
    inputs = [*options.files, *([options.mapping] if options.mapping else [])]
    refuse_inputs(options.outputs, inputs)
    with tempfile.TemporaryDirectory(prefix="hansei-") as folder, watched(quiet=quiet) as tell:
        study = examine(options, Path(folder), tell)
        tell("write")
        _write(study)
    if not quiet:
        _summarise(study)


def examine(options: Options, folder: Path, tell: Tell) -> Study:
    """Find out everything the reports need; `folder` takes what the engine spills."""
    raw, mapping, log, simulation = _shaped(options, folder, tell)
    # Not earlier: most of it was imported while the engine read.
    from hansei.analytics.finder import find_recurrences
    from hansei.analytics.measures import compute
    from hansei.analytics.quality import quality

    zone = options.zone or (str(options.calendar.zone) if options.calendar else mapping.zone)
    kept = narrowed(log, options, zone)
    tell("quality")
    notes = tuple(quality(kept, simulation))
    tell("measure")
    first_at, last_at = _extent(kept)
    answers = compute(kept, **_parameters(options, zone, first_at, last_at))
    weekly = _weekly(kept, zone)
    tell("find")
    return Study(
        options=options,
        files=raw.files,
        mapping=mapping,
        rows=simulation.rows,
        rejected=simulation.rejected,
        log=kept,
        zone=ZoneInfo(zone),
        first_at=first_at,
        last_at=last_at,
        all_cases=simulation.cases,
        notes=notes,
        answers=answers,
        weekly=weekly,
        findings=find_recurrences(kept, _finder_settings(options, zone)),
        people=_people(kept, options),
    )


def _shaped(options: Options, folder: Path, tell: Tell) -> tuple[Raw, Mapping, Log, Simulation]:
    """Read the files, understand them and shape a log of them."""
    from hansei.analytics.engine import connect
    from hansei.analytics.mapping import MappingError
    from hansei.analytics.reading import open_raw
    from hansei.analytics.shaping import shape_and_count

    con = connect(memory=_memory(options.files), spill=folder)
    _import_ahead()
    tell("read")
    given = _given(options)
    raw = open_raw(options.files, folder=folder, con=con, encoding=given.encoding if given else None)
    tell("map")
    mapping = given or _inferred(options, raw)
    tell("shape")
    try:
        return raw, mapping, *shape_and_count(con, raw, mapping)
    except MappingError as error:
        raise BadOption("--mapping", f"{options.mapping} is not of these files: {error}.") from None


def _import_ahead() -> None:
    """Import what later steps need while the engine reads: it leaves Python alone meanwhile."""

    def load() -> None:
        # A part that cannot be imported fails again where it is used, with its own error.
        with suppress(ImportError):
            for name in AHEAD:
                import_module(name)

    Thread(target=load, daemon=True).start()


def _memory(files: Sequence[Path]) -> str:
    """What the engine may hold before it spills: little for a file that needs little, a gigabyte for a large one."""
    sizes = [path.stat().st_size * (12 if path.suffix in PACKED else 1) for path in files if path.exists()]
    return "200MB" if sum(sizes) < 100_000_000 else "1GB"


def _given(options: Options) -> Mapping | None:
    """The mapping that was given; None where names and values are to suggest one."""
    from hansei.analytics.mapping import MappingError, from_yaml

    if options.mapping is None:
        return None
    try:
        return from_yaml(options.mapping.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadOption("--mapping", f"{options.mapping} cannot be read: {error}.") from None
    except MappingError as error:
        raise BadOption("--mapping", f"{options.mapping.name} cannot be used: {error}.") from None


def _inferred(options: Options, raw: Raw) -> Mapping:
    from hansei.analytics.mapping import infer
    from hansei.analytics.mapping.presets import presets

    known = [*(preset.name for preset in presets()), "generic"]
    if options.preset is not None and options.preset not in known:
        raise BadOption("--preset", f"“{options.preset}” is not known; choose one of {', '.join(known)}.")
    return infer(raw, zone=options.zone or "UTC", preset_name=options.preset)


def narrowed(log: Log, options: Options, zone: str) -> Log:
    """Return the log with only the cases that were asked for; an empty answer is refused with what there is."""
    from hansei.analytics.measures import filtered

    if not options.is_narrowing:
        return log
    since, before = options.window(zone)
    kept = filtered(log, since=since, before=before, where=options.filters)
    if int(kept.cases.count().execute()) == 0:
        _refuse_empty(log, options)
    return kept


def _refuse_empty(log: Log, options: Options) -> None:
    for name, values in options.filters.items():
        there = log.cases.group_by(name).aggregate(n=log.cases.count()).order_by("n").limit(8)
        known = [str(row[name]) for row in there.to_pyarrow().to_pylist() if row[name] is not None]
        if not set(values) & set(known):
            seen = ", ".join(known) or "nothing"
            raise BadOption("--filter", f"no case has {name}={values[0]}; the data hold, among others, {seen}.")
    raise BadOption("--from/--to/--filter", "no case is left; widen the period or the filters.")


def _parameters(options: Options, zone: str, first_at: datetime | None, last_at: datetime | None) -> dict[str, Any]:
    """What measures may need to know: the clock's zone, when the data end, and which hours count."""
    from hansei.analytics.measures import working_days

    given: dict[str, Any] = {"zone": zone} | ({"now": aware(last_at)} if last_at is not None else {})
    if options.calendar is not None and first_at is not None and last_at is not None:
        given["working"] = working_days(options.calendar, aware(first_at), aware(last_at))
    return given


def _finder_settings(options: Options, zone: str) -> FinderSettings:
    from hansei.analytics.finder import FinderSettings, OfficeHours

    office = OfficeHours(zone=zone)
    if options.calendar is not None:
        calendar = options.calendar
        opens = [_hour(opening[0]) for openings in calendar.hours.values() for opening in openings]
        closes = [_hour(opening[1]) or 24.0 for openings in calendar.hours.values() for opening in openings]
        office = OfficeHours(
            zone=str(calendar.zone),
            weekdays=frozenset(day for day, openings in calendar.hours.items() if openings),
            opens=min(opens),
            closes=max(closes),
            holidays=frozenset(calendar.holidays),
        )
    return FinderSettings(
        office=office,
        minimum_billed_hours=options.minimum_billed,
        assumed_hours=options.hours_per_case,
        rate=options.cost_per_hour,
        currency=options.currency,
    )


def _hour(clock: Any) -> float:
    return float(clock.hour + clock.minute / 60)


def _weekly(log: Log, zone: str) -> dict[str, list[dict[str, Any]]]:
    from hansei.analytics.measures import series

    return {name: series(log, name, by="week", zone=zone).to_pyarrow().to_pylist() for name in WEEKLY}


def _extent(log: Log) -> tuple[datetime | None, datetime | None]:
    (row,) = log.cases.aggregate(first=log.cases.first_at.min(), last=log.cases.last_at.max()).to_pyarrow().to_pylist()
    return row["first"], row["last"]


def _people(log: Log, options: Options) -> Any:
    from hansei.doors.analyse.people import known_people
    from hansei.doors.analyse.pseudonyms import Pseudonyms

    return Pseudonyms(() if options.names else known_people(log), show=options.names)


def _write(study: Study) -> None:
    from hansei.doors.analyse.document import encode
    from hansei.doors.analyse.report import write_report
    from hansei.doors.analyse.workbook import write_workbook

    options = study.options
    with all_whole(options.outputs) as drafts:
        if options.html is not None:
            write_report(study, drafts[options.html])
        if options.xlsx is not None:
            write_workbook(study, drafts[options.xlsx])
        if options.write_mapping is not None:
            _write_mapping(study, drafts[options.write_mapping])
        if options.json is not None and str(options.json) != "-":
            drafts[options.json].write_bytes(encode(study))
    if str(options.json) == "-":
        sys.stdout.buffer.write(encode(study))
        sys.stdout.flush()


def _write_mapping(study: Study, path: Path) -> None:
    from hansei.analytics.mapping import to_yaml
    from hansei.doors.analyse.people import mapping_without_names

    assert study.mapping is not None
    path.write_text(to_yaml(mapping_without_names(study.mapping, study.people)), encoding="utf-8")


def _summarise(study: Study) -> None:
    from hansei.doors.analyse.terminal import print_summary

    # Standard output belongs to the JSON when it goes there.
    print_summary(study, stderr=str(study.options.json) == "-")
