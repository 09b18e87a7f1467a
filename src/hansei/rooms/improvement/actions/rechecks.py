"""The checks 30 and 90 days after an improvement is closed: by the same measure, item by item; a failed one reopens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.kernel import past, records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, Identity, Revision
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement import duties, measuring
from hansei.rooms.improvement.actions.control import open_analysis
from hansei.rooms.improvement.deciding import CHECKS
from hansei.rooms.improvement.events import AnswerGiven, RecheckDecided, RecheckDue, RechecksPlanned
from hansei.rooms.improvement.kinds import SEE
from hansei.rooms.improvement.models import (
    ControlItem,
    End,
    GivenAnswer,
    Improvement,
    Recheck,
    RecheckLine,
    RecheckState,
    Result,
    Verdict,
)
from hansei.rooms.mining import queries as mining

DAYS: Final = (30, 90)
WHOLE_WEEK: Final = timedelta(days=7)
# Ends that say that something was reached, and so may be lost again.
LASTING: Final = (End.EFFECTIVE, End.TARGET_MISSED, End.WITHOUT_PROOF)
PROVED: Final = (End.EFFECTIVE, End.TARGET_MISSED)
OPEN: Final = (RecheckState.PLANNED, RecheckState.DUE)


@action("control.plan_rechecks", label=gettext_lazy("Plan the checks after closing"))
def plan_rechecks(act: Act, *, pk: int, closed_on: date) -> int:
    """Plan the checks 30 and 90 days after closing. Returns how many came new; asked twice it plans nothing."""
    found = Improvement.objects.select_for_update(of=("self",)).select_related("identity").filter(pk=pk).first()
    if found is None or found.state != "closed" or found.end not in LASTING:
        return 0
    if found.rechecks.filter(state__in=OPEN).exists():
        return 0
    last = found.rechecks.order_by("-closing", "-days").first()  # the later check of a closing decides
    if last is not None and last.state != RecheckState.FAILED and last.state != RecheckState.DROPPED:
        return 0
    closing = last.closing + 1 if last is not None else 1
    days = [closed_on + timedelta(days=each) for each in DAYS]
    for after, due_on in zip(DAYS, days, strict=True):
        Recheck.objects.create(improvement=found, closing=closing, days=after, due_on=due_on)
    said = RechecksPlanned(record=pk, closing=closing, due_on=[each.isoformat() for each in days])
    act.record(said, source=records.source_of(found))
    return len(days)


@action("control.come_due", label=gettext_lazy("Let a check after closing come due"))
def come_due(act: Act, *, recheck: int) -> bool:
    """Take the verdict of the same measure where the data give one; who checked is asked the rest.

    An effect that is lost fails at once; where the data do not reach that day yet, it is asked again with newer ones.
    Returns whether anything is new.
    """
    it = _locked(act, recheck)
    is_new = it.state == RecheckState.PLANNED and it.due_on <= timezone.localdate(act.at)
    if not is_new and (it.state != RecheckState.DUE or it.answer is not None):
        return False
    answer = _answer_now(act, it)
    if answer is None and not is_new:
        return False
    it.state, it.answer = RecheckState.DUE, answer
    it.save(update_fields=["state", "answer"])
    verdict = answer.verdict if answer is not None else ""
    said = RecheckDue(record=it.improvement_id, recheck=it.pk, days=it.days, verdict=verdict)
    act.record(said, source=records.source_of(it.improvement))
    if _is_lost(it):
        _fail(act, it, [], None)
    elif verdict == Verdict.BETTER and not _items(it.improvement):
        _decide(act, it, RecheckState.PASSED, None)
    return True


@action("control.recheck", label=gettext_lazy("Check after closing"), on="improvement")
def recheck(act: Act, *, pk: int, recheck: int, unmet: list[int], text: str = "") -> str:
    """Say which items still hold. Not the doer but a checker says it; the verdict stays that of the measure."""
    it = _locked(act, recheck)
    if it.improvement_id != pk:
        raise NotFound("control.no_recheck", _("There is no such check."))
    found = it.improvement
    if it.state != RecheckState.DUE:
        raise Refusal("control.recheck_not_due", _("This check is not due."))
    items = _items(found)
    acting_for = _refuse_doer(act, found, items)
    if _cannot_tell(it):
        it.answer = _answer_now(act, it) or it.answer
        it.save(update_fields=["answer"])
    lost = [each for each in items if each.pk in unmet]
    if (lost or _cannot_tell(it)) and not text.strip():
        raise Refusal("control.no_words", _("Write down what was found; the measure does not say it all."))
    if not lost and _cannot_tell(it):
        _refuse_owner(act, found)
    words = _kept(act, found, text)
    for each in items:
        result = Result.NOT_MET if each in lost else Result.MET
        RecheckLine.objects.create(recheck=it, item=each, result=result)
    if lost or _is_lost(it):
        _fail(act, it, lost, words, acting_for)
    else:
        _decide(act, it, RecheckState.PASSED, words, acting_for)
    return str(it.state)


def _fail(
    act: Act, it: Recheck, lost: list[ControlItem], words: Revision | None, acting_for: Account | None = None
) -> None:
    """The improvement is open again, with the items that do not hold; its other check is dropped.

    A loss waits for no place: it is in work again also where that state is full.
    """
    _decide(act, it, RecheckState.FAILED, words, acting_for)
    found = it.improvement
    found.rechecks.filter(state__in=OPEN).update(state=RecheckState.DROPPED)
    records.change(act, found, end="", end_reason="")
    lifecycle.move(act, found, "in_work", reason="recheck_failed", past_limit=True)
    found.ended_at = None
    found.save(update_fields=["ended_at"])
    for each in lost:
        item = ControlItem.objects.select_related("identity", "implementer").get(pk=each.pk)
        note = words.text if words is not None else ""
        today = timezone.localdate(act.at)
        lifecycle.move(act, item, "not_met", reason="recheck_failed", past_limit=True)
        records.change(act, item, result=Result.NOT_MET, checked_on=today, closed_on=None, check_on=None, observed=note)
        open_analysis(act, item)


def _decide(act: Act, it: Recheck, state: str, words: Revision | None, acting_for: Account | None = None) -> None:
    it.state, it.words, it.by, it.acting_for, it.at = state, words, act.by, acting_for, act.at
    it.save(update_fields=["state", "words", "by", "acting_for", "at"])
    said = RecheckDecided(
        record=it.improvement_id,
        recheck=it.pk,
        days=it.days,
        now=state,
        words=words.pk if words else None,
        acting_for=acting_for.pk if acting_for else None,
    )
    act.record(said, source=records.source_of(it.improvement))


def _is_lost(it: Recheck) -> bool:
    """Whether it holds no longer by the same measure: worse, or, where the end was proved, no better than before."""
    verdict = it.answer.verdict if it.answer is not None else ""
    was_proved = it.improvement.end in PROVED
    return verdict == Verdict.WORSE or (was_proved and verdict == Verdict.NO_MATERIAL_CHANGE)


def _cannot_tell(it: Recheck) -> bool:
    """Whether nothing says that it holds or is lost: then words are needed, and not the owner's.

    Of an end that was never proved a checker's word on each item says it; of a proved one only the measure.
    """
    if _is_lost(it) or (it.improvement.end not in PROVED and _items(it.improvement)):
        return False
    return it.answer is None or it.answer.verdict != Verdict.BETTER


def _answer_now(act: Act, it: Recheck) -> GivenAnswer | None:
    """Compute and keep the answer as the data are now; None where they do not reach the day, or nothing is measured."""
    found, sets = it.improvement, {each.pk: each for each in mining.ready_data_sets()}
    baseline, data = found.baseline, sets.get(found.data_set or 0)
    if baseline is None or found.intervention_on is None or data is None or data.last_at is None:
        return None
    if timezone.localdate(data.last_at) < it.due_on - WHOLE_WEEK:
        return None
    last = found.last_answer
    if last is not None and last.version == data.version:
        return last
    try:
        now, effect = measuring.effect_in(measuring.keeping(act.via), data, found, baseline)
    except Refusal:
        return None
    given = GivenAnswer.objects.create(
        improvement=found, baseline=baseline, at=act.at, by=act.by, version=now.version, **measuring.plain(effect)
    )
    names = ("baseline_id", "verdict", "target_reached", "change", "low", "high", "weeks_before", "weeks_after")
    facts = {name.removesuffix("_id"): getattr(given, name) for name in names}
    act.record(AnswerGiven(record=found.pk, **facts), source=records.source_of(found))
    records.change(act, found, answer=given.verdict)
    return given


def _items(found: Improvement) -> list[ControlItem]:
    rows = found.control_items.filter(state="closed").select_related("identity", "implementer", "checker")
    return list(rows.order_by("pk"))


def _refuse_doer(act: Act, found: Improvement, items: list[ControlItem]) -> Account | None:
    """Refuse who did or supervises the work, or acted for who did; return for whom a checker's deputy looks."""
    if act.by is None:
        raise Refusal("control.nobody", _("A check is made by a person."))
    me = duties.person_of(act.by)
    mine = duties.with_deputies([act.by], found.created_at, act.at)
    if any(me in duties.doers(each, act.at) for each in items) or mine & duties.supervisors(found):
        raise Refusal(
            "control.same_person",
            _("You did this work or supervise it, or acted for who does, so somebody else must check it."),
        )
    checkers = [each.checker for each in items if each.checker is not None]
    if act.by in checkers or act.by == found.owner:
        return None
    away = governance.stands_in_for(act.by, CHECKS, at=act.at)
    return next((each for each in checkers if each in away), None)


