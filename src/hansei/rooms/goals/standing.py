"""How each goal stands, from what is measured up to the purpose, with the reason spelled out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansei.rooms.goals.models import Contribution, Effect, Goal, Level, Strength
from hansei.rooms.goals.reading import Reading
from hansei.ui import words

SAID: Final = {
    "good": gettext_lazy("on track"),
    "soon": gettext_lazy("not sure"),
    "bad": gettext_lazy("off track"),
    "none": gettext_lazy("cannot tell"),
}


@dataclass(frozen=True)
class Standing:
    """One goal's state: good, soon (not sure), bad, none (cannot tell), and why, sentence by sentence."""

    code: str
    because: tuple[str, ...]
    reading: Reading | None = None

    @property
    def said(self) -> str:
        return str(SAID[self.code])

    @property
    def why(self) -> str:
        return " ".join(self.because)


@dataclass(frozen=True)
class Tree:
    """Goals that are not retired, with what contributes to what among them."""

    goals: dict[int, Goal]
    ties: tuple[Contribution, ...]
    below: dict[int, list[Contribution]] = field(default_factory=dict)
    above: dict[int, list[Contribution]] = field(default_factory=dict)

    @classmethod
    def of(cls, goals: Iterable[Goal], ties: Iterable[Contribution]) -> Tree:
        """Tie the goals together; a tie to what is not among them is left out."""
        known = {each.pk: each for each in goals}
        kept = tuple(each for each in ties if each.child_id in known and each.parent_id in known)
        tree = cls(known, kept, {pk: [] for pk in known}, {pk: [] for pk in known})
        for each in kept:
            tree.below[each.parent_id].append(each)
            tree.above[each.child_id].append(each)
        return tree

    @property
    def tops(self) -> set[int]:
        """Purposes that are for nothing above: the ends of the tree."""
        return {pk for pk, each in self.goals.items() if each.level == Level.PURPOSE and not self.above[pk]}

    @property
    def linked(self) -> set[int]:
        """Everything from which a way leads up to an end, the ends themselves among it."""
        found, next_down = set(self.tops), set(self.tops)
        while next_down:
            next_down = {tie.child_id for pk in next_down for tie in self.below[pk]} - found
            found |= next_down
        return found

    @property
    def orphans(self) -> list[Goal]:
        """What is for no end: nobody could say why it is done."""
        linked = self.linked
        return [each for pk, each in self.goals.items() if pk not in linked]

    @property
    def linked_share(self) -> tuple[int, int]:
        """How many nodes below the ends are linked to one, of how many."""
        tops = self.tops
        return len(self.linked - tops), len(self.goals) - len(tops)


def standings(tree: Tree, readings: Mapping[int, Reading]) -> dict[int, Standing]:
    """How every goal of the tree stands."""
    found: dict[int, Standing] = {}
    for pk in _from_below(tree):
        goal = tree.goals[pk]
        own, is_silent = own_standing(goal, readings.get(goal.pk)), _is_silent(goal, readings.get(goal.pk))
        below = [(tie, found[tie.child_id]) for tie in tree.below[pk] if tie.effect == Effect.HELPS]
        found[pk] = _with_below(tree, own, below, is_silent=is_silent)
    return found


def _is_silent(goal: Goal, reading: Reading | None) -> bool:
    """Whether the goal has a metric of its own that says nothing now."""
    return goal.metric_id is not None and (reading is None or reading.value is None)


def _from_below(tree: Tree) -> list[int]:
    """The goals, each after everything that contributes to it."""
    done: list[int] = []
    waiting = {pk: {tie.child_id for tie in tree.below[pk]} for pk in tree.goals}
    ready = [pk for pk, children in waiting.items() if not children]
    while ready:
        pk = ready.pop()
        done.append(pk)
        for tie in tree.above[pk]:
            waiting[tie.parent_id].discard(pk)
            if not waiting[tie.parent_id]:
                ready.append(tie.parent_id)
    return done


def own_standing(goal: Goal, reading: Reading | None) -> Standing | None:
    """What the goal's own metric says against its own target; None where it has none."""
    if goal.metric_id is None:
        if not goal.planned_measure:
            return None
        return Standing("none", (_("“%(measure)s” has no source yet.") % {"measure": goal.planned_measure},))
    if reading is None:
        return Standing("none", (_("Its metric is not published, or you may not see it."),))
    if reading.value is None:
        return Standing("none", (_no_value(reading),), reading)
    names = {
        "metric": reading.metric.name,
        "value": reading.said(reading.value),
        "period": reading.period,
        "n": words.number(reading.n),
    }
    if reading.read_from:
        names["data_set"] = reading.read_from
        was = _("“%(metric)s” was %(value)s in %(period)s (n %(n)s), read from “%(data_set)s”.") % names
    else:
        was = _("“%(metric)s” was %(value)s in %(period)s (n %(n)s).") % names
    if goal.target is None or not goal.better:
        return Standing("none", (was, _("No target is set.")), reading)
    return _against_target(goal, reading, was)


