from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.kernel import rights
from hansei.kernel.errors import NotAllowed, NotYet, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import actions, kinds, printing, queries, shown
from hansei.rooms.reviews.filling import Content
from hansei.rooms.reviews.forms import ActionForm, CommentForm, DraftForm
from hansei.rooms.reviews.models import Pack
from hansei.rooms.reviews.periods import last_whole_month
from hansei.rooms.reviews.seal import is_intact
from hansei.ui import menu
from hansei.ui.pages import web_act, whole_number

DAYS_TO_DO = 14


def _reader(request: HttpRequest) -> Account:
    account = request.user
    assert isinstance(account, Account)
    if not rights.holds(account, kinds.SEE):
        raise NotAllowed("right.missing", _("You may not see review packs. Ask your administrator."))
    return account


@login_required
def packs(request: HttpRequest) -> HttpResponse:
    """All packs, and the form that drafts another."""
    account = _reader(request)
    sets = mining.data_sets(account)
    form = DraftForm(request.POST or None, sources=[(each.id, each.name) for each in sets], initial=_next(sets))
    if request.method == "POST" and form.is_valid():
        chosen = {**form.cleaned_data, "source": int(form.cleaned_data["source"])}
        try:
            made = actions.draft_pack(web_act(request), **chosen, zone=timezone.get_current_timezone_name())
            return redirect("reviews:pack", made)
        except Refusal as refused:
            if refused.status != Refusal.status:
                raise
            form.add_error(None, refused.message)
    context = {
        "packs": queries.visible(account),
        "form": form,
        "has_data": bool(sets),
        "may_work": rights.holds(account, kinds.WORK),
        "first_step": None if sets else menu.first_step(request),
    }
    return render(request, "reviews/packs.html", context, status=422 if form.errors else 200)


def _next(sets: list[mining.DataSetRow]) -> dict[str, Any]:
    """The last whole month of the newest data set: the review most likely due."""
    if not sets or (last_at := sets[0].last_at) is None:
        return {}
    first, last = last_whole_month(timezone.localdate(last_at))
    return {"source": sets[0].id, "first": first, "last": last}


@login_required
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """One pack as a document."""
    account = _reader(request)
    return _document(request, account, queries.pack_of(account, pk))


def _document(
    request: HttpRequest,
    account: Account,
    found: Pack,
    form: Form | None = None,
    comment: Form | None = None,
    both: dict[str, Any] | None = None,
) -> HttpResponse:
    owners = [(each.pk, each.name) for each in queries.owners()]
    due = timezone.localdate() + timedelta(days=DAYS_TO_DO)
    context = {
        **_context(account, found, can_wait=not (form or comment or both)),
        "may_work": rights.holds(account, kinds.WORK),
        "action_form": form
        or ActionForm(owners=owners, initial={"owner": account.pk, "due": due}, auto_id="action_%s"),
        "comment_form": comment,
        "both": both,
        "lacks_font": printing.lacks_font(get_language() or "en"),
    }
    return render(request, "reviews/pack.html", context, status=412 if both else 422 if form or comment else 200)


def _context(account: Account, found: Pack, *, can_wait: bool = True) -> dict[str, Any]:
    """What the page and the paper both show. A page that holds what somebody just wrote cannot wait for figures."""
    is_frozen = found.frozen_at is not None
    is_old = is_frozen and queries.version_now(account, found) != found.version
    if is_old or (not is_frozen and not can_wait):
        now = _at_hand(account, found)
    else:
        now = None if is_frozen else queries.figures_now(account, found)
    content = found.content if is_frozen else now or {}
    return {
        "pack": found,
        "sections": shown.sections(found, content, now if is_old else None, sees_costs=mining.sees_costs(account)),
        "conclusion": shown.conclusion(content),
        "is_frozen": is_frozen,
        "is_intact": not is_frozen or is_intact(found),
        "is_comparing": is_old and now is None,
        "is_counting": not is_frozen and now is None,
    }


def _at_hand(account: Account, found: Pack) -> Content | None:
    """What the data say now; None while it is being counted: neither what was frozen nor what was written waits."""
    try:
        return queries.figures_now(account, found)
    except NotYet:
        return None


@login_required
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack as a file to send."""
    account = _reader(request)
    found = queries.pack_of(account, pk)
    written = printing.as_pdf(
        {**_context(account, found), "language": get_language() or "en"}, base=request.build_absolute_uri("/")
    )
    name = f"review-{found.kind}-{found.first}-{found.last}.pdf"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written, content_type="application/pdf", headers=disposition)


@login_required
@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the figures as they are now, sealed."""
    account = _reader(request)
    try:
        queries.figures_now(account, queries.pack_of(account, pk))
    except NotYet:
        messages.warning(request, _("The figures are still being counted. Freeze them when they stand here."))
        return redirect("reviews:pack", pk)
    actions.freeze_pack(web_act(request), pack=pk)
    messages.success(request, _("The figures are frozen and sealed."))
    return redirect("reviews:pack", pk)


@login_required
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Remark on one section."""
    account = _reader(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _document(request, account, queries.pack_of(account, pk), comment=form)
    actions.write_comment(web_act(request), pack=pk, **form.cleaned_data)
    return redirect("reviews:pack", pk)


@login_required
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a section of the pack is empty, signed. Said over somebody else's reason, it shows both and asks again."""
    account = _reader(request)
    given = {name: request.POST.get(name, "") for name in ("section", "reason", "initials")}
    try:
        actions.explain_empty(web_act(request), pack=pk, **given, seen=whole_number(request.POST.get("seen", "")) or 0)
    except Outdated as refusal:
        both = {**given, "mine": given["initials"], **refusal.details, "refusal": refusal.message}
        return _document(request, account, queries.pack_of(account, pk), both=both)
    return redirect(f"{reverse('reviews:pack', args=[pk])}#{given['section']}")


@login_required
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what somebody will do by a day."""
    account = _reader(request)
    owners = [(each.pk, each.name) for each in queries.owners()]
    form = ActionForm(request.POST, owners=owners, auto_id="action_%s")
    if not form.is_valid():
        return _document(request, account, queries.pack_of(account, pk), form)
    chosen = {**form.cleaned_data, "owner": int(form.cleaned_data["owner"])}
    actions.agree_action(web_act(request), pack=pk, **chosen)
    return redirect("reviews:pack", pk)


@login_required
@require_POST
def done(request: HttpRequest, pk: int, agreed: int) -> HttpResponse:
    """Note that an agreed action is done."""
    actions.finish_action(web_act(request), agreed=agreed)
    return redirect("reviews:pack", pk)
