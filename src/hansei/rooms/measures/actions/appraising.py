"""Ask to appraise people by a metric, agree, refuse: it takes two people, none of them the one who asks."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.measures import choosing
from hansei.rooms.measures.events import AppraisalApproved, AppraisalAsked, AppraisalEnded
from hansei.rooms.measures.kinds import APPROVE, WORK
from hansei.rooms.measures.models import Appraisal, AppraisalApproval, Metric, Use

NEEDED = 2  # people who agree
LONGEST = 500
STANDING = (Appraisal.State.OPEN, Appraisal.State.GRANTED)


@action("metric.ask_appraisal", label=gettext_lazy("Ask to appraise people by it"), on="metric", right=WORK)
def ask(act: Act, *, pk: int, purpose: str, answers: list[str]) -> int:
    """Ask for what a metric is not meant for at first; returns the wish that stands. Asked again it stays as it is."""
    found = act.claim(Metric, pk, WORK)
    lifecycle.refuse_unless_open(found)
    if not 1 <= len(purpose.strip()) <= LONGEST:
        said = _("Say what people are appraised for, in at most %(n)s characters.") % {"n": LONGEST}
        raise Refusal("metric.appraise_purpose", said, fields={"purpose": [said]})
    standing = found.appraisals.filter(state__in=STANDING).first()
    if standing is not None:
        return standing.pk
    kept = [each for each in choosing.QUESTIONS if each in answers]
    made = Appraisal.objects.create(
        metric=found, purpose=purpose.strip(), answers=kept, asked_by=act.by, asked_at=act.at
    )
    act.record(
        AppraisalAsked(record=found.pk, appraisal=made.pk, verdict=choosing.verdict(kept)),
        source=found.identity.source_id,
    )
    return made.pk


@action("metric.approve_appraisal", label=gettext_lazy("Agree"), on="metric", right=APPROVE)
def approve(act: Act, *, pk: int, appraisal: int) -> str:
    """Agree; the second person who does makes it hold. Agreeing twice changes nothing. Returns the state."""
    found = act.claim(Metric, pk, APPROVE)
    wish = _of(found, appraisal)
    if act.by is None or wish.asked_by_id == act.by.pk:
        raise Refusal("metric.appraise_own", _("You asked for this, so two other people must agree."))
    if wish.state == Appraisal.State.GRANTED or wish.approvals.filter(by=act.by).exists():
        return str(wish.state)
    _refuse_unless_open(wish)
    AppraisalApproval.objects.create(appraisal=wish, by=act.by, at=act.at)
    approvals = wish.approvals.count()
    act.record(
        AppraisalApproved(record=found.pk, appraisal=wish.pk, approvals=approvals), source=found.identity.source_id
    )
    if approvals >= NEEDED:
        wish.state = Appraisal.State.GRANTED
        wish.save(update_fields=["state"])
        uses = {*found.uses, Use.APPRAISE.value}
        records.change(act, found, uses=[each.value for each in Use if each.value in uses])
    return str(wish.state)


@action("metric.refuse_appraisal", label=gettext_lazy("Refuse"), on="metric", right=APPROVE)
def refuse(act: Act, *, pk: int, appraisal: int, reason: str) -> None:
    """Say why people are not appraised by it."""
    found = act.claim(Metric, pk, APPROVE)
    wish = _of(found, appraisal)
    if wish.state == Appraisal.State.REFUSED:
        return
    _refuse_unless_open(wish)
    if not 1 <= len(reason.strip()) <= LONGEST:
        said = _("Say why.")
        raise Refusal("metric.appraise_reason", said, fields={"reason": [said]})
    wish.reason = reason.strip()
    end(act, found, wish, Appraisal.State.REFUSED)


def end(act: Act, found: Metric, wish: Appraisal, state: str) -> None:
    """Close a wish, or what was granted; the metric's uses are changed by the caller."""
    wish.state = state
    wish.save(update_fields=["state", "reason"])
    act.record(AppraisalEnded(record=found.pk, appraisal=wish.pk, state=str(state)), source=found.identity.source_id)


def keep_to_granted(act: Act, found: Metric, uses: list[str]) -> None:
    """Refuse “appraise” that two people did not agree to; where it is taken away, what was granted ends."""
    granted = found.appraisals.filter(state=Appraisal.State.GRANTED).first()
    if Use.APPRAISE in uses:
        if granted is None:
            said = _("Appraising people needs the agreement of two people. Ask for it on the metric’s page.")
            raise Refusal("metric.appraise_needs_two", said, fields={"uses": [said]})
    elif granted is not None:
        end(act, found, granted, Appraisal.State.ENDED)


def agree_anew(act: Act, found: Metric) -> None:
    """End what was asked or granted of a metric that measures something else now, and of all that stand on it."""
    for each in [found, *_standing_on(found)]:
        for wish in each.appraisals.filter(state__in=STANDING):
            end(act, each, wish, Appraisal.State.ENDED)
        if Use.APPRAISE in each.uses:
            left = [use for use in each.uses if use != Use.APPRAISE]
            records.change(act, each, uses=left or [Use.IMPROVE.value])


def _standing_on(found: Metric) -> list[Metric]:
    """The ratios of a metric, and the ratios of those."""
    known, layer = dict[int, Metric](), [found]
    while layer:
        on = Metric.objects.filter(Q(above__in=layer) | Q(below__in=layer)).exclude(pk__in=known)
        layer = list(on.select_related("identity"))
        known |= {each.pk: each for each in layer}
    return list(known.values())


def _of(found: Metric, pk: int) -> Appraisal:
    wish = found.appraisals.filter(pk=pk).first()
    if wish is None:
        raise NotFound("metric.no_appraisal", _("Nobody asked for this."))
    return wish


def _refuse_unless_open(wish: Appraisal) -> None:
    if wish.state != Appraisal.State.OPEN:
        raise Refusal("metric.appraise_over", _("This is decided already."))
