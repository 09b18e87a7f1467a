"""The reader's language, zone and theme: from the account, else the cookie, else what the browser asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from hansei.kernel import lives
from hansei.kernel.models import Account

ZONE_COOKIE, THEME_COOKIE = "hansei_zone", "hansei_theme"
SHORTCUTS_COOKIE, MENU_COOKIE = "hansei_shortcuts", "hansei_menu"
THEMES = ("system", "light", "dark")

Answer = Callable[[HttpRequest], HttpResponseBase]


def reader_preferences(answer: Answer) -> Answer:
    """Activate language and zone for the whole of a request, and put both back afterwards."""

    def answer_in_language(request: HttpRequest) -> HttpResponseBase:
        language, zone = language_of(request), zone_of(request)
        with translation.override(language), timezone.override(zone), lives.remembered():
            request.LANGUAGE_CODE = language
            response = answer(request)
            # A page rendered late would otherwise be rendered after the language is put back.
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _in_parts(iter(response), language, zone)
        response.headers.setdefault("Content-Language", language)
        if "HX-Request" in request.headers:
            # A part of the page, or where to go: the browser must never show it as the page of this address.
            patch_vary_headers(response, ("HX-Request",))
            patch_cache_control(response, private=True, no_store=True)
        if not _account(request):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        elif "Cache-Control" not in response.headers:
            # What one reader may see is kept by no proxy, and after signing out asked for anew.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer_in_language


def _in_parts(parts: Iterator[bytes], language: str, zone: ZoneInfo) -> Iterator[bytes]:
    """Make each part of a streamed answer as its reader reads: it is made after the page's own words were put back."""
    while True:
        with translation.override(language), timezone.override(zone), lives.remembered():
            part = next(parts, None)
        if part is None:
            return
        yield part


def language_of(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    account = _account(request)
    if account and account.language in known:
        return account.language
    return translation.get_language_from_request(request)


def zone_of(request: HttpRequest) -> ZoneInfo:
    account = _account(request)
    chosen = account.zone if account else ""
    return zone_named(chosen) or zone_named(request.COOKIES.get(ZONE_COOKIE, "")) or ZoneInfo(settings.DEFAULT_ZONE)


def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone, or None for a name nobody knows: a cookie may hold anything."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def theme_of(request: HttpRequest) -> str:
    account = _account(request)
    wanted = account.theme if account else request.COOKIES.get(THEME_COOKIE, "")
    return wanted if wanted in THEMES else "system"


def _account(request: HttpRequest) -> Account | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, Account) or getattr(user, "is_authenticated", False) else None
