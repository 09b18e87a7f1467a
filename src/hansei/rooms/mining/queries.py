"""The readers of data sets: which there are, and their logs opened for measures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics import engine
from hansei.analytics.finder import Finding, Findings
from hansei.analytics.log import Log
from hansei.kernel import rights
from hansei.kernel.errors import NotFound, lacks
from hansei.kernel.models import Account, Job, Source
from hansei.kernel.queries import query
from hansei.rooms.mining import feed, results, scan, tickets
from hansei.rooms.mining.actions.exports import exports_of
from hansei.rooms.mining.models import DataSet, Extract, FindingDecision
from hansei.rooms.mining.scope import DIMENSIONS, UNKNOWN, choices
from hansei.rooms.mining.scope import Scope as Scope
from hansei.rooms.mining.scope import WrongAddress as WrongAddress
from hansei.rooms.mining.scope import day_of as day_of
from hansei.rooms.mining.scope import scope_of as scope_of
from hansei.rooms.mining.tickets import Edge as Edge
from hansei.rooms.mining.tickets import taken as taken
from hansei.ui import words
from hansei.ui.words import measures as measure_words
from hansei.worktime.calendar import Calendar
from hansei.worktime.periods import Period

SCOPED = DIMENSIONS  # the dimensions a page can be filtered by
page_of_tickets, every_ticket = tickets.page, tickets.every  # lists of cases on other rooms' pages
UNKNOWN_VALUE = UNKNOWN  # in an address: cases where the field is empty


@dataclass(frozen=True)
class DataSetRow:
    """A data set as lists show it."""

    id: int
    name: str
    kind: str
    version: int
    cases: int
    events: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True)
class TicketShown:
    """What the place `mining.ticket` of a ticket's page is about: the ticket's columns, instants as ISO text."""

    data_set: DataSet
    case: int
    ticket: Mapping[str, Any]


@dataclass(frozen=True)
class FindingShown:
    """What the place `mining.finding` of a finding's page is about."""

    data_set: DataSet
    finding: Finding


@query("mining.data_sets")
def data_sets(account: Account | None) -> list[DataSetRow]:
    """Return the data sets this person (None: the system) may see, newest first; nothing half-loaded."""
    if account is not None and not rights.holds(account, "mining.see"):
        return []
    found = DataSet.objects.filter(source__state=Source.State.READY, version__gt=0).select_related("source")
    return [_row(each) for each in found.order_by("-pk")]


def _row(each: DataSet) -> DataSetRow:
    return DataSetRow(
        each.pk, each.source.name, each.source.kind, each.version, each.cases, each.events, each.first_at, each.last_at
    )


@query("mining.extract")
def extract(account: Account | None, *, extract: int) -> dict[str, Any]:
    """Return how far an extract has come: state, mapping, what the simulation said, what was taken in."""
    _need(account, "mining.import")
    found = Extract.objects.filter(pk=extract).first()
    if found is None:
        raise NotFound("extract.not_found", _("There is no such extract; perhaps it was discarded."))
    names = ("state", "mapping", "looked", "simulation", "quality", "counts", "error")
    return {name: getattr(found, name) for name in names} | {"source": found.data_set_id}


@query("mining.exported")
def exported(account: Account | None, *, source: int, job: int) -> str:
    """Return where the file of a finished export lies."""
    _need(account, "mining.export")
    path = exports_of(source) / str(job)
    if not Job.objects.filter(pk=job, name="mining.export", inputs__source=source).exists() or not path.is_file():
        raise NotFound("export.gone", _("This file is not there any more. Export the data set again."))
    return str(path)


def _need(account: Account | None, right: str) -> None:
    if account is not None and not rights.holds(account, right):
        raise lacks(right)


def data_set(account: Account, source: int) -> DataSet:
    """Return one data set this person may see, or refuse."""
    found = DataSet.objects.filter(pk=source, version__gt=0, source__state=Source.State.READY).select_related("source")
    if not rights.holds(account, "mining.see") or not (one := found.first()):
        raise NotFound("data_set.not_found", _("There is no such data set, or you may not see it."))
    return one


def open_log(account: Account, source: int) -> Log:
    """Open the version of a data set's log that is shown now, on a connection of its own."""
    found = data_set(account, source)
    return engine.load(feed.connect(source), feed.version_folder(source, found.version))


