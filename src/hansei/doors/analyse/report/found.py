"""The findings: what comes back, what it costs, and why nobody saw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.analytics.finder import headline
from hansei.doors.analyse.report.parts import Column, Drawn, Figure, Part, Table
from hansei.doors.analyse.report.strips import clock, strip
from hansei.doors.analyse.study import Study
from hansei.doors.analyse.times import aware
from hansei.ui import words
from hansei.ui.marks.shapes import mark
from hansei.ui.words import findings as finding_words
from hansei.ui.words import measures as measure_words

MOST_MEMBERS: Final = 60


@dataclass(frozen=True)
class Card:
    """One finding as it is read: texts and drawings only."""

    rank: int
    key: str
    title: str
    why: str
    besides: str
    pattern: str
    figures: list[Figure]
    strip: Drawn
    clock: Drawn
    marks: list[str]
    people: str
    score: list[Figure]
    members_title: str
    members: Table


def part(study: Study) -> Part:
    """The costliest findings, and what was recognised as known."""
    found = study.findings.findings
    shown = found[: study.options.top]
    lead = _(
        "Groups of cases that share something and come back more regularly than chance, the costliest first. "
        "Random bunches of the same size are not shown."
    )
    scan = study.findings
    aside = _("%(cases)s cases of %(people)s people looked at") % {
        "cases": words.number(scan.tickets),
        "people": words.number(scan.people),
    }
    if len(shown) < len(found):
        aside = _("%(shown)s of %(all)s") % {"shown": words.number(len(shown)), "all": words.number(len(found))}
    if not found:
        lead = _("No group of cases comes back more regularly than chance would have it.")
    return Part(
        id="findings",
        title=_("What comes back"),
        lead=lead,
        aside=aside,
        count=words.number(len(found)),
        findings=[_card(study, rank, finding) for rank, finding in enumerate(shown, 1)],
        tables=[table for table in (_known(study), _often(study)) if table is not None],
    )


def _often(study: Study) -> Table | None:
    """What comes most often, hidden or not: the groups everybody could have counted."""
    answer = study.answer("recurring_groups")
    if answer is None or not answer.rows:
        return None
    columns = [Column(_("In common")), Column(_("Cases"), True), Column(_("Share"), True), Column(_("People"), True)]
    columns += [Column(_("First")), Column(_("Last")), Column(_("Elapsed until resolved, all together"), True)]
    cases = study.answers["cases"].value or 1
    rows = [
        [
            group_name(row),
            words.number(row["n"]),
            words.share(row["n"] / cases, 1),
            words.number(row["people"]) if row["people"] else words.no_data(),
            words.of_day(aware(row["first_at"])) if row["first_at"] else "",
            words.of_day(aware(row["last_at"])) if row["last_at"] else "",
            words.span(row["hours_to_resolve"] * 3600) if row["hours_to_resolve"] is not None else words.no_data(),
        ]
        for row in answer.rows[: max(10, study.options.top)]
    ]
    caption = _("What comes most often: the %(shown)s largest of %(all)s groups that have these values in common") % {
        "shown": words.number(len(rows)),
        "all": words.number(answer.count),
    }
    note = _("Groups by different fields overlap: do not add them up.")
    return Table(caption, columns, rows, note=note)


def group_name(row: dict[str, Any]) -> str:
    """Write a group's key with the names of its fields: Category: 42 · Subcategory: 223."""
    pairs = zip(row["columns"], row["key"], strict=True)
    return " · ".join(_named(measure_words.column(name), str(value)) for name, value in pairs)


def _named(field: str, value: str) -> str:
    return value if value.casefold().startswith(field.casefold()) else words.labelled(field, value)


def _card(study: Study, rank: int, finding: Any) -> Card:
    facts = finding.facts
    count = words.number(len(finding.members))
    leading, following = headline(finding.why_unseen)
    return Card(
        rank=rank,
        key=finding.key,
        title=study.people.text(finding_words.title(finding)) or "",
        why=finding_words.why_unseen(leading),
        besides=finding_words.besides(following),
        pattern=finding_words.pattern(facts),
        figures=figures(finding, study),
        strip=strip(finding, study),
        clock=clock(finding, study),
        marks=[mark(ordinal, _person(study, finding, ordinal)) for ordinal in _ordinals(finding)],
        people=finding_words.people(facts),
        score=_score(finding),
        members_title=ngettext("%(n)s member", "%(n)s members", len(finding.members)) % {"n": count},
        members=_members(study, finding),
    )


