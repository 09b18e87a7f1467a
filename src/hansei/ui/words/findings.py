"""Findings in words: title, the sentence why nobody saw it, what repeats, and what a score stands on.

Sentences are built only from the clauses and facts that are given: a clause without its fact is not said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from hansei.ui.words.lists import joined, labelled
from hansei.ui.words.measures import column
from hansei.ui.words.numbers import interval, number, share
from hansei.ui.words.spans import hours as as_hours

Figures = Mapping[str, Any]
SCRIPTS: Final = {"zh": "han", "ru": "cyrillic"}
SCRIPTS_ALL: Final = ("latin", "han", "cyrillic")


class Clause(Protocol):
    """A tested fact as a code with its figures."""

    @property
    def code(self) -> str: ...
    @property
    def figures(self) -> Figures: ...


def conclusion(count: int, hours: float, first: str | None, most: float | None) -> str:
    """What all findings come to, in one sentence: how many causes, their hours a year, the costliest."""
    said = {"n": number(count), "hours": number(hours, 0), "first": first, "most": number(most, 0)}
    if count == 1:
        return _("One cause comes back and takes about %(hours)s hours a year: “%(first)s”.") % said
    sentence = ngettext(
        "%(n)s cause comes back and takes about %(hours)s hours a year; the costliest is “%(first)s” with %(most)s.",
        "%(n)s causes come back and take about %(hours)s hours a year; the costliest is “%(first)s” with %(most)s.",
        count,
    )
    return sentence % said


def assumption(findings: Iterable[Any]) -> str:
    """What stands in for work that nobody recorded, given the hours of each; "" where all are recorded."""
    assumed = sorted({each.assumed for each in findings if each.basis != "recorded"})
    if not assumed:
        return ""
    said = joined(as_hours(each) for each in assumed)
    return _("Where no work is recorded, %(hours)s are assumed for each case.") % {"hours": said}


def title(finding: Any) -> str:
    """The wording of a member, in the reader's script where one wrote in it, else what the members share."""
    if finding.title:
        return readable(titles(finding))
    if not finding.shared:
        return _("Same wording, nothing else in common")
    return " · ".join(str(value) for value in finding.shared.values())


def titles(finding: Any) -> list[str]:
    """A finding's own wording, and the commonest of its members' in each other script; none where it has no wording."""
    if not finding.title:
        return []
    own = _script_of(finding.title)
    said = Counter(each.title for each in getattr(finding, "members", ()) if each.title)
    others = [
        [text for text, _n in said.most_common() if _script_of(text) == each] for each in SCRIPTS_ALL if each != own
    ]
    return [str(finding.title), *(texts[0] for texts in others if texts)]


def readable(wordings: Sequence[str]) -> str:
    """The wording in the script of the active language, else the first; nothing of none."""
    wanted = SCRIPTS.get((get_language() or "en")[:2], "latin")
    return next((text for text in wordings if _script_of(text) == wanted), wordings[0] if wordings else "")


def shared(finding: Any) -> str:
    """What all or nearly all members agree in, field by field."""
    return " · ".join(labelled(column(name), value) for name, value in finding.shared.items())


def why_unseen(clauses: Sequence[Clause]) -> str:
    """ "Nobody saw it because …", or nothing where no clause stands on a fact."""
    told = [said for said in map(clause, clauses) if said]
    return _("Nobody saw it because %(clauses)s.") % {"clauses": listed(told)} if told else ""


def besides(clauses: Sequence[Clause]) -> str:
    """What else is proved beside the headline, in one sentence; nothing where nothing is left."""
    told = [said for said in map(clause, clauses) if said]
    return _("Besides, %(clauses)s.") % {"clauses": listed(told)} if told else ""


def why_in_full(leading: Sequence[Clause], following: Sequence[Clause]) -> str:
    """Both sentences, for a cell of a table."""
    return " ".join(filter(None, (why_unseen(leading), besides(following))))


def clause(one: Clause) -> str:
    """One clause; a code that has no words here is not said."""
    write = CLAUSES.get(one.code)
    return write(one.figures) if write is not None else ""


def _spread(figures: Figures) -> str:
    people, fewest, most = figures["people"], figures["fewest"], figures["most"]
    if fewest == most:
        times = ngettext("%(n)s time", "%(n)s times", most) % {"n": number(most)}
        return _("each of %(people)s people met it %(times)s") % {"people": number(people), "times": times}
    return _("each of %(people)s people met it %(fewest)s to %(most)s times") % {
        "people": number(people),
        "fewest": number(fewest),
        "most": number(most),
    }


