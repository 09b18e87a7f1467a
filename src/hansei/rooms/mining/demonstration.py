"""The demonstration's data set: a made-up company's export, taken in on the way that any export goes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from hansei.analytics.demonstration import generate, write_csv
from hansei.analytics.demonstration.background import OFFICE
from hansei.analytics.demonstration.company import ZONE
from hansei.kernel import demonstration, jobs
from hansei.kernel.actions import Act
from hansei.kernel.demonstration import SEED, Progress
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Job, Source
from hansei.rooms.mining.actions import import_extract, remove_data_set, upload_extract
from hansei.rooms.mining.actions.findings import set_scan_settings
from hansei.rooms.mining.models import DataSet, Extract

MAPPING: Final = Path(__file__).parent / "demonstration.yaml"
MINIMUM_BILLED_HOURS: Final = 1.0
WAITING = (Job.State.QUEUED, Job.State.RUNNING)


def load(by: Account, progress: Progress) -> None:
    """Generate the company's tickets and import them; after a kill, go on with the import that was begun."""
    found = DataSet.objects.filter(source__kind=Source.Kind.DEMONSTRATION).exclude(source__state=Source.State.REMOVING)
    begun = Extract.objects.filter(data_set__in=found).exclude(state=Extract.State.DONE).order_by("pk").last()
    if begun is None and found.exists():
        return
    if begun is not None and begun.job is not None and begun.job.state in WAITING:
        job = begun.job.pk
    else:
        job = _ask(Act(by=by, via="cli"), begun.pk if begun else None, progress)
    progress(_("Importing the tickets …"))
    ended = _work_off(job)
    if ended.state != Job.State.DONE:
        why = (ended.error or {}).get("message") or ended.state
        raise Refusal("demonstration.not_imported", _("The demonstration was not imported: %(why)s") % {"why": why})
    _say_what_a_call_costs(Act(by=by, via="cli"))
    progress(
        _("Imported tickets: %(cases)s, events: %(events)s")
        % {"cases": ended.result["cases"], "events": ended.result["events"]}
    )


def _say_what_a_call_costs(act: Act) -> None:
    """The company's own hours, and the hour that each call-out bills at least; money waits for a rate, as anywhere."""
    _days, opens, closes = OFFICE
    source = DataSet.objects.get(source__kind=Source.Kind.DEMONSTRATION, source__state=Source.State.READY).pk
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


def _ask(act: Act, extract: int | None, progress: Progress) -> int:
    """Have the extract imported, a new one where none was begun; return the job's number."""
    if extract is None:
        progress(_("Generating two years of tickets …"))
        company = generate(SEED)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "northwind-rail.csv"
            write_csv(company, file)
            extract = upload_extract(act, files=[(file.name, str(file))])
    # The name says that it is generated; so does the kind of the source.
    name = _("Northwind Rail (demonstration, generated)")
    return import_extract(
        act, extract=extract, mapping=MAPPING.read_text(encoding="utf-8"), name=name, kind=Source.Kind.DEMONSTRATION
    )


def _work_off(job: int) -> Job:
    """Do waiting jobs until this one has ended, here or in a server that runs beside."""
    while (found := Job.objects.get(pk=job)).state in WAITING:
        if not jobs.work_once():
            time.sleep(0.2)
    return found


def remove(progress: Progress) -> None:
    """Remove every data set of the demonstration with all it holds."""
    for source in Source.objects.filter(kind=Source.Kind.DEMONSTRATION):
        progress(_("Removing %(name)s …") % {"name": source.name})
        _work_off(remove_data_set(Act(by=None, via="cli"), source=source.pk))


demonstration.part("mining", order=10, load=load, remove=remove)