def figures(finding: Any, study: Study) -> list[Figure]:
    """Cases, people, hours and cost a year, confidence; assumed or extrapolated hours say so."""
    facts = finding.facts
    hours, cost = facts.hours, facts.yearly_cost
    basis = finding_words.basis(hours.basis, hours.assumed)
    if hours.extrapolated:
        basis += "; " + _("extrapolated from %(n)s months") % {"n": words.number(hours.covered_months, 1)}
    return [
        Figure(_("Cases"), words.number(facts.calls), _("in %(n)s weeks") % {"n": words.number(facts.weeks)}),
        Figure(_("People"), words.number(facts.people)),
        Figure(
            _("Hours a year"),
            words.number(hours.yearly.value, 1),
            f"{words.interval(hours.yearly.low, hours.yearly.high, 1)} {basis}",
        ),
        Figure(
            _("Cost a year"),
            words.money(cost.value, facts.currency or study.options.currency) if cost else words.no_data(),
            words.interval(cost.low, cost.high, 0) if cost else _("give --cost-per-hour and --minimum-billed"),
            is_missing=cost is None,
        ),
        Figure(_("Confidence"), words.number(min(finding.confidence, 0.9999), 4), _chance(finding.chance)),
    ]


def _chance(chance: float) -> str:
    if chance <= 0 or chance < 1e-9:
        return _("by chance: fewer than 1 in %(n)s") % {"n": words.number(1_000_000_000)}
    return _("by chance: about 1 in %(n)s") % {"n": words.number(round(1 / chance))}


def _ordinals(finding: Any) -> list[int]:
    return sorted({member.mark for member in finding.members if member.mark is not None})


def _person(study: Study, finding: Any, ordinal: int) -> str:
    person = next(member.person for member in finding.members if member.mark == ordinal)
    return study.people.person(person) or ""


def _score(finding: Any) -> list[Figure]:
    score = [
        Figure(
            finding_words.component(each.code),
            _("%(points)s of %(most)s")
            % {"points": words.number(each.points, 2), "most": words.number(each.weight, 2)},
        )
        for each in finding.components
    ]
    return [*score, Figure(_("Together"), words.number(finding.score, 2))]


def _members(study: Study, finding: Any) -> Table:
    columns = [Column(_("Number")), Column(_("When")), Column(_("Person")), Column(_("In their words"))]
    columns += [Column(_("Fix action")), Column(_("Billed"), True)]
    rows = [
        [
            member.key,
            words.exact(aware(member.at)),
            study.people.person(member.person) or _("unknown"),
            study.people.text(member.title) or "",
            study.people.text(member.fix_action) or "",
            words.span(member.billed_hours * 3600),
        ]
        for member in finding.members[:MOST_MEMBERS]
    ]
    note = ""
    if len(finding.members) > MOST_MEMBERS:
        note = _("The first %(shown)s of %(all)s; all are in the workbook and the JSON.") % {
            "shown": words.number(MOST_MEMBERS),
            "all": words.number(len(finding.members)),
        }
    return Table(finding_words.shared(finding), columns, rows, note=note, is_cards=True)


def _known(study: Study) -> Table | None:
    """What costs most and is no secret: requests, planned work, and what everybody meets every day."""
    known = costliest_known(study)
    if not known:
        return None
    columns = [Column(_("What")), Column(_("Taken for")), Column(_("Because"))]
    columns += [Column(_("Cases"), True), Column(_("People"), True), Column(_("Hours a year"), True)]
    if study.options.price is not None:
        columns.append(Column(_("Cost a year"), True))
    rows = [_known_row(study, each) for each in known[: study.options.top]]
    caption = _("Regular or frequent, but nothing hidden: the %(shown)s costliest of %(all)s kinds") % {
        "shown": words.number(len(rows)),
        "all": words.number(len(known)),
    }
    bases = sorted({finding_words.basis(each.hours.basis, each.hours.assumed) for each in known})
    note = _("Hours: %(basis)s. A kind is left out of the findings because of the fact beside it.") % {
        "basis": words.joined(bases)
    }
    return Table(caption, columns, rows, note=note)


def costliest_known(study: Study) -> list[Any]:
    """Known kinds, those with the most hours a year first."""
    return sorted(study.findings.known, key=lambda each: (-(each.hours.yearly.value or 0.0), each.key))


def _known_row(study: Study, each: Any) -> list[str]:
    yearly, rate = each.hours.yearly, study.options.price
    row = [
        study.people.text(finding_words.title(each)) or "",
        finding_words.known_kind(each.kind),
        finding_words.because(each.because),
        words.number(each.calls),
        words.number(each.people),
        f"{words.number(yearly.value, 0)} {words.interval(yearly.low, yearly.high, 0)}",
    ]
    return [*row, words.money((yearly.value or 0.0) * rate, study.options.currency)] if rate is not None else row
