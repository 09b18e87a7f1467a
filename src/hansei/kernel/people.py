"""Who may sign in and which built-in role they hold: the only writers of accounts, roles and grants."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.events import AccountClosed, AccountOpened, AccountReopened, GrantGiven, RoleExtended
from hansei.kernel.models import Account, Grant, Role
from hansei.kernel.rights import RIGHTS

ADMINISTER: Final = "account.administer"
# What the built-in roles may do: every declared right whose last part, or whole name, stands here; None is every right.
BUILT_IN: Final[dict[str, frozenset[str] | None]] = {
    "administrator": None,
    "manager": frozenset(
        {"see", "work", "names", "costs", "decide", "approve", "import", "export", "confidential", "share"}
    ),
    "agent": frozenset({"see", "work"}),
}


def built_in(role: str, *rights: str) -> None:
    """Add a built-in role, from a room's `kinds`: last parts of rights, or whole names of single ones."""
    if role in BUILT_IN:
        raise ValueError(f"the built-in role {role} is declared twice")
    BUILT_IN[role] = frozenset(rights)


def gives(role: str, right: str) -> bool:
    """Whether a built-in role comes with a right."""
    wanted = BUILT_IN[role]
    return wanted is None or right in wanted or right.rpartition(".")[2] in wanted


@action("account.open", label=gettext_lazy("Add a person"), right=ADMINISTER)
def open_account(act: Act, *, email: str, name: str, password: str, role: str) -> Account:
    """Add somebody who may sign in and holds a built-in role everywhere, from now on."""
    if role not in BUILT_IN:
        raise NotFound("role.not_found", _("There is no such role."))
    address = email.strip().lower()
    if Account.objects.filter(email=address).exists():
        raise Refusal("account.is_there", _("Somebody signs in with this address already."))
    account = Account.objects.create_user(address, password, name=name)
    act.record(AccountOpened(account=account.pk))
    Grant.objects.create(account=account, role=_built_in(act, role), scope=Grant.Scope.EVERYTHING, since=act.at)
    act.record(GrantGiven(account=account.pk, role=role, scope=Grant.Scope.EVERYTHING, scope_object=None))
    return account


@action("account.reopen", label=gettext_lazy("Let the person sign in again"), right=ADMINISTER)
def reopen_account(act: Act, *, account: int, password: str) -> None:
    """Let somebody sign in again, with a new password. Addresses and links that closing ended stay ended."""
    found = _locked(account)
    if found.is_active:
        return
    found.is_active, found.reopened_at = True, act.at
    found.set_password(password)
    found.save(update_fields=["is_active", "reopened_at", "password"])
    act.record(AccountReopened(account=found.pk))


@action("account.close", label=gettext_lazy("Close the account"), right=ADMINISTER)
def close_account(act: Act, *, account: int) -> None:
    """Let somebody no longer sign in. The row stays, so that events keep their actor."""
    found = _locked(account)
    if not found.is_active:
        return
    found.is_active = False
    found.save(update_fields=["is_active"])
    act.record(AccountClosed(account=found.pk))


@action("role.extend", label=gettext_lazy("Bring the built-in roles up to date"), right=ADMINISTER)
def extend_roles(act: Act) -> None:
    """Give the built-in roles that are in use the rights that came with a newer version."""
    for key in Role.objects.filter(key__in=BUILT_IN).values_list("key", flat=True):
        _built_in(act, key)


def _locked(account: int) -> Account:
    found = Account.objects.select_for_update().filter(pk=account).first()
    if found is None:
        raise NotFound("account.not_found", _("There is no such account."))
    return found


def _built_in(act: Act, key: str) -> Role:
    """Return the built-in role with the rights that are declared by now."""
    rights = sorted(right for right in RIGHTS if gives(key, right))
    role, made = Role.objects.get_or_create(key=key, defaults={"rights": rights})
    missing = sorted(set(rights) - set(role.rights))
    if not made and missing:
        role.rights = [*role.rights, *missing]
        role.save(update_fields=["rights"])
    if made or missing:
        act.record(RoleExtended(role=key, rights=rights if made else missing))
    return role
