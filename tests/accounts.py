"""Accounts for tests, by role."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hansei.kernel.models import Account

PASSWORD = "correct horse battery"


def make_account(role: str, email: str = "") -> Account:
    """Return an account that holds `role` everywhere: administrator, manager, agent …"""
    from hansei.kernel.actions import Act
    from hansei.kernel.models import Account
    from hansei.kernel.people import open_account

    address = email or f"{role}@test.example"
    found = Account.objects.filter(email=address).first()
    if found is not None:
        return found
    act = Act(by=None, via="test")
    return open_account(act, email=address, name=role.capitalize(), password=PASSWORD, role=role)


def session_cookie(account: Account) -> dict[str, str]:
    """Sign the account in without the form and return the cookie that says so."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
