"""Every way to change a kata storyboard. The expectation comes before the result, and one obstacle at a time."""

from __future__ import annotations

import math
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.events import Event
from hansei.kernel.models import Revision
from hansei.rooms.improvement.actions.control import with_accounts
from hansei.rooms.improvement.events import (
    KataCoached,
    KataMeasured,
    KataObstacleNamed,
    KataStepped,
    KataTargetSet,
)
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import (
    Coaching,
    CoachingAnswer,
    Kata,
    KataPoint,
    KataStep,
    Obstacle,
    TargetCondition,
)

QUESTIONS = 5


class KataFields(TypedDict, total=False):
    """What a person writes about a storyboard. `learner` and `coach` are accounts' ids."""

    title: str
    current: str
    service: str
    learner: int | None
    coach: int | None
    unit: str
    every_days: int
    begins_on: date | None


@action("kata.begin", label=gettext_lazy("Begin a kata"), right=WORK)
def begin_kata(act: Act, *, fields: KataFields) -> Kata:
    """Put a challenge on a board of its own."""
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Kata, state="running", where=where, **with_accounts(fields, ("learner", "coach")))


@action("kata.edit", label=gettext_lazy("Edit"), on="kata", right=WORK)
def edit_kata(act: Act, *, pk: int, version: int, fields: KataFields) -> list[str]:
    """Change fields of the board."""
    found = act.claim(Kata, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **with_accounts(fields, ("learner", "coach")))


