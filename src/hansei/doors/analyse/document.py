"""The JSON of a run: figures at full precision, instants as UTC, people as pseudonyms unless asked for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import hansei
from hansei.analytics.finder import headline
from hansei.doors.analyse.people import row_without_names
from hansei.doors.analyse.study import Study
from hansei.ui.words import findings as finding_words
from hansei.ui.words import quality as quality_words


def document(study: Study) -> dict[str, Any]:
    """Return the run as plain values: dataset, quality, measures, findings."""
    return {
        "dataset": _dataset(study),
        "quality": [_note(note) for note in study.notes],
        "measures": {name: _measure(study, name) for name in study.answers},
        "findings": [_finding(study, finding) for finding in study.findings.findings],
    }


def encode(study: Study) -> bytes:
    """Return the document as UTF-8 JSON, one key a line."""
    import orjson

    return orjson.dumps(
        document(study),
        option=orjson.OPT_INDENT_2
        | orjson.OPT_NAIVE_UTC
        | orjson.OPT_UTC_Z
        | orjson.OPT_APPEND_NEWLINE
        | orjson.OPT_SERIALIZE_NUMPY,
    )


def _dataset(study: Study) -> dict[str, Any]:
    options, scan = study.options, study.findings
    return {
        "made_by": f"hansei {hansei.__version__}",
        "files": [asdict(facts) for facts in study.files],
        "preset": study.mapping.preset,
        "shape": study.mapping.shape,
        "rows": study.rows,
        "rejected": study.rejected,
        "cases": study.all_cases,
        "cases_analysed": _value(study, "cases"),
        "events": _value(study, "events"),
        "from": study.first_at,
        "to": study.last_at,
        "zone": str(study.zone),
        "calendar": options.calendar_text or None,
        "period": {"from": options.since, "to": options.until} if options.since or options.until else None,
        "filters": {name: list(values) for name, values in options.filters.items()},
        "cost_per_hour": options.cost_per_hour,
        "currency": options.currency if options.price is not None else None,
        "minimum_billed": options.minimum_billed,
        "hours_per_case": options.hours_per_case,
        "names": options.names,
        "language": options.language,
        "scanned": {"cases": scan.tickets, "people": scan.people, "groups": scan.groups},
        "known_kinds": [_known(study, each) for each in scan.known],
    }


def _known(study: Study, each: Any) -> dict[str, Any]:
    """A regularity that is no finding, and why not."""
    return {
        "title": study.people.text(finding_words.title(each)),
        "key": each.key,
        "kind": each.kind,
        "because": asdict(each.because),
        "cases": each.calls,
        "people": each.people,
        "yearly_hours": each.hours.yearly.value,
        "hours_basis": each.hours.basis,
    }


def _value(study: Study, name: str) -> int | None:
    answer = study.answer(name)
    return None if answer is None or answer.value is None else int(answer.value)


def _note(note: Any) -> dict[str, Any]:
    return {
        "code": note.code,
        "n": note.n,
        "share": note.share,
        "distorts": list(note.distorts),
        "figures": dict(note.figures),
        "sentence": quality_words.sentence(note),
    }


def _measure(study: Study, name: str) -> dict[str, Any]:
    from hansei.analytics.measures import MEASURES

    answer = study.answers[name]
    said: dict[str, Any] = {"unit": answer.unit, "n": answer.n}
    if answer.reason is not None:
        said |= {"value": None, "no_data": answer.reason}
    elif answer.kind == "rows":
        said |= {"count": answer.count, "rows": [row_without_names(row, study.people) for row in answer.rows]}
    else:
        said |= {**(answer.rows[0] if len(answer.rows) == 1 else {}), "value": answer.value, "n": answer.n}
    if answer.left_out:
        said["left_out"] = answer.left_out
    measure = MEASURES.get(name)
    if measure is not None and measure.beside:
        said["never_without"] = list(measure.beside)
    said["definition"] = measure.sentence if measure is not None else answer.definition
    return said


def _finding(study: Study, finding: Any) -> dict[str, Any]:
    facts, people = finding.facts, study.people
    leading, following = headline(finding.why_unseen)
    return {
        "title": people.text(finding_words.title(finding)),
        "key": finding.key,
        "cases": facts.calls,
        "people": facts.people,
        "yearly_hours": facts.hours.yearly.value,
        "yearly_cost": facts.yearly_cost.value if facts.yearly_cost else None,
        "confidence": finding.confidence,
        "why_unseen": finding_words.why_unseen(leading),
        "evidence": {
            "shared": {name: people.text(value) for name, value in finding.shared.items()},
            "facts": asdict(facts),
            "score": finding.score,
            "components": [asdict(each) | {"points": each.points} for each in finding.components],
            "besides": finding_words.besides(following),
            "clauses": [asdict(clause) for clause in finding.why_unseen],
            "chance": finding.chance,
            "members": [_member(member, study) for member in finding.members],
            "near_misses": [asdict(miss) for miss in finding.near_misses],
            "behind": [asdict(each) | {"title": people.text(each.title)} for each in finding.behind],
        },
    }


def _member(member: Any, study: Study) -> dict[str, Any]:
    return asdict(member) | {
        "person": study.people.person(member.person),
        "title": study.people.text(member.title),
        "fix_action": study.people.text(member.fix_action),
    }
