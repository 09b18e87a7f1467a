"""Public holidays of a country, looked up outside the clock: calendars take plain dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def public_holidays(country: str, years: Iterable[int], subdivision: str | None = None) -> frozenset[date]:
    """Return the public holidays of a country (ISO 3166 code, `DE`) and its part (`BY`).

    Counted: whole days off by law, as the `holidays` library knows them. Left out: half days,
    bank and school holidays, and bridge days: enter those in the calendar.
    Raises ValueError for a country or part that the library does not know.
    """
    import holidays  # here: it loads tables of every country, and most calendars have their dates already

    known = holidays.list_supported_countries()
    if country not in known:
        raise ValueError(f"no public holidays are known for {country!r}; use a two-letter country code")
    if subdivision and subdivision not in known[country]:
        raise ValueError(f"{country} has no part {subdivision!r}; known are {', '.join(known[country]) or 'none'}")
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=list(years)))
