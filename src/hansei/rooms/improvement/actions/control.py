"""Every way to change a control sheet before the improvement is closed: items, duties, checks, supervision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.blocks.checklist import actions as checklists
from hansei.blocks.checklist import queries as tasks
from hansei.blocks.checklist.models import TaskState
from hansei.kernel import records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, Revision
from hansei.rooms.improvement import duties
from hansei.rooms.improvement.events import DutyTaken, ItemChecked, SupervisionGiven
from hansei.rooms.improvement.kinds import CAUSE_ANALYSIS, SEE, SUPERVISION, WORK
from hansei.rooms.improvement.models import ControlItem, Duty, Improvement, Result, Supervision

NAMED = ("implementer", "checker")
TO_BE_CHECKED = ("planned", "again")


class ItemFields(TypedDict, total=False):
    """What a person writes about an item. `improvement` is its number; `implementer` and `checker` are accounts."""

    improvement: int
    title: str
    plan: str
    planned_on: date | None
    check_on: date | None
    implementer: int | None
    checker: int | None
    customer_checker: str


@action("control.plan", label=gettext_lazy("Put an item on the control sheet"), right=WORK)
def plan_item(act: Act, *, fields: ItemFields) -> ControlItem:
    """Say what is to be done for an improvement, by whom, and who checks it when."""
    given = with_accounts(fields, NAMED)
    found = act.claim(Improvement, given.pop("improvement", 0) or 0, WORK)
    lifecycle.refuse_unless_open(found)
    made = records.create(
        act, ControlItem, state="planned", source=records.source_of(found), where=place_of(found), improvement=found,
        **given,
    )  # fmt: skip
    duties.refuse_unless_three(made, act.at)
    return made


@action("control.edit", label=gettext_lazy("Edit"), on="control_item", right=WORK)
def edit_item(act: Act, *, pk: int, version: int, fields: ItemFields) -> list[str]:
    """Change an item before its check. Whoever is named already is not replaced here but hands the duty over."""
    item = act.claim(ControlItem, pk, WORK, version=version)
    lifecycle.refuse_settled(item)
    given = with_accounts(fields, NAMED)
    if "improvement" in given and given.pop("improvement") != item.improvement_id:
        raise Refusal("control.other_sheet", _("An item stays with its improvement; withdraw it and write another."))
    for name in NAMED:
        if name in given and getattr(item, name) is not None and given[name] != getattr(item, name):
            raise Refusal(
                "control.hand_over",
                _("Who holds this duty hands it over; both stay known."),
                fields={name: [_("Use “Hand over” on the item's page.")]},
            )
    changed = records.change(act, item, **given)
    duties.refuse_unless_three(item, act.at)
    return changed


@action("control.move", label=gettext_lazy("Move on"), on="control_item", right=WORK)
def move_item(act: Act, *, pk: int, version: int, to: str) -> None:
    """Withdraw an item that was never checked. Checks and analyses are actions of their own."""
    item = act.claim(ControlItem, pk, WORK, version=version)
    if to != "withdrawn":
        raise Refusal("control.check_it", _("An item goes on by its check."))
    lifecycle.move(act, item, to)


@action("control.hand_over", label=gettext_lazy("Hand over"), on="control_item", right=WORK)
def hand_over(act: Act, *, pk: int, version: int, duty: str, to: Annotated[int, seeing.person()]) -> None:
    """Give doing or checking to somebody else. Who had it counts as having done it, so never checks it."""
    item = act.claim(ControlItem, pk, WORK, version=version)
    if item.state in ("closed", "withdrawn"):
        raise Refusal("control.checked", _("This item is settled; there is nothing to hand over."))
    if duty not in NAMED:
        raise NotFound("control.no_duty", _("There is no such duty."))
    account, before = _somebody(to), getattr(item, duty)
    if before == account:
        return
    if before is not None:
        duties.took(item, item.improvement, Duty(duty), before, act.at)
    records.change(act, item, **{duty: account}, **({"customer_checker": ""} if duty == Duty.CHECKER else {}))
    duties.refuse_unless_three(item, act.at)
    act.record(DutyTaken(record=item.pk, duty=duty, account=account.pk), source=records.source_of(item))


@action("control.check", label=gettext_lazy("Check"), on="control_item")
def check_item(act: Act, *, pk: int, version: int, result: str, observed: str = "") -> None:
    """Say whether an item is met. Only its checker or their deputy may. Not met opens the cause analysis."""
    item = act.claim(ControlItem, pk, SEE, version=version)
    if item.state not in TO_BE_CHECKED:
        raise Refusal("control.not_due", _("This item does not wait for a check."))
    acting_for = duties.refuse_to_check(item, act.by, act.at)
    if result not in Result.values:
        raise NotFound("control.no_result", _("An item is met or not met."))
    if not observed.strip() and (result == Result.NOT_MET or item.customer_checker):
        said = _("Write down what was found.")
        raise Refusal("control.no_words", said, fields={"observed": [said]})
    is_first, today = not item.first_result, timezone.localdate(act.at)
    values: dict[str, Any] = {"result": result, "checked_on": today, "observed": observed}
    values["deputy"] = act.by if acting_for is not None else None
    if is_first:
        values |= {"first_result": result, "first_checked_on": today}
    if result == Result.MET:
        values["closed_on"] = today
    records.change(act, item, **values)
    said_event = ItemChecked(
        record=pk,
        improvement=item.improvement_id,
        result=result,
        is_first=is_first,
        acting_for=acting_for.pk if acting_for is not None else None,
    )
    act.record(said_event, source=records.source_of(item))
    if acting_for is not None and act.by is not None:
        duties.took(item, item.improvement, Duty.CHECKER, act.by, act.at)
    is_met = result == Result.MET
    lifecycle.move(act, item, "closed" if is_met else "not_met", past_limit=not is_met)
    if result == Result.NOT_MET:
        open_analysis(act, item)


def open_analysis(act: Act, item: ControlItem) -> None:
    """Open the cause analysis of an item that is not met, once more where it was not met before."""
    before = tasks.tasks_of(item.pk, CAUSE_ANALYSIS.code)
    for each in before:
        checklists.settle_task(act, item, each, TaskState.OPEN)
    if not before:
        whom = {each.code: item.implementer for each in CAUSE_ANALYSIS.items}
        checklists.start(act, item, CAUSE_ANALYSIS.code, persons=whom)


@action("control.analyse", label=gettext_lazy("Analyse the cause"), on="control_item", right=WORK)
def analyse_item(act: Act, *, pk: int, version: int, cause: str, measure: str, check_on: date) -> None:
    """Name the cause of an item that is not met, the measure against it, and the day of the next check."""
    item = act.claim(ControlItem, pk, WORK, version=version)
    if item.state != "not_met":
        raise Refusal("control.not_unmet", _("Only an item that is not met has a cause to be analysed."))
    records.change(act, item, cause=cause, measure=measure, check_on=check_on)
    lifecycle.move(act, item, "again")


def _somebody(pk: int | None) -> Account:
    account = account_of(pk)
    if account is None:
        raise Refusal("control.nobody", _("Choose a person."))
    return account


@action("control.supervise", label=gettext_lazy("Name the quality supervisor"), on="improvement", right=WORK)
def name_supervisor(act: Act, *, pk: int, version: int, supervisor: Annotated[int, seeing.person()]) -> None:
    """Name who watches over the checking: neither who answers for the improvement nor who does or checks it."""
    found = act.claim(Improvement, pk, WORK, version=version)
    account = _somebody(supervisor)
    duties.refuse_supervisor(found, account, act.at)
    now = Supervision.objects.select_for_update(of=("self",)).filter(improvement=found).first()
    if now is not None and now.supervisor_id == account.pk:
        return
    if now is not None and now.is_kept is not None:
        raise Refusal("control.assessed", _("The supervision is written and stays."))
    if now is None:
        Supervision.objects.create(improvement=found, supervisor=account)
    else:
        duties.took(None, found, Duty.SUPERVISOR, now.supervisor, act.at)
        now.supervisor = account
        now.save(update_fields=["supervisor"])
    _hand_questions(act, found, account)
    act.record(DutyTaken(record=pk, duty=Duty.SUPERVISOR, account=account.pk), source=records.source_of(found))


def _hand_questions(act: Act, found: Improvement, supervisor: Account) -> None:
    """Ask the supervisor; what another one answered before is asked again."""
    before = tasks.tasks_of(found.pk, SUPERVISION.code)
    for each in before:
        checklists.settle_task(act, found, each, TaskState.OPEN)
        checklists.give_task(act, found, each, supervisor, each.due_on)
    if not before:
        checklists.start(act, found, SUPERVISION.code, persons={each.code: supervisor for each in SUPERVISION.items})


@action("control.assess", label=gettext_lazy("Assess the checking"), on="improvement")
def assess(act: Act, *, pk: int, text: str) -> bool:
    """The supervisor says whether the process was kept, once every question is answered. Returns whether it was."""
    found = act.claim(Improvement, pk, SEE)
    now = duties.refuse_unless_supervisor(found, act.by)
    duties.refuse_supervisor(found, now.supervisor, act.at)
    answered = tasks.tasks_of(pk, SUPERVISION.code)
    theirs = duties.person_of(now.supervisor)
    if any(each.settled_by is None or duties.person_of(each.settled_by) != theirs for each in answered):
        raise Refusal("control.questions", _("Answer every question of the supervision yourself first."))
    if not text.strip():
        raise Refusal("control.no_words", _("Say in a sentence how the checking went."))
    now.is_kept = all(each.state != TaskState.FAILED for each in answered)
    now.words = Revision.objects.create(object_id=pk, field="supervision", text=text.strip(), author=act.by, at=act.at)
    now.at = act.at
    now.save(update_fields=["is_kept", "words", "at"])
    said = SupervisionGiven(record=pk, is_kept=now.is_kept, words=now.words.pk)
    act.record(said, source=records.source_of(found))
    return now.is_kept


def with_accounts(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields with people as accounts."""
    values = dict(fields)
    for name in names:
        if name in values:
            values[name] = account_of(values[name], name)
    return values


def account_of(pk: int | None, name: str = "") -> Account | None:
    """Return an active account, None for nobody."""
    if not pk:
        return None
    found = Account.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        said = _("There is no such account, or it may not sign in any more.")
        raise Refusal("improvement.no_such_account", said, fields={name: [said]} if name else {})
    return found


def place_of(found: records.Record) -> dict[str, Any]:
    """Return where a record stands, for one that hangs on it: who may see the one may see the other."""
    identity = found.identity
    names = ("organisation_id", "service_id", "team_id", "requester_id", "is_confidential")
    return {name: getattr(identity, name) for name in names}
