"""Several things said as one: Chinese parts and ends them otherwise than English and Russian do."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(items: Iterable[object]) -> str:
    """Return things of one kind, one after the other.

    >>> listed(["CSV", "XLSX"])
    'CSV, XLSX'
    """
    return pgettext("between things of one kind", ", ").join(map(str, items))


def joined(parts: Iterable[str]) -> str:
    """Return parts that could stand alone as one line.

    >>> joined(["category: payroll", "service: roster"])
    'category: payroll; service: roster'
    """
    return pgettext("between parts that could stand alone", "; ").join(parts)


def labelled(name: object, value: object) -> str:
    """Return a name and what it stands for here.

    >>> labelled("Team", "desk")
    'Team: desk'
    """
    return pgettext("a name and its value", "%(name)s: %(value)s") % {"name": name, "value": value}