def _own_gap(figures: Figures) -> str:
    weeks = figures["weeks"]
    return ngettext(
        "half of the time it was over %(n)s week until the same person met it again",
        "half of the time it was over %(n)s weeks until the same person met it again",
        max(1, int(weeks)),
    ) % {"n": number(max(1, int(weeks)))}


def _unlike(figures: Figures) -> str:
    scripts = int(figures.get("scripts") or 1)
    if scripts > 1:
        return ngettext(
            "it was written in different words and in %(n)s script",
            "it was written in different words and in %(n)s scripts",
            scripts,
        ) % {"n": number(scripts)}
    return _("it was written in different words")


def _low_priority(figures: Figures) -> str:
    if figures["share"] == 1:
        return _("it always had a low priority")
    return _("%(share)s of it had a low priority") % {"share": share(figures["share"])}


def _after_hours(figures: Figures) -> str:
    if figures["share"] == 1:
        return _("it always came outside office hours")
    return _("%(share)s of it came outside office hours") % {"share": share(figures["share"])}


def _small_share(figures: Figures) -> str:
    return _("its hours were %(share)s of all hours outside office hours") % {"share": share(figures["share"])}


CLAUSES: Final[dict[str, Callable[[Figures], str]]] = {
    "spread_over_people": _spread,
    "long_own_gap": _own_gap,
    "after_hours": _after_hours,
    "unlike_wording": _unlike,
    "low_priority": _low_priority,
    "no_breach": lambda figures: _("it never breached a target"),
    "small_share_of_overtime": _small_share,
}


def pattern(facts: Any) -> str:
    """What repeats, in figures: how often, how far apart, at which hours, on which days, when it surges."""
    sentences = [
        ngettext("%(n)s case in %(weeks)s weeks", "%(n)s cases in %(weeks)s weeks", facts.calls)
        % {"n": number(facts.calls), "weeks": number(facts.weeks)}
        + ("" if facts.burden else "; " + _gap(facts))
    ]
    sentences += [burden(facts)] if facts.burden else [_clock(facts)]
    if facts.weekday.chance < 0.01:
        sentences.append(
            _("%(share)s on a %(weekday)s")
            % {"share": share(facts.weekday.share), "weekday": weekday(facts.weekday.weekday)}
        )
    # An interval that holds 1 says nothing about a surge.
    sentences += [surge(each) for each in facts.surges if each.ratio.low > 1]
    sentences.append(TRENDS[facts.trend]()) if facts.trend in TRENDS else None
    stop = pgettext("end of a sentence", ". ")
    return "".join(first_upper(each.strip()) + stop for each in sentences if each).strip()


def _gap(facts: Any) -> str:
    return _("median gap %(gap)s days %(interval)s") % {
        "gap": number(facts.median_gap_days.value, 1),
        "interval": interval(facts.median_gap_days.low, facts.median_gap_days.high, 1),
    }


def _clock(facts: Any) -> str:
    clock = facts.clock
    return _("%(share)s between %(from)s and %(until)s, local time (%(expected)s of all other cases)") % {
        "share": share(clock.share),
        "from": f"{clock.from_hour % 24:02d}:00",
        "until": f"{clock.until_hour % 24:02d}:00",
        "expected": share(clock.expected),
    }


def burden(facts: Any) -> str:
    """How much more than others it bounces or breaks its promise, and how steadily it comes; nothing without one."""
    one = facts.burden
    if one is None:
        return ""
    figures = {"share": share(one.share), "usual": share(one.usual)}
    figures |= {"steps": number(one.steps), "of": number(one.of_steps)}
    return BURDENS[one.code, one.step]() % figures


BURDENS: Final[dict[tuple[str, str], Callable[[], str]]] = {
    ("bounce", "week"): lambda: _(
        "%(share)s were handed on at least twice or reopened, against %(usual)s of others of the same priority; "
        "there were cases in %(steps)s of %(of)s weeks"
    ),
    ("bounce", "day"): lambda: _(
        "%(share)s were handed on at least twice or reopened, against %(usual)s of others of the same priority; "
        "there were cases on %(steps)s of %(of)s days"
    ),
    ("breach", "week"): lambda: _(
        "%(share)s breached their target, against %(usual)s of others of the same priority; "
        "there were cases in %(steps)s of %(of)s weeks"
    ),
    ("breach", "day"): lambda: _(
        "%(share)s breached their target, against %(usual)s of others of the same priority; "
        "there were cases on %(steps)s of %(of)s days"
    ),
}
TRENDS: Final[dict[str, Callable[[], str]]] = {
    "growing": lambda: _("It grows"),
    "shrinking": lambda: _("It becomes rarer"),
    "died": lambda: _("It has stopped"),
}