@action("kata.move", label=gettext_lazy("Move on"), on="kata", right=WORK)
def move_kata(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle."""
    lifecycle.move(act, act.claim(Kata, pk, WORK, version=version), to)


@action("kata.target", label=gettext_lazy("Set the target condition"), on="kata", right=WORK)
def set_target(
    act: Act, *, pk: int, text: str, due_on: date, value: float | None = None, was_reached: bool = False
) -> TargetCondition:
    """Set where to be by a day. The target condition before ends, reached or not."""
    found = _board(act, pk)
    if value is not None and not math.isfinite(value):
        raise Refusal("kata.value", _("Write a number."))
    before = found.targets.filter(ended_on=None).first()
    if before is not None:
        before.ended_on, before.is_reached = timezone.localdate(act.at), was_reached
        before.save(update_fields=["ended_on", "is_reached"])
    words = _kept(act, found, "target", text)
    made = TargetCondition.objects.create(kata=found, words=words, due_on=due_on, value=value)
    reached = was_reached if before is not None else None
    _say(act, found, KataTargetSet(record=pk, words=words.pk, due_on=due_on.isoformat(), was_reached=reached))
    return made


@action("kata.obstacle", label=gettext_lazy("Name an obstacle"), on="kata", right=WORK)
def name_obstacle(act: Act, *, pk: int, text: str) -> Obstacle:
    """Put an obstacle on the board. It waits until it is taken up."""
    found = _board(act, pk)
    words = _kept(act, found, "obstacle", text)
    made = Obstacle.objects.create(kata=found, words=words)
    _say(act, found, KataObstacleNamed(record=pk, obstacle=made.pk, words=words.pk, now=made.state))
    return made


@action("kata.take_up", label=gettext_lazy("Work on this obstacle"), on="kata", right=WORK)
def move_obstacle(act: Act, *, pk: int, obstacle: int, to: str) -> None:
    """Take an obstacle up, put it back, or out of the way. One is worked on at a time."""
    found = _board(act, pk)
    it = found.obstacles.select_for_update(of=("self",)).filter(pk=obstacle).first()
    if it is None or to not in Obstacle.State.values:
        raise NotFound("kata.no_obstacle", _("There is no such obstacle."))
    if it.state == to:
        return
    if to == Obstacle.State.CURRENT and found.obstacles.filter(state=Obstacle.State.CURRENT).exists():
        raise Refusal("kata.one_obstacle", _("One obstacle at a time: put the other one back or out of the way first."))
    if it.state == Obstacle.State.CURRENT and found.steps.filter(result=None).exists():
        raise Refusal("kata.step_open", _("An experiment still waits for its result."))
    it.state = to
    it.save(update_fields=["state"])
    _say(act, found, KataObstacleNamed(record=pk, obstacle=it.pk, words=it.words_id, now=to))


@action("kata.step", label=gettext_lazy("Plan an experiment"), on="kata", right=WORK)
def plan_step(act: Act, *, pk: int, text: str, expected: str = "") -> KataStep:
    """Say what is tried next against the current obstacle, and what is expected of it."""
    found = _board(act, pk)
    current = found.obstacles.filter(state=Obstacle.State.CURRENT).first()
    if current is None:
        raise Refusal("kata.no_current", _("Take up one obstacle first."))
    if found.steps.filter(result=None).exists():
        raise Refusal("kata.step_open", _("An experiment still waits for its result."))
    words = _kept(act, found, "step", text)
    made = KataStep.objects.create(kata=found, obstacle=current, words=words, at=act.at)
    _say(act, found, KataStepped(record=pk, experiment=made.pk, part="step", words=words.pk, is_surprise=None))
    if expected.strip():
        _expect(act, found, made, expected)
    return made


@action("kata.expect", label=gettext_lazy("Write the expectation"), on="kata", right=WORK)
def expect(act: Act, *, pk: int, experiment: int, text: str) -> None:
    """Write what is expected, before the experiment has a result."""
    found = _board(act, pk)
    _expect(act, found, _step(found, experiment), text)


def _expect(act: Act, found: Kata, it: KataStep, text: str) -> None:
    if it.expected_id is not None:
        raise Refusal("kata.expected", _("The expectation is written and stays, so that a surprise can be seen."))
    it.expected, it.expected_at = _kept(act, found, "expected", text), act.at
    it.save(update_fields=["expected", "expected_at"])
    said = KataStepped(record=found.pk, experiment=it.pk, part="expected", words=it.expected.pk, is_surprise=None)
    _say(act, found, said)


@action("kata.result", label=gettext_lazy("Write the result"), on="kata", right=WORK)
def write_result(act: Act, *, pk: int, experiment: int, text: str, learned: str, is_surprise: bool) -> None:
    """Write what came and what was learned. Failing is safe: what was learned is asked for, success is not."""
    found = _board(act, pk)
    it = _step(found, experiment)
    if it.expected_id is None or it.expected_at is None:
        raise Refusal("kata.expectation_first", _("Write what you expect first; the result comes after it."))
    if it.expected_at >= act.at:
        raise Refusal("kata.expectation_first", _("The expectation must be older than the result."))
    it.result, it.result_at = _kept(act, found, "result", text), act.at
    it.learned, it.is_surprise = _kept(act, found, "learned", learned), is_surprise
    it.save(update_fields=["result", "result_at", "learned", "is_surprise"])
    said = KataStepped(record=pk, experiment=it.pk, part="result", words=it.result.pk, is_surprise=is_surprise)
    _say(act, found, said)


@action("kata.coach", label=gettext_lazy("Hold a coaching session"), on="kata")
def hold_coaching(act: Act, *, pk: int, answers: list[str], better: str = "") -> Coaching:
    """Ask the five questions, keep the answers, and say what the coach will do better. The coach writes it."""
    found = act.claim(Kata, pk, SEE)
    lifecycle.refuse_unless_open(found)
    if act.by is None or found.coach_id != act.by.pk:
        raise Refusal("kata.not_coach", _("The coach of this board holds the session."))
    if len(answers) != QUESTIONS or not all(each.strip() for each in answers):
        raise Refusal("kata.five", _("Answer all five questions."))
    note = _kept(act, found, "better", better) if better.strip() else None
    made = Coaching.objects.create(kata=found, at=act.at, coach=act.by, better=note)
    words = [_kept(act, found, "answer", each) for each in answers]
    for number, each in enumerate(words, 1):
        CoachingAnswer.objects.create(session=made, question=number, words=each)
    _say(act, found, KataCoached(record=pk, session=made.pk, answers=[each.pk for each in words]))
    return made


@action("kata.measure", label=gettext_lazy("Write a measured value"), on="kata", right=WORK)
def measure(act: Act, *, pk: int, day: date, value: float) -> None:
    """Write what was measured on a day; written again it is corrected."""
    found = _board(act, pk)
    if not math.isfinite(value):
        raise Refusal("kata.value", _("Write a number."))
    if day > timezone.localdate(act.at):
        raise Refusal("kata.future", _("That day has not come yet."))
    KataPoint.objects.update_or_create(kata=found, day=day, defaults={"value": value})
    _say(act, found, KataMeasured(record=pk, day=day.isoformat(), value=value))


def _board(act: Act, pk: int) -> Kata:
    found = act.claim(Kata, pk, WORK)
    lifecycle.refuse_unless_open(found)
    return found


def _step(found: Kata, pk: int) -> KataStep:
    it = found.steps.select_for_update(of=("self",)).filter(pk=pk, result=None).first()
    if it is None:
        raise NotFound("kata.no_step", _("There is no such open experiment."))
    return it


def _kept(act: Act, found: records.Record, field: str, text: str) -> Revision:
    words = text.strip()
    if not words:
        raise Refusal("kata.no_words", _("Write it in words."))
    if len(words) > 20_000:
        raise Refusal("kata.too_long", _("Shorten the text."))
    return Revision.objects.create(object_id=found.pk, field=field, text=words, author=act.by, at=act.at)


def _say(act: Act, found: records.Record, fact: Event) -> None:
    act.record(fact, source=records.source_of(found))
