"""The demonstration's next month as a file, to be brought in by hand as anybody's later extract is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from hansei.analytics.demonstration import STEPS, generate, later, write_csv
from hansei.kernel.demonstration import SEED
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Source
from hansei.rooms.mining.models import DataSet

# An extract ends some hours before or after its month does; the next one is more than a fortnight away.
AT_LEAST = timedelta(days=15)


def day_of(data_set: DataSet) -> date | None:
    """Return the day of the made-up company's next extract; None for other data sets, and at its history's end."""
    if data_set.source.kind != Source.Kind.DEMONSTRATION or data_set.last_at is None:
        return None
    known = data_set.last_at.date()
    return next((day for day in later.month_ends(STEPS[-1]) if day - known >= AT_LEAST), None)


def name_of(day: date) -> str:
    """How the tool calls the file."""
    return f"northwind-rail-{day.isoformat()}.csv"


def write(data_set: DataSet, path: Path) -> date:
    """Write the next extract: the month that follows what is known, and with it the last 90 days once more."""
    day = day_of(data_set)
    if day is None:
        raise NotFound("demonstration.ends", _("The demonstration's history ends here; there is no further month."))
    since = later.noon(day) - timedelta(days=later.OVERLAP_DAYS)
    write_csv(generate(SEED, goes_on=True), path, since=since, until=later.noon(day))
    return day


def write_for_the_loaded(path: Path) -> date:
    """The same for whoever has no data set at hand: the command line."""
    shown = DataSet.objects.filter(source__kind=Source.Kind.DEMONSTRATION, source__state=Source.State.READY)
    found = shown.filter(version__gt=0).select_related("source").first()
    if found is None:
        raise NotFound("demonstration.not_loaded", _("The demonstration is not loaded: `hansei demonstration load`."))
    return write(found, path)