def surge(one: Any) -> str:
    """How much more often it comes at the end of a month, quarter or year, with its interval."""
    when = {
        "month_end": _("at the end of a month"),
        "quarter_end": _("at the end of a quarter"),
        "year_end": _("at the end of a year"),
    }.get(one.code, one.code)
    return _("%(ratio)s times as often %(when)s %(interval)s") % {
        "ratio": number(one.ratio.value, 1),
        "when": when,
        "interval": interval(one.ratio.low, one.ratio.high, 1),
    }


def weekday(day: int) -> str:
    """The name of a weekday; 0 is Monday."""
    from django.utils.dates import WEEKDAYS

    return str(WEEKDAYS[day])


def component(code: str) -> str:
    """The name of one part of a score."""
    return {
        "rhythm": _("Regular rhythm"),
        "clock": _("Same hours of the day"),
        "burden": _("More of a burden than others"),
        "steady": _("Comes steadily"),
        "spread": _("Spread over people"),
        "agreement": _("Members agree"),
        "size": _("Number of cases"),
        "alive": _("Still going on"),
    }.get(code, code.replace("_", " "))


def basis(code: str, assumed: float) -> str:
    """Where the hours of a finding come from; `assumed`: those of a case without recorded work."""
    said = {
        "recorded": _("recorded work"),
        "partly_recorded": _("partly recorded, the rest assumed: %(hours)s a case"),
        "assumed": _("assumed: %(hours)s a case, no work is recorded"),
    }.get(code, code.replace("_", " "))
    return said % {"hours": as_hours(assumed)}


def people(facts: Any) -> str:
    """How many people met it and how often each, without a count a name."""
    spread = facts.spread
    said = ngettext("%(n)s person", "%(n)s people", facts.people) % {"n": number(facts.people)}
    times = (
        _("each %(fewest)s to %(most)s times") % {"fewest": number(spread.fewest), "most": number(spread.most)}
        if spread.fewest != spread.most
        else ngettext("each %(n)s time", "each %(n)s times", spread.most) % {"n": number(spread.most)}
    )
    return pgettext("between clauses of a sentence", ", ").join((said, times))


def known_kind(kind: str) -> str:
    """What a benign regularity is."""
    return {
        "request": _("Service request"),
        "planned": _("Planned work"),
        "batch": _("Made by a batch job"),
        "one_requester": _("One person asks"),
        "known_kind": _("Known kind"),
    }.get(kind, kind.replace("_", " "))


def because(one: Clause) -> str:
    """The fact that tells a benign regularity from hidden trouble."""
    figures = one.figures
    part = share(figures["share"]) if "share" in figures else ""
    return {
        "recorded_as_planned": lambda: _("%(share)s are recorded as planned") % {"share": part},
        "worded_as_planned": lambda: _("%(share)s are worded as planned work") % {"share": part},
        "recorded_as_request": lambda: _("%(share)s are recorded as requests") % {"share": part},
        "worded_as_request": lambda: _("%(share)s are worded as requests") % {"share": part},
        "opened_together": lambda: _("%(share)s were opened in the same moment as others") % {"share": part},
        "opened_at_one_minute": lambda: _("%(share)s were opened at the same minute of the day") % {"share": part},
        "asked_by_one_person": lambda: _("%(share)s were asked by the same person") % {"share": part},
        "ordinary_volume": lambda: (
            _("about %(n)s a week, no more regular than chance") % {"n": number(figures["calls_a_week"], 1)}
        ),
        "several_a_day": lambda: _("about %(n)s a day: everybody knows it") % {"n": number(figures["calls_a_day"], 1)},
    }.get(one.code, lambda: "")()


def listed(parts: Sequence[str]) -> str:
    """Join clauses: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    comma = pgettext("between clauses of a sentence", ", ")
    return _("%(first)s and %(last)s") % {"first": comma.join(parts[:-1]), "last": parts[-1]}


def first_upper(text: str) -> str:
    """A sentence's first letter large, where the script knows that."""
    return text if (get_language() or "").startswith("zh") else text[:1].upper() + text[1:]


def _script_of(text: str) -> str:
    """Which script most letters of a text are in: han, cyrillic or latin."""
    han = sum("\u3400" <= letter <= "\u9fff" for letter in text)
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    # A Han character says about as much as three letters.
    return max((latin, "latin"), (3 * han, "han"), (cyrillic, "cyrillic"))[1]