def quoted(title: str) -> str:
    """A title in the quotation marks of the reader's language."""
    return _("“%(title)s”") % {"title": title}


def _no_value(reading: Reading) -> str:
    if reading.reason == "no_data_set":
        return _("No history has been brought in yet.")
    if reading.reason == "only_made_up":
        return _("No history of ours has been brought in yet; the demonstration’s is not read for this goal.")
    if reading.reason == "data_set_gone":
        return _("The data set that it is read from is removed, or you may not see it; choose another one.")
    if reading.reason == "cannot_follow":
        return _("“%(metric)s” is a table: it has no figure to follow.") % {"metric": reading.metric.name}
    if reading.first is None:
        return _("“%(metric)s” has no data.") % {"metric": reading.metric.name}
    names = {"metric": reading.metric.name, "period": reading.period}
    return _("“%(metric)s” has no data in %(period)s.") % names


def _against_target(goal: Goal, reading: Reading, was: str) -> Standing:
    value, target = reading.value, goal.target
    assert value is not None
    assert target is not None
    at_most = goal.better == "lower"
    said = {"target": reading.said(target)}
    wanted = _("Target: at most %(target)s.") % said if at_most else _("Target: at least %(target)s.") % said
    if value <= target if at_most else value >= target:
        return Standing("good", (was, wanted), reading)
    best = reading.low if at_most else reading.high
    if best is not None and (best <= target if at_most else best >= target):
        span = {"low": reading.said(reading.low), "high": reading.said(reading.high)}
        doubt = _("So few cases may miss it by chance: interval %(low)s to %(high)s.") % span
        return Standing("soon", (was, wanted, doubt), reading)
    return Standing("bad", (was, wanted), reading)


def _with_below(
    tree: Tree, own: Standing | None, below: list[tuple[Contribution, Standing]], *, is_silent: bool
) -> Standing:
    """The own verdict decides where there is one; what lies below it is told beside, or decides instead.

    Where the own metric has no data (`is_silent`), nothing below says that the goal is on track, only that it is not.
    """
    told = [pair for pair in below if pair[1].code != "none"]
    said = _of_below(tree, below, told)
    if own is not None and own.code != "none":
        return Standing(own.code, (*own.because, *said), own.reading)
    if not told:
        nothing = said or ((_("Nothing that contributes to it has both data and a target."),) if not own else ())
        return Standing("none", (*(own.because if own else ()), *nothing), own.reading if own else None)
    code = _rolled_up(told)
    if is_silent and own is not None and code == "good":
        return Standing("none", (*own.because, *said), own.reading)
    return Standing(code, (*said, *(own.because if own else ())), own.reading if own else None)


def _rolled_up(told: list[tuple[Contribution, Standing]]) -> str:
    """Off track as soon as one that contributes at least medium is; not sure for a weak one or one in doubt."""
    if any(each.code == "bad" and tie.strength >= Strength.MEDIUM for tie, each in told):
        return "bad"
    return "soon" if any(each.code in ("bad", "soon") for _tie, each in told) else "good"


def _of_below(
    tree: Tree, below: list[tuple[Contribution, Standing]], told: list[tuple[Contribution, Standing]]
) -> tuple[str, ...]:
    if not below:
        return ()
    said = []
    for code, sentence in (
        ("bad", _("Off track below it: %(titles)s.")),
        ("soon", _("Not sure below it: %(titles)s.")),
    ):
        titles = [quoted(tree.goals[tie.child_id].title) for tie, each in told if each.code == code]
        if titles:
            said.append(sentence % {"titles": words.listed(titles)})
    if told and not said:
        n = len(told)
        said.append(
            ngettext("%(n)s below it is on track.", "All %(n)s below it that tell are on track.", n)
            % {"n": words.number(n)}
        )
    if unknown := len(below) - len(told):
        names = {"n": words.number(unknown), "all": words.number(len(below))}
        said.append(
            ngettext("%(n)s of %(all)s below it cannot tell.", "%(n)s of %(all)s below it cannot tell.", unknown)
            % names
        )
    return tuple(said)
