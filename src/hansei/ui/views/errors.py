"""Pages for what went wrong: what happened, what to do next, and the request's id for whoever helps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if not hasattr(request, "user"):  # refused before anybody was asked for, as for a host that is not ours
        return HttpResponse(_("This request could not be read"), status=400, content_type="text/plain; charset=utf-8")
    return render(request, "ui/errors/400.html", status=400)


def no_permission(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies."""
    return render(request, "ui/errors/csrf.html", {"reason": reason}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without database, session or menu: any of these may be what failed."""
    from django.template import loader

    page = loader.render_to_string("ui/errors/500.html", {"request_id": getattr(request, "id", "")})
    return HttpResponse(page, status=500)
