"""Naming who acts for somebody, changing it, ending it. Nothing is told backwards: past days were one's own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Annotated, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import rights, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Account, NumberSequence
from hansei.kernel.people import ADMINISTER
from hansei.rooms.governance import queries
from hansei.rooms.governance.actions.texts import kept
from hansei.rooms.governance.events import DeputyChanged, DeputyEnded, DeputyNamed
from hansei.rooms.governance.kinds import SEE
from hansei.rooms.governance.matters import MATTERS
from hansei.rooms.governance.models import Deputy
from hansei.ui import words

LONGEST: Final = timedelta(days=366)
ONE_AT_A_TIME: Final = "deputy"  # the row that each act holds until it is done


@action("deputy.name", label=gettext_lazy("Name a deputy"))
def name_deputy(
    act: Act,
    *,
    account: Annotated[int, seeing.person()],
    until: datetime,
    matters: list[str],
    reason: str,
    since: datetime | None = None,
    principal: int | None = None,
) -> Deputy:
    """Let somebody act for oneself, or, as an administrator, for `principal`, from now or a later instant on."""
    away, deputy = _two(act, principal, account)
    begins = since or act.at
    _refuse_wrong_time(act, begins, until)
    chosen = _chosen(matters)
    _refuse_crossing(away, deputy, chosen, begins, until)
    words_kept = kept(act, "governance.deputy", reason)
    made = Deputy(principal=away, account=deputy, matters=chosen, since=begins, until=until, reason=words_kept)
    made.named_by = act.by
    made.save(force_insert=True)
    act.record(
        DeputyNamed(
            deputy=made.pk,
            principal=away.pk,
            account=deputy.pk,
            matters=chosen,
            since=begins.isoformat(),
            until=until.isoformat(),
        )
    )
    return made


@action("deputy.change", label=gettext_lazy("Change the deputy"))
def change_deputy(act: Act, *, deputy: int, version: int, until: datetime, matters: list[str]) -> None:
    """Let somebody act for longer or shorter, or in other matters; what has ended stays as it was."""
    found = _claimed(act, deputy, version)
    _refuse_others(act, found.principal_id, found.account_id)
    _refuse_wrong_time(act, max(found.since, act.at), until)
    chosen = _chosen(matters)
    if (found.until, found.matters) == (until, chosen):
        return
    _refuse_crossing(found.principal, found.account, chosen, found.since, until, but=found.pk)
    found.until, found.matters, found.version = until, chosen, found.version + 1
    found.save(update_fields=["until", "matters", "version"])
    act.record(DeputyChanged(deputy=found.pk, matters=chosen, until=until.isoformat()))


@action("deputy.end", label=gettext_lazy("End it"))
def end_deputy(act: Act, *, deputy: int, version: int) -> None:
    """Let somebody act no longer. Whoever acts may end it too, and an administrator."""
    found = _claimed(act, deputy, version)
    found.until, found.version = max(found.since, act.at), found.version + 1
    found.save(update_fields=["until", "version"])
    act.record(DeputyEnded(deputy=found.pk, until=found.until.isoformat()))


def _two(act: Act, principal: int | None, account: int) -> tuple[Account, Account]:
    """Return who is away, oneself unless an administrator names them, and who acts: works and sees wherever they do.

    From here on no other deputy is named.
    """
    pk = principal if principal is not None else (act.by.pk if act.by else 0)
    if account == pk:
        raise Refusal("deputy.oneself", _("Nobody is their own deputy. Choose somebody else."))
    _refuse_others(act, pk, account)
    both = _locked(pk, account)
    if set(both) != {pk, account}:
        raise Refusal("account.not_there", _("There is no such account, or it may not sign in any more."))
    away, found = both[pk], both[account]
    if not rights.colleagues(away).filter(pk=account).exists() or not queries.reaches(found, away):
        said = _("%(name)s does not work everywhere that %(other)s does. Choose a colleague who does.")
        raise Refusal("deputy.elsewhere", said % {"name": found.name, "other": away.name})
    if not queries.reaches(found, away, SEE):
        said = _("%(name)s may not see decisions, so could neither take nor end this. Give them that right first.")
        raise Refusal("deputy.sees_nothing", said % {"name": found.name})
    return away, found


def _refuse_others(act: Act, principal: int, account: int) -> None:
    """Refuse whoever decides for another who acts for them: only an administrator does, and not in their own favour."""
    if act.by is None or act.by.pk == principal:
        return
    act.need(ADMINISTER)
    if act.by.pk == account:
        said = _("Nobody makes themselves somebody’s deputy. Ask the person who is away, or another administrator.")
        raise Refusal("deputy.in_own_favour", said)


def _locked(*keys: int) -> dict[int, Account]:
    """Return these accounts, and let one deputy at a time be named or changed: a circle may close over many people."""
    NumberSequence.objects.get_or_create(kind=ONE_AT_A_TIME)
    NumberSequence.objects.select_for_update().get(kind=ONE_AT_A_TIME)
    return Account.objects.filter(pk__in=keys, is_active=True).in_bulk()


def _claimed(act: Act, pk: int, version: int) -> Deputy:
    """Lock a deputy that has not ended, for whoever is named in it or administers accounts."""
    found = (queries.known_deputies(act.by) if act.by else Deputy.objects.all()).filter(pk=pk).first()
    if found is None:
        raise NotFound("deputy.not_found", _("There is no such deputy, or it is nobody of yours."))
    _locked(found.principal_id, found.account_id)
    found.refresh_from_db(fields=["until", "matters", "version"])
    if found.version != version:
        raise Outdated("deputy.outdated", _("Somebody changed this meanwhile. Look at how it stands, then try again."))
    if found.until <= act.at:
        raise Refusal("deputy.over", _("This has ended; what was done in that time stays. Name a deputy anew."))
    return found


def _chosen(matters: Collection[str]) -> list[str]:
    """Return what for, in the order of the product."""
    if unknown := set(matters) - set(MATTERS):
        raise NotFound("deputy.no_matter", _("Nobody is a deputy for “%(what)s”.") % {"what": sorted(unknown)[0]})
    if not matters:
        raise Refusal("deputy.nothing", _("Choose at least one thing that the deputy may do."))
    return [each for each in MATTERS if each in matters]


def _refuse_wrong_time(act: Act, since: datetime, until: datetime) -> None:
    if since < act.at:
        raise Refusal("deputy.past", _("It begins now or later: what was done until now was done in one's own name."))
    if until <= since:
        raise Refusal("deputy.ends", _("The last day is not before the first, and not over yet."))
    if until - since > LONGEST:
        raise Refusal("deputy.long", _("A deputy acts for a year at most; name them anew then, or give them the role."))


def _refuse_crossing(
    away: Account, deputy: Account, matters: list[str], since: datetime, until: datetime, but: int | None = None
) -> None:
    """Refuse two deputies for one matter at one time, and a circle in which everybody leaves it to another."""
    rows = queries.deputies_between(since, until).exclude(pk=but or 0).filter(since__lt=until)
    for each in rows.filter(principal=away).select_related("account"):
        if both := [str(MATTERS[code]) for code in matters if code in each.matters]:
            told = {"name": each.account.name, "what": words.listed(both), "other": away.name}
            said = _("%(name)s acts for %(other)s at that time already: %(what)s. End or shorten that first.")
            raise Refusal("deputy.overlapping", said % told)
    if _leads_back(away.pk, deputy.pk, since, until, but, ()):
        said = _("%(other)s acts for %(name)s at that time, directly or over others. Choose somebody who is there.")
        raise Refusal("deputy.circular", said % {"name": deputy.name, "other": away.name})


def _leads_back(goal: int, at: int, since: datetime, until: datetime, but: int | None, seen: tuple[int, ...]) -> bool:
    """Whether somebody's deputies, and theirs, lead to `goal`, all of them at one time."""
    for each in queries.deputies_between(since, until).exclude(pk=but or 0).filter(since__lt=until, principal=at):
        first, last = max(since, each.since), min(until, each.until)
        if each.account_id == goal:
            return True
        if each.account_id not in seen and _leads_back(goal, each.account_id, first, last, but, (*seen, at)):
            return True
    return False