def asked_for(account: Account, asked: Mapping[str, str]) -> DataSet | None:
    """Return the data set that `source` of a query names, without it the newest; None where there is none at all."""
    if not rights.holds(account, "mining.see"):
        raise lacks("mining.see")
    text = asked.get("source", "")
    if text:
        if not text.isdecimal() or len(text) > 18:
            raise NotFound("data_set.not_found", _("There is no such data set, or you may not see it."))
        return data_set(account, int(text))
    return newest(account)


def newest(account: Account, *, made_up: bool | None = None) -> DataSet | None:
    """Return the data set that came last, of those this person may see; `made_up`: of the demonstration, or not."""
    if not rights.holds(account, "mining.see"):
        return None
    found = DataSet.objects.filter(source__state=Source.State.READY, version__gt=0).select_related("source")
    if made_up is not None:
        is_made_up = Q(source__kind=Source.Kind.DEMONSTRATION)
        found = found.filter(is_made_up if made_up else ~is_made_up)
    return found.order_by("-pk").first()


def one_of(asked: Mapping[str, str], name: str, choices: Sequence[str]) -> str:
    """Return a query's value if it is one of these, the first where it is absent; refuse any other."""
    value = asked.get(name) or choices[0]
    if value not in choices:
        raise WrongAddress(
            "address.unknown_value",
            _("“%(value)s” is not known here; choose one of: %(choices)s.")
            % {"value": value[:40], "choices": words.listed(choices)},
        )
    return value


def findings_of(data_set: DataSet) -> Findings:
    """Return what the scan of the version that is shown found; refuse while it has not looked yet."""
    found = scan.scan_of(data_set, None).found
    if found is None:
        raise NotFound("finding.not_looked", _("The scan of this data set is not done yet; look again in a moment."))
    return found


def one_finding(found: Findings, key: str) -> Finding:
    for each in found.findings:
        if each.key == key:
            return each
    raise NotFound("finding.not_found", _("There is no such finding in the data as they are now."))


def finding(account: Account, source: int, key: str) -> Finding:
    """Return one finding of a data set this person may see, by its key, or refuse."""
    return one_finding(findings_of(data_set(account, source)), key)


def looked_at(data_set: DataSet) -> datetime | None:
    """When the scan ended whose findings are shown; None while nobody has looked."""
    return scan.looked_at(data_set, scan.settings_of(data_set))


def standing_findings(data_set: DataSet) -> list[Finding] | None:
    """What the scan found that nobody dismissed, the costliest first; None where nobody has looked yet."""
    found = scan.found_already(data_set)
    if found is None:
        return None
    decided = {each.key: each for each in FindingDecision.objects.filter(data_set=data_set)}
    left = [each for each in found.findings if not _is_dismissed(each, decided.get(each.key))]
    return sorted(left, key=lambda each: -(each.facts.hours.yearly.value or 0.0))


def known_findings(account: Account | None, sources: Collection[int]) -> dict[int, dict[str, Finding]]:
    """By data set and key, what the scans of those data sets found that this person may see, dismissed or not."""
    if not sources or (account is not None and not rights.holds(account, "mining.see")):
        return {}
    shown = DataSet.objects.filter(pk__in=sources, source__state=Source.State.READY, version__gt=0)
    scans = {each.pk: scan.found_already(each) for each in shown.select_related("source", "scan_settings")}
    return {pk: {each.key: each for each in found.findings} for pk, found in scans.items() if found is not None}


def _is_dismissed(finding: Finding, decision: FindingDecision | None) -> bool:
    dismissed = decision is not None and decision.decision == FindingDecision.Decision.DISMISSED
    return decision is not None and dismissed and not decision.has_grown(finding.facts.calls)


def price_of_an_hour(data_set: DataSet) -> tuple[float | None, str]:
    """What an hour of this data set costs, and in which currency; None until rate and billed minimum are entered."""
    entered = scan.settings_of(data_set)
    return entered.price, entered.currency


def sees_costs(account: Account) -> bool:
    """Whether this reader may see money beside hours."""
    return rights.holds(account, "mining.costs")


def sets_costs(account: Account) -> bool:
    """Whether this reader says what an hour costs: who decides about findings and may see money."""
    return rights.holds(account, "mining.decide") and sees_costs(account)


Make = Callable[[Log], Any]
Keep = Callable[[DataSet, str, Mapping[str, Any], Make], Any]


def kept(data_set: DataSet, name: str, parameters: Mapping[str, Any], make: Make) -> Any:
    """Return what `make` computes from the version that is shown, computed once for these parameters; read only."""
    return results.kept(data_set.pk, data_set.version, name, parameters, lambda: make(log_of(data_set)))


