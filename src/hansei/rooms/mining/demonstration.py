"""The demonstration's data set: a made-up company's exports, taken in one after the other as any export is.

Several, not one: an improvement's baseline is frozen from what was known before its intervention, so that must be all
that was imported by then. An extract holds what the last ones did not, and the last weeks once more.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from time import sleep
from typing import Final

from django.utils.translation import gettext as _

from hansei.analytics.demonstration import EARLIEST, STEPS, Generated, generate, write_csv
from hansei.analytics.demonstration.background import OFFICE
from hansei.analytics.demonstration.company import ZONE
from hansei.analytics.demonstration.later import noon
from hansei.kernel import demonstration, jobs
from hansei.kernel.actions import Act
from hansei.kernel.demonstration import SEED, Progress
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Job, Source
from hansei.rooms.mining.actions import import_extract, remove_data_set, upload_extract
from hansei.rooms.mining.actions.findings import set_scan_settings
from hansei.rooms.mining.models import DataSet, Extract
from hansei.rooms.mining.next_month import write_for_the_loaded
from hansei.ui import words

MAPPING: Final = Path(__file__).parent / "demonstration.yaml"
MINIMUM_BILLED_HOURS: Final = 1.0
OVERLAP: Final = timedelta(days=30)  # a later extract brings the last weeks once more, as people's exports do
WAITING = (Job.State.QUEUED, Job.State.RUNNING)


def load(by: Account, progress: Progress, day: date) -> None:
    """Export the company's tickets as they stood on this day and import them, as every quarter or so.

    After a kill, go on with the import that was begun.
    """
    found = DataSet.objects.filter(source__kind=Source.Kind.DEMONSTRATION).exclude(source__state=Source.State.REMOVING)
    extracts = Extract.objects.filter(data_set__in=found)
    begun = extracts.exclude(state=Extract.State.DONE).order_by("pk").last()
    if begun is None and extracts.count() > STEPS.index(day):
        return
    if begun is not None and begun.job is not None and begun.job.state in WAITING:
        job: int | None = begun.job.pk
    else:
        job = _ask(Act(by=by, via="cli"), begun.pk if begun else None, found.first(), day, progress)
    if job is None:
        return
    progress(_("Importing the tickets up to %(day)s …") % {"day": words.of_day(day)})
    ended = _work_off(job)
    if ended.state != Job.State.DONE:
        why = (ended.error or {}).get("message") or ended.state
        raise Refusal("demonstration.not_imported", _("The demonstration was not imported: %(why)s") % {"why": why})
    _say_what_a_call_costs(Act(by=by, via="cli"))
    _leave_one_scan(day)
    progress(
        _("Imported tickets: %(cases)s, events: %(events)s")
        % {"cases": ended.result["cases"], "events": ended.result["events"]}
    )


def _leave_one_scan(day: date) -> None:
    """Nobody will look at findings of a version that the next extract replaces at once."""
    if day == STEPS[-1]:
        _company.cache_clear()
        return
    for each in Job.objects.filter(name="mining.find", state=Job.State.QUEUED, inputs__source=_data_set().pk):
        jobs.cancel(each)


def _data_set() -> DataSet:
    return DataSet.objects.get(source__kind=Source.Kind.DEMONSTRATION, source__state=Source.State.READY)


def _say_what_a_call_costs(act: Act) -> None:
    """The company's own hours, and the hour that each call-out bills at least; money waits for a rate, as anywhere."""
    _days, opens, closes = OFFICE
    source = _data_set().pk
    set_scan_settings(
        act,
        source=source,
        zone=ZONE,
        opens=opens,
        closes=closes,
        minimum_billed_hours=MINIMUM_BILLED_HOURS,
        rate=None,
        currency="EUR",
    )


def _ask(act: Act, extract: int | None, known: DataSet | None, day: date, progress: Progress) -> int | None:
    """Have the extract imported, a new one where none was begun; return the job's number, None with nothing new."""
    if extract is None:
        if known is None:
            progress(_("Generating two years of tickets …"))
        extract = _exported(act, known, day)
    if extract is None:
        return None
    # The name says that it is generated; so does the kind of the source.
    name = _("Northwind Rail (demonstration, generated)")
    return import_extract(
        act, extract=extract, mapping=MAPPING.read_text(encoding="utf-8"), name=name, kind=Source.Kind.DEMONSTRATION
    )


def _exported(act: Act, known: DataSet | None, day: date) -> int | None:
    """Write what the company's tool holds at noon of this day, with the last weeks once more; upload it."""
    company = _company(generate, SEED)
    last = STEPS[STEPS.index(day) - 1] if known is not None else None
    since = EARLIEST if last is None else noon(last) - OVERLAP
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "northwind-rail.csv"
        if not write_csv(company, file, since=since, until=noon(day)):
            return None
        return upload_extract(act, files=[(file.name, str(file))], data_set=known.pk if known else None)


@lru_cache(maxsize=1)
def _company(make: Callable[[int], Generated], seed: int) -> Generated:
    """Generate once for all steps; the last one lets it go."""
    return make(seed)


def _work_off(job: int) -> Job:
    """Do this job to its end, here or in a server that runs beside."""
    while (found := Job.objects.get(pk=job)).state in WAITING:
        if not jobs.work_once(only=job):
            sleep(0.2)
    return found


def remove(progress: Progress) -> None:
    """Remove every source of the demonstration with all it holds: the data set, and the records that rooms emptied."""
    for source in Source.objects.filter(kind=Source.Kind.DEMONSTRATION):
        progress(_("Removing %(name)s …") % {"name": source.name})
        _work_off(remove_data_set(Act(by=None, via="cli"), source=source.pk))


demonstration.part("mining", order=10, steps=STEPS, load=load, remove=remove, go_on=write_for_the_loaded)
