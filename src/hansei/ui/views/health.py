"""The installation's health, for people and for monitors."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hansei.kernel import rights
from hansei.kernel.errors import NotAllowed
from hansei.kernel.models import Account
from hansei.ui.health import ADMINISTER, checks


@never_cache
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Whether database, event log, followers, background work and disk are well, each in a sentence."""
    if not _may_see(request):
        raise NotAllowed("right.missing", _("Only those who keep the installation see its health."))
    found = checks()
    return render(request, "ui/health.html", {"checks": found, "problems": sum(not each.is_good for each in found)})


@never_cache
def monitor(request: HttpRequest) -> HttpResponse:
    """For a monitor: 200 while all is well, 503 otherwise; strangers learn no more than that.

    Each check with its figure only for those who keep the installation, signed in or by HANSEI_HEALTH_TOKEN.
    """
    found = checks()
    is_good = all(each.is_good for each in found)
    shown: dict[str, object] = {"status": "good" if is_good else "bad"}
    if _has_token(request) or _may_see(request):
        shown["checks"] = {each.code: {"good": each.is_good, "value": each.value} for each in found}
    return JsonResponse(shown, status=200 if is_good else 503)


def _has_token(request: HttpRequest) -> bool:
    scheme, _sign, given = request.headers.get("Authorization", "").partition(" ")
    known = settings.HEALTH_TOKEN
    return bool(known) and scheme.lower() == "bearer" and constant_time_compare(given.strip(), known)


def _may_see(request: HttpRequest) -> bool:
    return isinstance(request.user, Account) and rights.holds(request.user, ADMINISTER)