def soon(data_set: DataSet, name: str, parameters: Mapping[str, Any], make: Make) -> Any:
    """The same for a page: what takes longer than a moment rises NotYet, and is there when the page asks again."""
    return results.soon(data_set.pk, data_set.version, name, parameters, lambda: make(log_of(data_set)))


def already(data_set: DataSet, name: str, parameters: Mapping[str, Any], make: Make) -> Any:
    """The same where it was computed before, None otherwise: nothing is computed."""
    return results.found(data_set.pk, data_set.version, name, parameters)


def put(data_set: DataSet, name: str, parameters: Mapping[str, Any], value: Any) -> None:
    """Keep what was computed together with much else, so that `kept` and `soon` find it for these parameters."""
    results.keep(results.path_of(data_set.pk, data_set.version, name, parameters), value)


def beside(data_set: DataSet) -> Path:
    """The folder of a data set, for what is kept from one version to the next; it goes with the data set."""
    return feed.folder_of(data_set.pk)


def log_of(data_set: DataSet) -> Log:
    """Open the version that is shown, for work that is done in nobody's name."""
    return engine.load(feed.connect(data_set.pk), feed.version_folder(data_set.pk, data_set.version))


def ready_data_sets() -> list[DataSet]:
    """Every data set that is shown, for work that is done in nobody's name."""
    return list(_ready())


def ready_data_set(pk: int | None) -> DataSet | None:
    """The data set of this number where it is shown, for work that is done in nobody's name."""
    return _ready().filter(pk=pk).first()


def _ready() -> QuerySet[DataSet]:
    found = DataSet.objects.filter(source__state=Source.State.READY, version__gt=0)
    return found.select_related("source", "scan_settings").order_by("-pk")


def zone_of(data_set: DataSet) -> str:
    """The time zone in which a data set's days and hours are read."""
    return scan.settings_of(data_set).zone


def covered(data_set: DataSet | DataSetRow, zone: str) -> tuple[date, date] | None:
    """The first and the last day that a data set covers on the clock of a zone; None where these are not known."""
    if data_set.first_at is None or data_set.last_at is None:
        return None
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (data_set.first_at, data_set.last_at))
    return first, last


def outside(data_set: DataSet | DataSetRow, period: Period) -> str:
    """What a person should know before drafting a period that the data do not cover; "" where they do."""
    days = covered(data_set, period.zone)
    if days is None or (days[0] <= period.first and period.last <= days[1]):
        return ""
    said = {"first": words.of_day(days[0]), "last": words.of_day(days[1])}
    return _("The data go from %(first)s to %(last)s; the period lies partly or wholly outside.") % said


@dataclass(frozen=True)
class Hours:
    """When people are at work anyway: from Monday to Friday, in the data set's zone."""

    zone: str
    opens: float
    closes: float

    def calendar(self) -> Calendar:
        """The same as a working calendar."""
        opening = (_clock(self.opens), _clock(self.closes))
        return Calendar(zone=ZoneInfo(self.zone), hours=dict.fromkeys(range(5), (opening,)))


def _clock(hours: float) -> time:
    """The full minute; midnight at the day's end is the next day's first minute."""
    hour, minute = divmod(round(hours * 60) % (24 * 60), 60)
    return time(hour, minute)


def hours_of(data_set: DataSet) -> Hours:
    """The office hours entered for a data set."""
    entered = scan.settings_of(data_set)
    return Hours(entered.zone, entered.opens, entered.closes)


@dataclass(frozen=True)
class FilterField:
    """One dimension a page can be filtered by: its values with how many cases have each."""

    name: str
    label: str
    value: str
    choices: list[tuple[str, str, int]]


def values_of(data_set: DataSet, keep: Keep = soon) -> dict[str, list[list[Any]]]:
    """Return the values of each dimension with how many cases have each."""
    found: dict[str, list[list[Any]]] = keep(data_set, "choices", {}, choices)
    return found


def filter_fields(data_set: DataSet, scope: Scope) -> list[FilterField]:
    """Return the dimensions in which the cases of this data set differ."""
    found = values_of(data_set)
    made = []
    for name in DIMENSIONS:
        values = [(UNKNOWN if value is None else value, value or _("unknown"), n) for value, n in found[name]]
        if len(values) > 1 or name in scope.where:
            made.append(FilterField(name, measure_words.column(name), scope.where.get(name, ""), values))
    return made


def standing_url(source: int, name: str) -> str:
    """The tickets that are this exception where the data end."""
    return f"{reverse('mining:tickets')}?{urlencode({'source': source, 'standing': name})}"
