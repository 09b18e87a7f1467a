"""Who does, who checks, who supervises: three persons, also where one acts for another or handed the duty over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement.models import ControlItem, Duty, DutyHeld, Improvement, Supervision

Person = tuple[str, int]


def person_of(account: Account) -> Person:
    """The person behind an account: two accounts of one person are one."""
    return ("person", account.person_id) if account.person_id is not None else ("account", account.pk)


def _persons(accounts: Iterable[Account]) -> set[Person]:
    return {person_of(each) for each in accounts}


def holders(item: ControlItem, duty: Duty) -> set[Person]:
    """Everybody who holds or ever held this duty of an item: who handed it over did their part of it."""
    now = item.implementer if duty == Duty.IMPLEMENTER else item.checker
    before = DutyHeld.objects.filter(item=item, duty=duty).select_related("account")
    return _persons([each.account for each in before]) | _persons([now] if now is not None else [])


def supervisors(found: Improvement) -> set[Person]:
    """Everybody who supervises or ever supervised the checking of an improvement."""
    held = DutyHeld.objects.filter(improvement=found, duty=Duty.SUPERVISOR).select_related("account")
    now = Supervision.objects.filter(improvement=found).select_related("supervisor").first()
    return _persons([each.account for each in held]) | _persons([now.supervisor] if now is not None else [])


def refuse_unless_three(item: ControlItem) -> None:
    """Refuse where one person would hold two of the three duties of an item."""
    doing, checking = holders(item, Duty.IMPLEMENTER), holders(item, Duty.CHECKER)
    if doing & checking:
        raise Refusal(
            "control.same_person",
            _("Who did the work does not check it, not for somebody else either. Name another checker."),
            fields={"checker": [_("This person did the work, or took it over.")]},
        )
    if (doing | checking) & supervisors(item.improvement):
        raise Refusal(
            "control.supervisor_involved",
            _("The quality supervisor neither does nor checks the work. Name somebody else."),
        )


def refuse_supervisor(found: Improvement, account: Account) -> None:
    """Refuse a supervisor who does or checks anything on the sheet, or answers for the improvement."""
    persons = {person_of(account)}
    involved = any(
        persons & (holders(item, Duty.IMPLEMENTER) | holders(item, Duty.CHECKER))
        for item in found.control_items.select_related("implementer", "checker")
    )
    if involved or (found.owner is not None and persons & {person_of(found.owner)}):
        raise Refusal(
            "control.supervisor_involved",
            _("The quality supervisor neither does nor checks the work. Name somebody else."),
            fields={"supervisor": [_("This person answers for the work, does it or checks it.")]},
        )


def refuse_to_check(item: ControlItem, account: Account | None) -> None:
    """Refuse a check by anybody but the checker; for a customer's representative somebody uninvolved writes it down."""
    if account is None:
        raise Refusal("control.nobody", _("A check is made by a person."))
    me = person_of(account)
    if me in holders(item, Duty.IMPLEMENTER):
        raise Refusal("control.same_person", _("You did this work, or took it over, so somebody else must check it."))
    if item.customer_checker:
        return
    if item.checker is None:
        raise Refusal("control.no_checker", _("Name who checks this item first."))
    if me != person_of(item.checker):
        names = {"name": item.checker.name}
        raise Refusal("control.not_checker", _("%(name)s checks this item. Have the check handed over to you.") % names)


def took(item: ControlItem | None, found: Improvement, duty: Duty, account: Account, at: datetime) -> DutyHeld:
    """Note that somebody held a duty; the caller records the event."""
    return DutyHeld.objects.create(improvement=found, item=item, duty=duty, account=account, at=at)
