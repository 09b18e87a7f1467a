"""Signing in, and what a reader chooses: language, zone, theme, keys."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.kernel.models import Account
from hansei.ui import actions
from hansei.ui.forms import PreferencesForm, SignInForm
from hansei.ui.middleware.reader import SHORTCUTS_COOKIE
from hansei.ui.pages import reader, web_act

YEAR = 365 * 86_400


class SignIn(LoginView):
    """Address and password, in any of the four languages; afterwards the page that was asked for."""

    template_name = "ui/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """End the session on this browser and show the page to sign in."""


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """The reader's own page: language, zone, theme, single keys."""
    account = reader(request)
    now = {
        "language": account.language or translation.get_language(),
        "zone": account.zone or timezone.get_current_timezone_name(),
        "theme": account.theme,
        "shortcuts": request.COOKIES.get(SHORTCUTS_COOKIE) != "off",
    }
    form = PreferencesForm(request.POST or None, initial=now)
    if not (request.method == "POST" and form.is_valid()):
        return render(request, "ui/preferences.html", {"form": form}, status=422 if form.errors else 200)
    chosen = form.cleaned_data
    actions.choose_preferences(
        web_act(request), language=chosen["language"], zone=chosen["zone"], theme=chosen["theme"]
    )
    with translation.override(chosen["language"]):
        messages.success(request, _("Your preferences are kept."))
    response = redirect("ui:preferences")
    _remember(response, SHORTCUTS_COOKIE, "on" if chosen["shortcuts"] else "off")
    return response


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show this browser everything in another language; for somebody signed in, their account keeps it."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_way_back(request))
    if language in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
        if isinstance(account := request.user, Account):
            actions.choose_preferences(web_act(request), language=language, zone=account.zone, theme=account.theme)
    return response


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("ui:home")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