def _refuse_owner(act: Act, found: Improvement) -> None:
    """Refuse that who ever owned the improvement, or acts for them, says alone that it holds: no figure says so."""
    owners = Account.objects.filter(pk__in=past.ids_ever(Identity.objects.filter(pk=found.pk), ("owner",)))
    if act.by is not None and duties.person_of(act.by) in duties.with_deputies(owners, found.created_at, act.at):
        raise Refusal(
            "control.owner_alone",
            _(
                "The measure does not say yet whether it holds, and you answer for this improvement or act for who"
                " does. Ask somebody else who may see it to look and to write down what they found,"
                " or wait for data that reach the day."
            ),
        )


def _kept(act: Act, found: Improvement, text: str) -> Revision | None:
    if not text.strip():
        return None
    return Revision.objects.create(object_id=found.pk, field="recheck", text=text.strip(), author=act.by, at=act.at)


def _locked(act: Act, pk: int) -> Recheck:
    """The improvement first, then its check: of two said at once each would else wait for what the other holds."""
    of = Recheck.objects.filter(pk=pk).values_list("improvement", flat=True).first()
    if of is None:
        raise NotFound("control.no_recheck", _("There is no such check."))
    improvement = act.claim(Improvement, of, SEE)
    found = Recheck.objects.select_for_update(of=("self",)).select_related("answer").get(pk=pk)
    found.improvement = improvement
    return found
