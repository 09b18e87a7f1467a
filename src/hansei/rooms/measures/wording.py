"""What a definition measures, and what is wrong with one, in the reader's language."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansei.analytics.composing import AllOf, AnyOf, Between, Definition, End, Is, Reached, WrongDefinition
from hansei.ui import words
from hansei.ui.words import measures as measure_words
from hansei.ui.words.tables import Words, known

ENDS: Final[Words] = {
    "failed": pgettext_lazy("end of a time", "failed"),
    "detected": pgettext_lazy("end of a time", "detected"),
    "reported": pgettext_lazy("end of a time", "reported"),
    "answered": pgettext_lazy("end of a time", "answered"),
    "restored": pgettext_lazy("end of a time", "restored"),
    "resolved": pgettext_lazy("end of a time", "resolved"),
    "verified": pgettext_lazy("end of a time", "verified"),
    "closed": pgettext_lazy("end of a time", "closed"),
    "due": pgettext_lazy("end of a time", "due"),
}
AGGREGATES: Final[Words] = {
    "median": gettext_lazy("Median"),
    "p90": gettext_lazy("p90"),
    "mean": gettext_lazy("Mean"),
    "sum": gettext_lazy("Sum"),
    "count": gettext_lazy("Count"),
}
FIELDS: Final[Words] = {
    "planned": gettext_lazy("Planned work"),
    "state": gettext_lazy("State"),
    "activity": gettext_lazy("Activity"),
    "substate": gettext_lazy("Substate"),
    "priority_rank": gettext_lazy("Rank of the priority"),
    "worked_hours": gettext_lazy("Hours worked"),
    "events": gettext_lazy("Events"),
}
WRONG: Final[dict[str, str | Promise]] = {
    "not_json": gettext_lazy("This is not well-formed JSON."),
    "not_text": gettext_lazy("It holds characters that are no text."),
    "too_large": gettext_lazy("The definition is too large; 20,000 characters are enough for what can be understood."),
    "too_deep": gettext_lazy("Groups lie within groups more than five deep; take some apart."),
    "too_many": gettext_lazy("These are too many; at most 50 conditions and 200 values in each."),
    "too_few": gettext_lazy("At least one is needed here."),
    "too_long": gettext_lazy("A value has at most 200 characters."),
    "empty": gettext_lazy("This is empty."),
    "missing": gettext_lazy("This is missing."),
    "unknown_part": gettext_lazy("There is no such part."),
    "not_one_of": gettext_lazy("This is not known here."),
    "out_of_bounds": gettext_lazy("This number is out of bounds."),
    "bounds_crossed": gettext_lazy("The lower bound lies above the upper one."),
    "unknown_zone": gettext_lazy("There is no such time zone."),
    "same_ends": gettext_lazy("Both ends are the same; a time needs two."),
    "only_of_steps": gettext_lazy("A kind of step is only for counting steps."),
    "does_not_fit": gettext_lazy("This does not fit here."),
}


def wrong(found: WrongDefinition) -> str:
    """Say where and what, and what would fit."""
    said = known(WRONG, found.code)
    if found.place:
        said = _("%(place)s: %(reason)s") % {"place": found.place, "reason": said}
    if found.allowed:
        said = _("%(sentence)s It may be: %(allowed)s.") % {"sentence": said, "allowed": words.listed(found.allowed)}
    return said


def field(name: str) -> str:
    """A field of a case or a step."""
    return known(FIELDS, name) if name in FIELDS else measure_words.column(name)


def definition(found: Definition) -> str:
    """The formula in words, made from the definition itself."""
    said = _figure(found.figure)
    if found.where:
        said = _("%(figure)s; only cases where %(conditions)s") % {
            "figure": said,
            "conditions": _all([condition(each) for each in found.where]),
        }
    return _("%(sentence)s.") % {"sentence": said}


def _figure(figure: Any) -> str:
    if figure.what == "interval":
        ends = {"start": instant(figure.start), "end": instant(figure.end), "aggregate": _aggregate(figure.aggregate)}
        if figure.counted.count == "service":
            return _("%(aggregate)s of the service hours from %(start)s to %(end)s") % ends
        return _("%(aggregate)s of the elapsed hours from %(start)s to %(end)s") % ends
    if figure.what == "share":
        return _("Share of cases where %(conditions)s, by the day they were %(at)s") % {
            "conditions": _all([condition(each) for each in figure.hit]),
            "at": instant(figure.at),
        }
    if figure.what == "amount":
        named = {"aggregate": _aggregate(figure.aggregate), "field": field(figure.field), "at": instant(figure.at)}
        return _("%(aggregate)s of “%(field)s”, by the day cases were %(at)s") % named
    if figure.of == "cases":
        return _("How many cases were %(at)s") % {"at": instant(figure.at)}
    return _("How many steps there were: %(steps)s") % {"steps": step(figure.step) if figure.step else _("any step")}


def aggregate(found: Definition) -> str:
    """What its figure is called beside the number."""
    if found.figure.what in ("interval", "amount"):
        return _aggregate(found.figure.aggregate)
    return _("Share") if found.figure.what == "share" else _("Count")


def _aggregate(code: str) -> str:
    return known(AGGREGATES, code)


def instant(of: Any) -> str:
    """An instant of a case."""
    if isinstance(of, End):
        return known(ENDS, of.end)
    named = {"step": step(of.step)}
    return _("the first step “%(step)s”") % named if of.which == "first" else _("the last step “%(step)s”") % named


def step(of: Any) -> str:
    """Steps of a kind."""
    return words.labelled(field(of.field), words.listed(of.values))


def condition(part: Any) -> str:
    """One condition on a case."""
    if isinstance(part, AllOf):
        return _("(%(conditions)s)") % {"conditions": _all([condition(each) for each in part.of])}
    if isinstance(part, AnyOf):
        inner = _(" or ").join(condition(each) for each in part.of)
        return _("(%(conditions)s)") % {"conditions": inner}
    if isinstance(part, Is):
        values = [*part.values, *([_("unknown")] if part.unknown else [])]
        named = {"field": field(part.field), "values": words.listed(values)}
        return _("%(field)s is not %(values)s") % named if part.is_not else _("%(field)s is %(values)s") % named
    if isinstance(part, Between):
        return _bounds(part)
    if isinstance(part, Reached):
        named = {"step": step(part.step)}
        return _("there is no step %(step)s") % named if part.is_not else _("there is a step %(step)s") % named
    named = {"start": instant(part.start), "end": instant(part.end), "hours": words.number(part.hours)}
    if part.counted.count == "service":
        return _("from %(start)s to %(end)s at most %(hours)s service hours") % named
    return _("from %(start)s to %(end)s at most %(hours)s hours") % named


def _bounds(part: Between) -> str:
    low = None if part.at_least is None else words.number(part.at_least)
    high = None if part.at_most is None else words.number(part.at_most)
    named = {"field": field(part.field), "low": low, "high": high}
    if high is None:
        return _("%(field)s is at least %(low)s") % named
    if low is None:
        return _("%(field)s is at most %(high)s") % named
    return _("%(field)s is from %(low)s to %(high)s") % named


def _all(conditions: list[str]) -> str:
    return _(" and ").join(conditions)
