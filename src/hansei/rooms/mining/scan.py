"""The scan for hidden recurring trouble: its settings, its job, and what it found, kept per version of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hansei.analytics import engine
from hansei.analytics.finder import FinderSettings, Findings, OfficeHours
from hansei.analytics.mapping import MappingError, from_yaml
from hansei.kernel import jobs, rights
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account, Job
from hansei.rooms.mining import feed, results
from hansei.rooms.mining.models import DataSet, ScanSettings

NAME = "findings"
FORM = 2  # raise it when what the finder answers changes its form


@dataclass(frozen=True)
class Scan:
    """Where the scan of a data set stands: its findings, or the job that looks for them."""

    found: Findings | None
    job: Job | None


def settings_of(data_set: DataSet) -> ScanSettings:
    """Return what somebody entered for this data set, or what holds until somebody does."""
    if DataSet.scan_settings.is_cached(data_set):  # read together with many data sets
        entered = getattr(data_set, "scan_settings", None)
    else:
        entered = ScanSettings.objects.filter(pk=data_set.pk).first()
    return entered or ScanSettings(data_set=data_set, zone=_zone_of(data_set))


def settings_for(account: Account, data_set: DataSet) -> ScanSettings:
    """The same as this reader may see it: without the right to see costs there is no rate. Never to be saved."""
    entered = settings_of(data_set)
    if not rights.holds(account, "mining.costs"):
        entered.rate = None
    return entered


def _zone_of(data_set: DataSet) -> str:
    return _zone_in(data_set.mapping) if data_set.mapping else "UTC"


@lru_cache(maxsize=64)
def _zone_in(mapping: str) -> str:
    # Every page asks; reading the YAML took a quarter of its time.
    try:
        return from_yaml(mapping).zone
    except MappingError:
        return "UTC"


def finder_settings(entered: ScanSettings) -> FinderSettings:
    """Put the settings into the finder's words; the rate stays out, because money is hours times it."""
    office = OfficeHours(zone=entered.zone, opens=entered.opens, closes=entered.closes)
    return FinderSettings(
        office=office, minimum_billed_hours=entered.minimum_billed_hours, assumed_hours=entered.assumed_hours
    )


def _parameters(entered: ScanSettings) -> dict[str, Any]:
    names = ("zone", "opens", "closes", "minimum_billed_hours", "assumed_hours")
    return {"form": FORM, **{name: getattr(entered, name) for name in names}}


def scan_of(data_set: DataSet, account: Account | None) -> Scan:
    """Return the findings of the version that is shown; where nobody looked yet, ask for it."""
    if (found := found_already(data_set)) is not None:
        return Scan(found, None)
    return Scan(None, waiting(data_set.pk) or last_failed(data_set) or ask(data_set, account))


def found_already(data_set: DataSet) -> Findings | None:
    """Return the findings of the version that is shown where somebody looked; ask for nothing."""
    path = results.path_of(data_set.pk, data_set.version, NAME, _parameters(settings_of(data_set)))
    return _read(str(path)) if path.exists() else None


def looked_at(data_set: DataSet, entered: ScanSettings) -> datetime | None:
    """When what is shown was found; None while nobody looked yet."""
    path = results.path_of(data_set.pk, data_set.version, NAME, _parameters(entered))
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None


def waiting(source: int) -> Job | None:
    """The scan of this data set that is queued or at work."""
    under_way = Job.objects.filter(name="mining.find", state__in=[Job.State.QUEUED, Job.State.RUNNING])
    return under_way.filter(inputs__source=source).order_by("pk").first()


def last_failed(data_set: DataSet) -> Job | None:
    """The last scan of this version, where it failed: it is not tried again on its own."""
    last = Job.objects.filter(name="mining.find", inputs__source=data_set.pk).order_by("-pk").first()
    same = last is not None and last.inputs.get("version") == data_set.version
    return last if same and last is not None and last.state == Job.State.FAILED else None


def ask(data_set: DataSet, account: Account | None) -> Job:
    """Queue a scan of the version that is shown."""
    return jobs.enqueue("mining.find", by=account, source=data_set.pk, version=data_set.version)


def look(source: int) -> Findings:
    """Scan the version of a data set that is shown now, and keep what was found."""
    from hansei.analytics.finder import find_recurrences

    data_set = DataSet.objects.filter(pk=source, version__gt=0).first()
    if data_set is None:
        raise NotFound("data_set.not_found", _("There is no such data set, or you may not see it."))
    entered = settings_of(data_set)
    path = results.path_of(source, data_set.version, NAME, _parameters(entered))
    if not path.exists():
        log = engine.load(feed.connect(source), feed.version_folder(source, data_set.version))
        results.keep(path, find_recurrences(log, finder_settings(entered)))
    return _read(str(path))


@lru_cache(maxsize=8)
def _read(path: str) -> Findings:
    # Reading thousands of members into their types takes a while; a kept scan never changes.
    from pydantic import TypeAdapter

    return TypeAdapter(Findings).validate_json(Path(path).read_bytes())
