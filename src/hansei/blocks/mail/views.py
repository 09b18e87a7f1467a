"""What a link in a mail shows once it opens nothing any more."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from hansei.kernel.models import Account


def ended(request: HttpRequest, *, language: str, ask: Account | None) -> HttpResponse:
    """Say that the link has ended, and whom to ask: the person who answers for what it opened, else the site."""
    known = ask is not None and ask.is_active and ask.email
    name, email = (ask.name, ask.email) if ask is not None and known else ("Hansei", settings.DEFAULT_FROM_EMAIL)
    with translation.override(language):
        context = {"name": name, "email": email, "language": language}
        return render(request, "mail/ended.html", context, status=410)
