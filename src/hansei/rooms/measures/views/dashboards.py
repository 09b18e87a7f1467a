"""Pages of a dashboard beside its record: its tiles, showing it to anybody, and what anybody then sees."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hansei.blocks.register import listing
from hansei.kernel import seeing
from hansei.kernel.models import Account
from hansei.rooms.measures import actions, board, sharing
from hansei.rooms.measures.forms import ShareForm
from hansei.rooms.measures.kinds import SHARE, WORK
from hansei.rooms.measures.models import Dashboard, Metric
from hansei.rooms.measures.pages import DASHBOARDS
from hansei.rooms.measures.views.metrics import allowed, tried
from hansei.ui.pages import web_act, whole_number


def found_for(request: HttpRequest, pk: int, right: str) -> Dashboard:
    """A dashboard that this reader may work on or share, or refuse."""
    found = listing.one(DASHBOARDS, allowed(request, right), pk)
    assert isinstance(found, Dashboard)
    return found


def _back(pk: int) -> str:
    return reverse("dashboard:record", args=[pk])


@login_required
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Add tiles, order them, take them out; each press is one change, over the version that was seen."""
    found = found_for(request, pk, WORK)
    if request.method == "POST":
        version = whole_number(request.POST.get("version", "")) or 0
        tiles = _changed(found.tiles, request.POST.get("do", ""), whole_number(request.POST.get("metric", "")))
        actions.edit_dashboard(web_act(request), pk=pk, version=version, fields={"tiles": tiles})
        return HttpResponseRedirect(reverse("dashboard:compose", args=[pk]))
    account = allowed(request, WORK)
    context = {
        "record": found,
        "tiles": _named(account, found),
        "choices": _choices(account, found),
        "is_shared": sharing.standing(found) is not None,
        "list_url": reverse("dashboard:list"),
        "back_url": _back(pk),
    }
    return render(request, "measures/dashboard_compose.html", context)


def _changed(tiles: list[int], do: str, metric: int | None) -> list[int]:
    """The tiles after one press; as they were where it names none of them."""
    if do == "add":
        return [*tiles, metric] if metric else tiles
    way, _colon, number = do.partition(":")
    pk = whole_number(number)
    if pk not in tiles:
        return tiles
    at, left = tiles.index(pk), [each for each in tiles if each != pk]
    if way == "out":
        return left
    to = max(at - 1, 0) if way == "up" else at + 1
    return [*left[:to], pk, *left[to:]]


def _named(account: Account, found: Dashboard) -> list[dict[str, Any]]:
    metrics = {each.pk: each for each in Metric.objects.filter(pk__in=found.tiles).select_related("identity")}
    return [{"pk": pk, "name": seeing.named(account, metrics.get(pk)) or str(seeing.UNSEEN)} for pk in found.tiles]


def _choices(account: Account, found: Dashboard) -> list[tuple[int, str]]:
    """The metrics that can be added; for a shared dashboard only those that may be shown outside."""
    seen = seeing.seen(account, Metric).filter(state="published").exclude(pk__in=found.tiles)
    metrics = [each for each in seen.order_by("pk") if sharing.can_be_tile(each)]
    inside = sharing.refused(metrics) if sharing.standing(found) is not None else {}
    return [(each.pk, str(each)) for each in metrics if each.pk not in inside]


@login_required
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a dashboard to anybody who has its address; the reason is asked for."""
    found = found_for(request, pk, SHARE)
    form = ShareForm(request.POST or None, initial={"version": found.identity.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        run = actions.share_dashboard
        if tried(form, lambda: run(web_act(request), pk=pk, version=given["version"], reason=given["reason"])):
            messages.success(request, _("Anybody who has its address reads it now."))
            return HttpResponseRedirect(_back(pk))
    context = {
        "register": DASHBOARDS,
        "form": form,
        "heading": _("Share openly"),
        "crumb": found.identity.key,
        "submit": _("Share openly"),
        "list_url": reverse("dashboard:list"),
        "back_url": _back(pk),
    }
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let its address answer no more."""
    found_for(request, pk, SHARE)
    actions.stop_sharing_dashboard(web_act(request), pk=pk)
    messages.success(request, _("The address answers no more."))
    return HttpResponseRedirect(_back(pk))


@require_safe
def open_page(request: HttpRequest, token: str) -> HttpResponse:
    """A shared dashboard for anybody who has its address, in the language that their browser asks for."""
    found = sharing.of_token(token)
    if found is None:
        raise Http404
    shown = found.dashboard
    if "HX-Request" not in request.headers:
        actions.count_view(shown.pk, timezone.localdate(), is_outside=True)
    context = {"title": shown.title, "board": board.outside(shown), "every": shown.refresh * 60}
    response = render(request, "measures/dashboard_open.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # with none at all a browser sends no origin, and forms fail
    response.headers["X-Robots-Tag"] = "noindex"
    return response
