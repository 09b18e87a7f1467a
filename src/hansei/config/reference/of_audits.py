"""What inputs and fields mean that only audits have."""

from __future__ import annotations

from typing import Final

INPUTS: Final[dict[str, str]] = {
    "area": "The area's number in the log.",
    "audit": "The audit's number in the log.",
    "audit.choose_clauses.names": "Numbers of main clauses, `4` to `10`.",
    "audit.withdraw.reason": "Why it is not held.",
    "audit_area.release_person.person": "The number of the entry that says so.",
    "audit_area.name_person.since": "From which day; nothing: today.",
    "audit_finding.answer.answer": "Why it came about, and what was done.",
    "audit_finding.verify.outcome": "`works` or `not_yet`.",
    "audit_finding.verify.verification": "What was looked at, and what was seen.",
    "audit_finding.withdraw.reason": "Why it does not stand.",
}

FIELDS: Final[dict[str, str]] = {
    "audit_area.person_named.since": "From which day they work there.",
    "audit_area.person_left.until": "From which day they no longer work there.",
}
