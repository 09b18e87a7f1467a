"""The demonstration's cases for findings of audits: opened, worked on, and the findings answered and verified.

Of the overdue finding the case has only begun.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, records_of, version_of
from hansei.kernel.models import Account
from hansei.kernel.records import KINDS, Record
from hansei.rooms.improvement.actions import capa
from hansei.rooms.improvement.models import Capa
from hansei.rooms.reviews import actions as reviews

NIGHT: Final = "Night staff without a proof of training"
SORTED: Final = "Requests are sorted by hand each morning"
FIREWALL: Final = "Firewall changes without a name of who approved them"
DONE: Final[dict[str, str]] = {
    "containment": "Both are on the list only together with somebody trained until their training is done.",
    "cause": "The list of the night is made from the list of the day; nobody looked at the trainings.",
    "corrective": "Both were trained and their records are kept.",
    "preventive": "A name comes onto the night list only with a record of the training; the list refuses it otherwise.",
    "evidence": "Records of both trainings; night lists of eight weeks.",
    "effect": "Eight weeks of night lists, 48 names: each with its record.",
    "not_shared": "Concerns no customer.",
}
BEGUN: Final[dict[str, str]] = {"containment": "The five changes were looked at again; none had opened anything wrong."}


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: what became of the findings; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    first = _case(NIGHT, "agent", day, 285)
    _work(first, DONE, ("contained", "understood", "corrected", "prevented", "verified", "closed"), day, 270)
    _settle(NIGHT, "Both are trained, and the list refuses whoever is not.", day, 268, 266)
    _settle(SORTED, "Two people share the hour now; the second learned it in August.", day, 250, 245)
    audit = _finding(NIGHT).audit
    if audit.state == "reported":
        act = act_of("manager", day, 16, ago=240)
        reviews.move_audit(act, pk=audit.pk, version=version_of(audit.pk), to="closed")
    _work(_case(FIREWALL, "admin", day, 60), BEGUN, ("contained",), day, 55)


def _finding(title: str) -> Any:
    return records_of(KINDS["audit_finding"].model).get(title=title)  # type: ignore[misc]  # no field of every record


def _case(title: str, who: str, day: date, ago: int) -> Capa:
    found = records_of(Capa).filter(title=title).first()
    return found or capa.open_for_audit(act_of(who, day, ago=ago), pk=_finding(title).pk)


def _work(found: Capa, fields: dict[str, str], ways: tuple[str, ...], day: date, ago: int) -> None:
    """Write what was done and go the ways; a case that has gone them already stays."""
    if found.state != "open":
        return
    act = act_of(_owner_of(found), day, 14, ago=ago)
    given: Any = dict(fields)
    capa.edit_capa(act, pk=found.pk, version=version_of(found.pk), fields=given)
    for to in ways:
        capa.move_capa(act, pk=found.pk, version=version_of(found.pk), to=to)


def _owner_of(found: Capa) -> str:
    return "agent" if found.owner_id == account_of("agent").pk else "admin"


def _settle(title: str, answer: str, day: date, answered: int, verified: int) -> None:
    """The owner answers, the lead auditor verifies."""
    found: Record = _finding(title)
    if found.state == "open":
        act = act_of("agent", day, 15, ago=answered)
        reviews.answer_finding(act, pk=found.pk, version=version_of(found.pk), answer=answer)
        found.state = "answered"
    if found.state == "answered":
        act = act_of("manager", day, 15, ago=verified)
        said = {"outcome": "works", "verification": "Looked at on the spot, and at the records of eight weeks."}
        reviews.verify_finding(act, pk=found.pk, version=version_of(found.pk), **said)


def remove(progress: Progress) -> None:
    """The cases go with all others of the company."""


demonstration.part("improvement.audits", order=27, steps=STEPS[-1:], load=load, remove=remove)
