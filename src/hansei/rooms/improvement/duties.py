"""Who does, who checks, who supervises: three persons, also where one acts for another or handed the duty over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement.deciding import CHECKS
from hansei.rooms.improvement.models import ControlItem, Duty, DutyHeld, Improvement, Supervision

Person = tuple[str, int]


def person_of(account: Account) -> Person:
    """The person behind an account: two accounts of one person are one."""
    return ("person", account.person_id) if account.person_id is not None else ("account", account.pk)


def _persons(accounts: Iterable[Account]) -> set[Person]:
    return {person_of(each) for each in accounts}


def _holding(item: ControlItem, duty: Duty) -> list[Account]:
    now = item.implementer if duty == Duty.IMPLEMENTER else item.checker
    before = DutyHeld.objects.filter(item=item, duty=duty).select_related("account")
    return [*(each.account for each in before), *([now] if now is not None else [])]


def holders(item: ControlItem, duty: Duty) -> set[Person]:
    """Everybody who holds or ever held this duty of an item: who handed it over did their part of it."""
    return _persons(_holding(item, duty))


def supervisors(found: Improvement) -> set[Person]:
    """Everybody who supervises or ever supervised the checking of an improvement."""
    held = DutyHeld.objects.filter(improvement=found, duty=Duty.SUPERVISOR).select_related("account")
    now = Supervision.objects.filter(improvement=found).select_related("supervisor").first()
    return _persons([each.account for each in held]) | _persons([now.supervisor] if now is not None else [])


def with_deputies(accounts: Iterable[Account], since: datetime, until: datetime) -> set[Person]:
    """These people, who acted for them in that time, and for whom they acted: to a control sheet they are one.

    It does not matter when the deputy was named, nor for what: only whether it was in force at some time in between.
    """
    return _persons(Account.objects.filter(pk__in=governance.one_person([each.pk for each in accounts], since, until)))


def doers(item: ControlItem, at: datetime) -> set[Person]:
    """Who did the work of an item, with everybody who counts as one person with them since it was planned."""
    return with_deputies(_holding(item, Duty.IMPLEMENTER), item.created_at, at)


def refuse_unless_three(item: ControlItem, at: datetime, *, also: Account | None = None) -> None:
    """Refuse where one person would hold two of the three duties of an item; `also` is about to check it."""
    checking = [*_holding(item, Duty.CHECKER), *([also] if also is not None else [])]
    working = _holding(item, Duty.IMPLEMENTER)
    if _persons(working) & _persons(checking):
        raise Refusal(
            "control.same_person",
            _("Who did the work does not check it, not for somebody else either. Name another checker."),
            fields={"checker": [_("This person did the work, or took it over.")]},
        )
    if doers(item, at) & _persons(checking):
        raise Refusal(
            "control.same_person",
            _("Who did the work and who checks it acted for each other in that time, so they count as one person."),
            fields={"checker": [_("One of the two acted for the other. Name another checker.")]},
        )
    if with_deputies([*working, *checking], item.created_at, at) & supervisors(item.improvement):
        raise Refusal(
            "control.supervisor_involved",
            _("The quality supervisor neither does nor checks the work, nor acts for who does. Name somebody else."),
        )


def refuse_supervisor(found: Improvement, account: Account, at: datetime) -> None:
    """Refuse a supervisor who does or checks anything on the sheet, answers for it, or acts for somebody who does."""
    persons = with_deputies([account], found.created_at, at)
    involved = any(
        persons & (holders(item, Duty.IMPLEMENTER) | holders(item, Duty.CHECKER))
        for item in found.control_items.select_related("implementer", "checker")
    )
    if involved or (found.owner is not None and persons & {person_of(found.owner)}):
        raise Refusal(
            "control.supervisor_involved",
            _("The quality supervisor neither does nor checks the work, nor acts for who does. Name somebody else."),
            fields={"supervisor": [_("This person answers for the work, does it or checks it, or acts for who does.")]},
        )


def refuse_unless_supervisor(found: Improvement, account: Account | None) -> Supervision:
    """Return the supervision that somebody answers and assesses now, or refuse."""
    now = Supervision.objects.filter(improvement=found).select_related("supervisor").first()
    if now is None:
        raise Refusal("control.no_supervisor", _("Name a quality supervisor first."))
    if account is None or person_of(account) != person_of(now.supervisor):
        raise Refusal("control.not_supervisor", _("%(name)s supervises this.") % {"name": now.supervisor.name})
    if now.is_kept is not None:
        raise Refusal("control.assessed", _("The supervision is written and stays."))
    return now


def refuse_to_check(item: ControlItem, account: Account | None, at: datetime) -> Account | None:
    """Refuse a check by anybody but the checker or their deputy; return for whom a deputy checks.

    For a customer's representative somebody uninvolved writes it down.
    """
    if account is None:
        raise Refusal("control.nobody", _("A check is made by a person."))
    if person_of(account) in holders(item, Duty.IMPLEMENTER):
        raise Refusal("control.same_person", _("You did this work, or took it over, so somebody else must check it."))
    acting_for = None if item.customer_checker else _checking_for(item, account, at)
    refuse_unless_three(item, at, also=account)
    return acting_for


def _checking_for(item: ControlItem, account: Account, at: datetime) -> Account | None:
    """Return None for the checker, the checker for their deputy; refuse everybody else."""
    if item.checker is None:
        raise Refusal("control.no_checker", _("Name who checks this item first."))
    if person_of(account) == person_of(item.checker):
        return None
    if item.checker in governance.stands_in_for(account, CHECKS, at=at):
        return item.checker
    names = {"name": item.checker.name}
    raise Refusal("control.not_checker", _("%(name)s checks this item. Have the check handed over to you.") % names)


def took(item: ControlItem | None, found: Improvement, duty: Duty, account: Account, at: datetime) -> DutyHeld:
    """Note that somebody held a duty; the caller records the event."""
    return DutyHeld.objects.create(improvement=found, item=item, duty=duty, account=account, at=at)
