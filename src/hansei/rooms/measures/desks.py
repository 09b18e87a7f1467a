"""The service desk behind a data set: its teams, and the counts that no log of tickets holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.analytics.measures.desk import MINUTES
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.measures.models import DeskSetting, Metric, Origin
from hansei.rooms.mining import queries as mining

Text = str | Promise

BEYOND: Final = ("kind", "service", "category")  # dimensions by which matters are marked as beyond the desk
OF_DESK: Final = frozenset({"dispatch_accuracy", "first_contact_resolution"})

# What a telephone system or the people at the desk count: code -> name, unit, formula in words.
COUNTS: Final[dict[str, tuple[Text, Text, Text]]] = {
    "calls_offered": (
        _("Calls offered to the service desk"),
        _("calls"),
        _("Calls that reached the service desk’s number, answered or not."),
    ),
    "calls_answered": (
        _("Calls answered by the service desk"),
        _("calls"),
        _("Calls that a person at the service desk answered."),
    ),
    "talk_minutes": (
        _("Talk time of answered calls"),
        _("minutes"),
        _("Minutes that people talked in answered calls, all together."),
    ),
    "contacts_answered": (
        _("Contacts answered"),
        _("contacts"),
        _("Contacts by any channel that the service desk answered; those given up before are none."),
    ),
    "contacts_recorded": (
        _("Contacts with a ticket"),
        _("contacts"),
        _("Answered contacts that ended as a ticket or were linked to one. A reason why there is none is no record."),
    ),
    "contacts_excluded": (
        _("Contacts excluded by agreement"),
        _("contacts"),
        _("Answered contacts that were agreed not to count: misdialled, silent, tests."),
    ),
}


@dataclass(frozen=True)
class Told(mining.Hours):
    """Office hours, and what the desk's measures are told of a data set."""

    desk: tuple[str, ...] = ()
    minutes: int = MINUTES
    beyond: tuple[tuple[str, str], ...] = ()


def setting_of(data_set: Any) -> DeskSetting | None:
    """What somebody said of the desk behind this data set; None where nobody did."""
    return DeskSetting.objects.filter(source=data_set.pk).first()


def told_of(data_set: Any, setting: DeskSetting | None = None) -> Told:
    """The office hours of a data set with its desk."""
    hours = asdict(mining.hours_of(data_set))
    found = setting or setting_of(data_set)
    if found is None:
        return Told(**hours)
    beyond = tuple((str(field), str(value)) for field, value in found.beyond if field in BEYOND)
    return Told(**hours, desk=tuple(found.teams), minutes=found.minutes, beyond=beyond)


def extras(hours: mining.Hours, parameters: tuple[str, ...]) -> dict[str, Any]:
    """What a measure of the desk is told beside the log."""
    if not isinstance(hours, Told):
        return {}
    return {name: getattr(hours, name) for name in ("desk", "minutes", "beyond") if name in parameters}


def counts_of(account: Account | None, setting: DeskSetting | None) -> dict[str, Metric]:
    """The metric that holds each count, as far as this reader may see it."""
    opened = rights.predicate(account, "measures.see", prefix="identity__")
    seen = Metric.objects.filter(opened, origin=Origin.ENTERED).exclude(state="retired")
    chosen: Mapping[str, int] = setting.counts if setting is not None else {}
    found = seen.filter(pk__in=chosen.values()) | seen.filter(shipped__in=COUNTS)
    rows = list(found.select_related("identity").prefetch_related("entered").distinct())
    by_id, shipped = {each.pk: each for each in rows}, {each.shipped: each for each in rows if each.shipped}
    named = {code: by_id.get(chosen[code]) if code in chosen else shipped.get(code) for code in COUNTS}
    return {code: each for code, each in named.items() if each is not None}
