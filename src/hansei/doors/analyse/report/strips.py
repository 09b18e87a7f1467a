"""The two drawings of a finding: when it came, week by week, and at what hours."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.doors.analyse.report.parts import Drawn
from hansei.doors.analyse.report.pictures import drawn
from hansei.doors.analyse.study import Study
from hansei.doors.analyse.times import aware
from hansei.ui import words
from hansei.ui.marks import Dot, calendar_strip, clock_rose

SHADES = {"month_end": "month", "quarter_end": "quarter", "year_end": "quarter"}


def strip(finding: Any, study: Study) -> Drawn:
    """One mark a case by week; colour and shape say who, letters in the tooltip."""
    facts = finding.facts
    dots = [
        Dot(aware(member.at).astimezone(study.zone).date(), member.mark or 0, _said(member, study))
        for member in finding.members
    ]
    description = ngettext("%(n)s case from %(from)s to %(to)s", "%(n)s cases from %(from)s to %(to)s", len(dots)) % {
        "n": words.number(len(dots)),
        "from": words.of_day(aware(facts.first_at)),
        "to": words.of_day(aware(facts.last_at)),
    }
    shade = next((SHADES[each.code] for each in facts.surges if each.code in SHADES), "quarter")
    first = min((dot.day for dot in dots), default=aware(facts.first_at).date())
    last = max((dot.day for dot in dots), default=aware(facts.last_at).date())
    picture = calendar_strip(dots, first, last, _("Every case, by week and by person"), description, shade=shade)
    return drawn(picture)


def _said(member: Any, study: Study) -> str:
    person = study.people.person(member.person)
    return ", ".join(part for part in (words.exact(aware(member.at)), person) if part)


def clock(finding: Any, study: Study) -> Drawn:
    """The 24 hours of the day, with the best window shaded and office hours as the rim."""
    facts, calendar = finding.facts, study.options.calendar
    by_hour = list(facts.clock.hours)
    opens = closes = None
    if calendar is not None:
        spans = Counter((span[0].hour, span[1].hour or 24) for spans in calendar.hours.values() for span in spans)
        opens, closes = min(span[0] for span in spans), max(span[1] for span in spans)
    window = (facts.clock.from_hour, facts.clock.until_hour)
    description = _("%(share)s between %(from)s and %(until)s") % {
        "share": words.share(facts.clock.share),
        "from": f"{window[0] % 24:02d}:00",
        "until": f"{window[1] % 24:02d}:00",
    }
    picture = clock_rose(
        by_hour,
        _("Time of day"),
        description,
        office=(opens, closes) if opens is not None and closes is not None else None,
        window=window,
        centre=words.share(facts.clock.share),
    )
    return drawn(picture, says=_("Local time, %(zone)s.") % {"zone": str(study.zone)})
