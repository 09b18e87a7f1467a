"""What every web view needs: an act in the reader's name, and the page or the part of it that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from hansei.kernel.actions import Act
from hansei.kernel.models import Account


def reader(request: HttpRequest) -> Account:
    """Return who is signed in; only for views that nobody else reaches."""
    assert isinstance(request.user, Account), "this view needs somebody signed in"
    return request.user


def web_act(request: HttpRequest) -> Act:
    """Return an act of the person who is signed in, through the web."""
    return Act(by=reader(request), via="web")


def whole_number(text: str) -> int | None:
    """Return the number an address or a hidden field holds, None for anything that no row can have as its number.

    >>> whole_number("42"), whole_number("-1"), whole_number("²"), whole_number("9" * 30)
    (42, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page, not for the whole of it."""
    asks = request.headers.get("HX-Request") == "true"
    return asks and "HX-Boosted" not in request.headers and "HX-History-Restore-Request" not in request.headers


def lead(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to another page, also whoever asked by htmx for a part of this one."""
    if not wants_part(request):
        return HttpResponseRedirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def page_or_part(
    request: HttpRequest, page: str, part: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render `part` for htmx and `page` (which includes the part) for everybody else, under the same address."""
    response = render(request, part if wants_part(request) else page, dict(context or {}), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response
