"""Every way to change a violation, and the feeder that records them from a data set's breached targets."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.blocks.checklist import actions as checklists
from hansei.kernel import links, records, rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.improvement.actions.control import with_accounts
from hansei.rooms.improvement.guards.capa import system_first
from hansei.rooms.improvement.kinds import REPEATS, SEE, SYSTEM_CAUSES, WORK
from hansei.rooms.improvement.models import Violation
from hansei.ui import words

COMPARED: Final = 2000  # the newest earlier ones


class ViolationFields(TypedDict, total=False):
    """What a person writes about a violation. `owner` is an account's id."""

    title: str
    rule: str
    service: str
    happened_on: date | None
    owner: int | None
    evidence: str
    cause: str
    decision: str
    decision_reason: str
    correction: str
    outcome: str


@action("violation.record", label=gettext_lazy("Record a violation"), right=WORK)
def record_violation(act: Act, *, fields: ViolationFields, origin: str = "") -> Violation:
    """Write down that a rule or target was broken. One that broke the same before is tied to it."""
    given = _checked(with_accounts(fields, ("owner",)))
    where = {"requester_id": act.by.person_id if act.by else None}
    made = records.create(act, Violation, state="recorded", where=where, origin=origin, **given)
    checklists.start(act, made, SYSTEM_CAUSES.code)
    if (before := _same_before(act, made)) is not None:
        links.link(act, record=made.pk, role=REPEATS, target=before.identity.key)
    return made


def _same_before(act: Act, made: Violation) -> Violation | None:
    """The newest earlier one of the same rule and service, as people write them: capitals do not count."""
    seen = rights.predicate(act.by, SEE, prefix="identity__")
    rows = Violation.objects.filter(seen, identity__source_id=records.source_of(made)).exclude(pk=made.pk)
    wanted = (made.rule.strip().casefold(), made.service.strip().casefold())
    for each in rows.select_related("identity").order_by("-pk")[:COMPARED]:
        if (each.rule.strip().casefold(), each.service.strip().casefold()) == wanted:
            return each
    return None


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    if "rule" in given and not given["rule"].strip():
        said = _("Name the rule or target that was broken.")
        raise Refusal("violation.no_rule", said, fields={"rule": [said]})
    return given


@action("violation.edit", label=gettext_lazy("Edit"), on="violation", right=WORK)
def edit_violation(act: Act, *, pk: int, version: int, fields: ViolationFields) -> list[str]:
    """Change fields. “A person” is refused before the causes in the system are checked and excluded."""
    found = act.claim(Violation, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    changed = records.change(act, found, **_checked(with_accounts(fields, ("owner",))))
    if missing := system_first(found):
        raise Refusal("violation.system_first", missing, fields={"decision": [missing]})
    return changed


@action("violation.move", label=gettext_lazy("Move on"), on="violation", right=WORK)
def move_violation(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle."""
    lifecycle.move(act, act.claim(Violation, pk, WORK, version=version), to)


@action("violation.breach", label=gettext_lazy("Record a breached target"), right=WORK)
def record_breach(act: Act, *, source: int, first: date, last: date, where: str, late: int, judged: int) -> bool:
    """Record that cases of a service were late in a month, once. Returns whether it is new."""
    told = hashlib.sha256(where.encode()).hexdigest()[:12]
    origin = f"{source}:{first.isoformat()}:{told}"
    if Violation.objects.filter(origin=origin).exists():
        return False
    said = {"late": words.number(late), "judged": words.number(judged), "month": words.of_month(first)}
    fields: ViolationFields = {
        "title": _("%(late)s of %(judged)s cases late, %(month)s") % said,
        "rule": _("time target of the data set"),
        "service": where[:200],
        "happened_on": last,
        "evidence": _("%(late)s of %(judged)s cases that ended in %(month)s ended after they were due.") % said,
    }
    record_violation(act, fields=fields, origin=origin)
    return True
