"""Decide about a finding, see who is behind its marks, and say what an hour of it costs."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal, lacks
from hansei.kernel.events import NamesOpened
from hansei.kernel.models import OWN, Identity, Revision, Source
from hansei.rooms.mining.events import FindingDecided, ScanSettingsChanged
from hansei.rooms.mining.models import DataSet, FindingDecision, ScanSettings

LEAST_LETTERS = 8  # of a reason or purpose: "x" tells nobody anything


@action("finding.confirm", label=gettext_lazy("Confirm"), right="mining.decide")
def confirm_finding(act: Act, *, source: int, finding: str, cases: int) -> None:
    """Say that a finding is real trouble."""
    _decide(act, source, finding, cases, FindingDecision.Decision.CONFIRMED, None)


@action("finding.dismiss", label=gettext_lazy("Dismiss"), right="mining.decide")
def dismiss_finding(act: Act, *, source: int, finding: str, cases: int, reason: str) -> None:
    """Say with a reason that a finding is no trouble; it comes back if it grows."""
    text = _meant(reason, "finding.reason_missing", _("Say why it is no trouble, so that others can follow."))
    identity = _identity(act, source, finding)
    said = Revision.objects.create(object=identity, field="dismissed", text=text, author=act.by, at=act.at)
    _decide(act, source, finding, cases, FindingDecision.Decision.DISMISSED, said)


@action("finding.reopen", label=gettext_lazy("Take the decision back"), right="mining.decide")
def reopen_finding(act: Act, *, source: int, finding: str, cases: int) -> None:
    """Take a decision back: the finding is open again."""
    _data_set(act, source)
    FindingDecision.objects.filter(data_set=source, key=finding).delete()
    act.record(FindingDecided(source=source, finding=finding, decision="open", cases=cases))


def _decide(act: Act, source: int, finding: str, cases: int, decision: str, reason: Revision | None) -> None:
    _data_set(act, source)
    FindingDecision.objects.update_or_create(
        data_set_id=source,
        key=finding,
        defaults={
            "decision": decision, "cases": cases, "reason": reason, "decided_by": act.by, "decided_at": act.at,
        },
    )  # fmt: skip
    act.record(FindingDecided(source=source, finding=finding, decision=decision, cases=cases))


@action("finding.open_names", label=gettext_lazy("Show names"), right="mining.names")
def open_names(act: Act, *, source: int, finding: str, purpose: str) -> None:
    """Look behind the marks of a finding, for a stated purpose; that is recorded and shown."""
    text = _meant(purpose, "names.purpose_missing", _("Say what you need the names for; it is recorded and shown."))
    _data_set(act, source)
    identity = _identity(act, source, finding)
    said = Revision.objects.create(object=identity, field="names_opened", text=text, author=act.by, at=act.at)
    act.record(NamesOpened(subject=identity.pk, purpose=said.pk))


@action("ticket.open_names", label=gettext_lazy("Show names"), right="mining.names")
def open_ticket_names(act: Act, *, source: int, case: int, purpose: str) -> None:
    """Look behind the letters of one ticket, for a stated purpose; that is recorded."""
    text = _meant(purpose, "names.purpose_missing", _("Say what you need the names for; it is recorded and shown."))
    _data_set(act, source)
    identity = Identity.objects.filter(source=source, pk=case).first()
    if identity is None:
        raise NotFound("ticket.not_found", _("There is no such ticket in this data set."))
    # No object on the text: it belongs to our own history and stays when the data set goes.
    said = Revision.objects.create(field="names_opened", text=text, author=act.by, at=act.at)
    act.record(NamesOpened(subject=_identity(act, source, f"ticket-{case}").pk, purpose=said.pk))


@action("scan_settings.set", label=gettext_lazy("Cost and office hours"), right="mining.decide")
def set_scan_settings(
    act: Act,
    *,
    source: int,
    zone: str,
    opens: float,
    closes: float,
    minimum_billed_hours: float | None,
    rate: float | None,
    currency: str,
    assumed_hours: float = 1.0,
) -> None:
    """Say when the office is open, and what an hour outside it costs at least."""
    _data_set(act, source)
    if act.by is not None and not rights.holds(act.by, "mining.costs"):
        raise lacks("mining.costs")
    if zone not in available_timezones():
        raise Refusal("scan_settings.zone", _("There is no such time zone."))
    if not (0 <= opens < closes <= 24 and round(opens * 60) < round(closes * 60)):
        raise Refusal("scan_settings.hours", _("The office must open before it closes, between 0 and 24 o'clock."))
    values = {
        "zone": zone,
        "opens": opens,
        "closes": closes,
        "minimum_billed_hours": minimum_billed_hours,
        "assumed_hours": assumed_hours,
        "rate": rate,
        "currency": currency.upper(),
    }
    ScanSettings.objects.update_or_create(data_set_id=source, defaults=values)
    act.record(
        ScanSettingsChanged(source, zone, opens, closes, minimum_billed_hours, rate, currency.upper(), assumed_hours),
    )


def finding_key(source: int, finding: str) -> str:
    """How the one thing that stands for a finding in our own history is called."""
    return f"{source}:{finding}"


def _identity(act: Act, source: int, finding: str) -> Identity:
    found, _made = Identity.objects.get_or_create(source_id=OWN, kind="finding", key=finding_key(source, finding))
    return found


def _data_set(act: Act, source: int) -> DataSet:
    found = DataSet.objects.filter(pk=source, version__gt=0, source__state=Source.State.READY).first()
    if found is None or (act.by is not None and not rights.holds(act.by, "mining.see")):
        raise NotFound("data_set.not_found", _("There is no such data set, or you may not see it."))
    return found


def _meant(text: str, code: str, sentence: str) -> str:
    if len(text.strip()) < LEAST_LETTERS:
        raise Refusal(code, sentence)
    return text.strip()
