"""Setting the appetite, the decision rights and who holds which role: each change is a version, an undo is another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance import queries, roles
from hansei.rooms.governance.actions import escalating
from hansei.rooms.governance.actions.texts import kept
from hansei.rooms.governance.appetite import HORIZONS
from hansei.rooms.governance.events import SeatEnded, SeatGiven, SettingChanged
from hansei.rooms.governance.kinds import DECIDE
from hansei.rooms.governance.levels import LEVELS
from hansei.rooms.governance.models import Category, Risk, Seat, Setting
from hansei.rooms.governance.queries import settings


@action("appetite.set", label=gettext_lazy("Set the appetite"), right=DECIDE)
def set_appetite(act: Act, *, seen: int, content: dict[str, Any], why: str) -> int:
    """Say how much risk is borne where. Open risks that are over it from now on are escalated at once."""
    _refuse_wrong_appetite(content)
    number = _set(act, Setting.Name.APPETITE, seen, content, why)
    _settle_all(act)
    return number


@action("matrix.set", label=gettext_lazy("Set decision rights"), right=DECIDE)
def set_matrix(act: Act, *, seen: int, content: dict[str, Any], why: str) -> int:
    """Say who decides what. Every approval asks the new rights from now on."""
    _refuse_wrong_matrix(content)
    return _set(act, Setting.Name.MATRIX, seen, content, why)


@action("governance.undo", label=gettext_lazy("Go back to this version"), right=DECIDE)
def undo(act: Act, *, name: str, seen: int, number: int, why: str) -> int:
    """Let an earlier version hold again: as a new version; version 0 is what comes with the product."""
    if name not in Setting.Name.values or (number and not Setting.objects.filter(name=name, number=number).exists()):
        raise NotFound("setting.no_version", _("There is no such version."))
    content = dict(settings.content(name, number))
    made = _set(act, name, seen, content, why)
    if name == Setting.Name.APPETITE:
        _settle_all(act)
    return made


@action("seat.give", label=gettext_lazy("Give a role"), right=DECIDE)
def give_seat(act: Act, *, account: int, role: str, service: str = "", until: datetime | None = None) -> Seat:
    """Let somebody decide in a role from now on, for everything or for one service; with an end, a deputy's."""
    if role not in roles.SEATED:
        raise Refusal("seat.no_role", _("There is no such role."))
    holder = Account.objects.filter(pk=account, is_active=True).first()
    if holder is None:
        raise Refusal("account.not_there", _("There is no such account, or it may not sign in any more."))
    if until is not None and until <= act.at:
        raise Refusal("seat.ended", _("The role must end later than now."))
    service = service.strip()
    held = queries.seats_now().filter(account=holder, role=role)
    if any(each.service.casefold() == service.casefold() for each in held):
        raise Refusal("seat.held", _("This person holds the role already."))
    made = Seat.objects.create(role=role, account=holder, service=service, since=act.at, until=until, given_by=act.by)
    act.record(SeatGiven(seat=made.pk, account=holder.pk, role=role))
    return made


@action("seat.end", label=gettext_lazy("End the role"), right=DECIDE)
def end_seat(act: Act, *, seat: int) -> None:
    """Let somebody decide in a role no longer."""
    found = Seat.objects.select_for_update().filter(pk=seat).first()
    if found is None:
        raise NotFound("seat.not_found", _("There is no such role of anybody."))
    if found.until is not None and found.until <= act.at:
        return
    found.until = act.at
    found.save(update_fields=["until"])
    act.record(SeatEnded(seat=found.pk, account=found.account_id, role=found.role))


def _set(act: Act, name: str, seen: int, content: Mapping[str, Any], why: str) -> int:
    stands = settings.number(name)
    if seen != stands:
        raise Outdated("setting.outdated", _("Somebody set this meanwhile. Look at what holds now, then set it again."))
    if settings.content(name) == content:
        raise Refusal("setting.same", _("Nothing differs from what holds now."))
    words = kept(act, f"governance.{name}", why)
    try:
        with transaction.atomic():  # the database decides who of two was first
            Setting.objects.create(name=name, number=stands + 1, content=content, at=act.at, by=act.by, why=words)
    except IntegrityError:
        raise Outdated(
            "setting.outdated", _("Somebody set this meanwhile. Look at what holds now, then set it again.")
        ) from None
    act.record(SettingChanged(name=name, version=stands + 1))
    return stands + 1


def _settle_all(act: Act) -> None:
    appetite = queries.appetite()
    for found in Risk.objects.exclude(state="closed").select_related("identity").order_by("pk").iterator():
        if appetite.asked_horizon(found) != found.raised_to:
            escalating.settle(act, found)


def _refuse_wrong_appetite(content: Mapping[str, Any]) -> None:
    """Refuse what could not be asked: missing cells, limits that shrink towards strategy."""
    wrong = Refusal("appetite.wrong", _("Every category needs points (1 to 25) and money for each horizon."))
    try:
        limits, bounds = content["limits"], [int(each) for each in content["impact_from"]]
        currency = content["currency"]
        rows = {each: [limits[each][horizon] for horizon in HORIZONS] for each in Category.values}
        points = {each: [int(cell["points"]) for cell in cells] for each, cells in rows.items()}
        money = {each: [int(cell["money"]) for cell in cells] for each, cells in rows.items()}
    except (KeyError, TypeError, ValueError):
        raise wrong from None
    if any(not 1 <= n <= 25 for row in points.values() for n in row) or any(
        n < 0 for row in money.values() for n in row
    ):
        raise wrong
    if not (isinstance(currency, str) and len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise Refusal("appetite.currency", _("Write the currency as three capital letters, such as EUR."))
    if len(bounds) != 4 or bounds != sorted(set(bounds)) or bounds[0] <= 0:
        raise Refusal("appetite.bounds", _("The four amounts of impact rise from step to step."))
    if any(row != sorted(row) for table in (points, money) for row in table.values()):
        raise Refusal("appetite.cascade", _("A farther horizon bears at least as much as a nearer one."))


def _refuse_wrong_matrix(content: Mapping[str, Any]) -> None:
    """Refuse rights that could not be asked, or by which a higher risk would be decided lower down."""
    try:
        found = matrices.read(content)
        complete = matrices.ANY in found.rows and all(set(row) == set(LEVELS) for row in found.rows.values())
        share = int(found.overload_percent)
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise Refusal("matrix.wrong", _("Every kind of decision needs a decider for each level of risk.")) from None
    if not complete or not 1 <= share <= 100 or set(found.rows) - set(matrices.KINDS):
        raise Refusal("matrix.wrong", _("Every kind of decision needs a decider for each level of risk."))
    for row in found.rows.values():
        _refuse_wrong_row([row[level] for level in LEVELS])


def _refuse_wrong_row(cells: list[matrices.Cell]) -> None:
    for cell in cells:
        named = {cell.decider, *cell.consult, *cell.inform}
        if named - set(roles.ROLES) or set(cell.aids) - set(matrices.AIDS):
            raise Refusal("matrix.wrong", _("Every kind of decision needs a decider for each level of risk."))
        if any(limit is not None and not 0 < limit < Decimal(10) ** 11 for limit in (cell.amount, cell.hours)):
            raise Refusal("matrix.limit", _("A limit is more than nothing; leave it empty for none."))
    ranks = [roles.RANK[cell.decider] for cell in cells]
    if ranks != sorted(ranks):
        raise Refusal("matrix.falls", _("A higher risk is never decided lower down."))
    if cells[-1].amount is not None or cells[-1].hours is not None:
        raise Refusal("matrix.no_end", _("Over the appetite there is no limit: somebody must decide at last."))
