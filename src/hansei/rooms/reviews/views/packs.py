"""Packs: draft, read, explain, comment, freeze, print."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

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

from hansei.blocks.document import api as document
from hansei.blocks.document.printing import lacks_font
from hansei.blocks.meeting import queries as meetings
from hansei.kernel import rights, seeing
from hansei.kernel.errors import NotYet, Outdated, Refusal, lacks
from hansei.kernel.models import Account
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import actions, kinds, levels, overview, pack_paper, planning, queries, shown
from hansei.rooms.reviews.filling import Content
from hansei.rooms.reviews.forms import ActionForm, CommentForm, DraftForm, Offered
from hansei.rooms.reviews.models import Kind, Pack
from hansei.rooms.reviews.seal import is_intact
from hansei.rooms.reviews.views.readers import offered, reader_of_reviews
from hansei.ui import menu
from hansei.ui.pages import web_act, whole_number

DAYS_TO_DO, MOST_PACKS = 14, 50


@login_required
def packs(request: HttpRequest) -> HttpResponse:
    """All packs, and the form that drafts another."""
    account = reader_of_reviews(request)
    rows = mining.data_sets(account)
    sets = offered(rows, timezone.get_current_timezone_name())
    form = DraftForm(request.POST or None, offered=sets, initial=_next(sets))
    is_outside = False
    if request.method == "POST" and form.is_valid():
        chosen = {**form.cleaned_data, "source": int(form.cleaned_data["source"])}
        chosen["is_outside_known"] = request.POST.get("is_outside_known") == "yes"
        try:
            made = actions.draft_pack(web_act(request), **chosen, zone=timezone.get_current_timezone_name())
            return redirect("reviews:pack", made)
        except Refusal as refused:
            if refused.status != Refusal.status:
                raise
            is_outside = refused.code == "pack.outside_data"
            form.add_error(None, refused.message)
    context = {
        **overview.of(account),
        "packs": queries.visible(account)[:MOST_PACKS],
        "is_outside": is_outside,
        "form": form,
        "has_data": bool(rows),
        "may_work": rights.holds(account, kinds.WORK),
        "first_step": None if rows else menu.first_step(request),
    }
    return render(request, "reviews/packs.html", context, status=422 if form.errors else 200)


def _next(sets: list[Offered]) -> dict[str, Any]:
    """The latest whole month of the only data set; among several its days follow from the one that is chosen."""
    if len(sets) != 1:
        return {"kind": Kind.CUSTOMER}
    first, last = planning.latest_period(sets[0].begin, sets[0].end)
    return {"kind": Kind.CUSTOMER, "source": sets[0].id, "first": first, "last": last}


@login_required
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """One pack as a document, also as PDF, DOCX, XLSX and HTML."""
    account = reader_of_reviews(request)
    found = queries.pack_of(account, pk)
    if (wanted := document.asked_for(request)) is None:
        return _document(request, account, found)
    form, language = wanted
    told, sees_costs = _told(account, found), mining.sees_costs(account)

    def make() -> document.Document:
        more = {"sees_costs": sees_costs, "is_comparing": found.frozen_at is not None and told.is_waiting}
        return pack_paper.described(found, told.content, told.later, **more)

    base = request.build_absolute_uri("/")
    return document.answer(document.rendered(make, form, language=language, base=base, zone=found.zone))


def _owners(account: Account, found: Pack) -> list[tuple[int, str]]:
    """Whom this person may give an action of a pack's review."""
    return [(each.pk, each.name) for each in seeing.people(account, found.review.identity)]


def _document(
    request: HttpRequest,
    account: Account,
    found: Pack,
    form: Form | None = None,
    comment: Form | None = None,
    both: dict[str, Any] | None = None,
) -> HttpResponse:
    owners = _owners(account, found)
    due = timezone.localdate() + timedelta(days=DAYS_TO_DO)
    context = {
        **_context(account, found, can_wait=not (form or comment or both)),
        "may_work": rights.allowed(account, kinds.WORK, found.review.identity),
        "missing": _missing(found, account),
        "action_form": form
        or ActionForm(owners=owners, initial={"owner": account.pk, "due": due}, auto_id="action_%s"),
        "comment_form": comment,
        "both": both,
        "lacks_font": lacks_font(get_language() or "en"),
    }
    return render(request, "reviews/pack.html", context, status=412 if both else 422 if form or comment else 200)


def _missing(found: Pack, account: Account) -> list[tuple[str, str]]:
    """What freezing still lacks, said before it is tried; nothing while the figures are counted."""
    content = None if found.frozen_at is not None else _at_hand(account, found)
    return [] if content is None else list(queries.unexplained(found, content).items())


class _Told(NamedTuple):
    """What a pack shows: `later`, where newer data may say otherwise; `is_waiting`, while the data are counted."""

    content: Content
    later: Content | None
    is_waiting: bool


def _told(account: Account, found: Pack, *, can_wait: bool = True) -> _Told:
    """The figures to show. A page that holds what somebody just wrote cannot wait for them."""
    if found.frozen_at is None:
        now = queries.figures_now(account, found) if can_wait else _at_hand(account, found)
        return _Told(now or {}, None, now is None)
    if not rights.holds(account, "mining.see") or queries.version_now(account, found) == found.version:
        return _Told(found.content, None, False)
    now = _at_hand(account, found)
    return _Told(found.content, now, now is None)


def _context(account: Account, found: Pack, *, can_wait: bool = True) -> dict[str, Any]:
    is_frozen, told = found.frozen_at is not None, _told(account, found, can_wait=can_wait)
    return {
        "pack": found,
        "level": levels.level(found.kind),
        "meeting": meetings.meeting_of(found.review_id),
        "people": meetings.people_of(found.review_id),
        "is_late": found.review.pack_due is not None and _out_on(found) > found.review.pack_due,
        "sections": shown.sections(found, told.content, told.later, sees_costs=mining.sees_costs(account)),
        "conclusion": shown.conclusion(told.content),
        "is_frozen": is_frozen,
        "is_intact": not is_frozen or is_intact(found),
        "is_comparing": is_frozen and told.is_waiting,
        "is_counting": not is_frozen and told.is_waiting,
    }


def _out_on(found: Pack) -> date:
    """The day on which the pack was out, or today while it is not."""
    return timezone.localdate(found.frozen_at) if found.frozen_at else timezone.localdate()


def _at_hand(account: Account, found: Pack) -> Content | None:
    """What the data say now; None while it is being counted: neither what was frozen nor what was written waits."""
    try:
        return queries.figures_now(account, found)
    except NotYet:
        return None


@login_required
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then keep the figures as they are now, sealed."""
    account = reader_of_reviews(request)
    found = queries.pack_of(account, pk)
    if request.method != "POST":
        if found.frozen_at is not None:
            return redirect("reviews:pack", pk)
        if not rights.allowed(account, kinds.WORK, found.review.identity):
            raise lacks(kinds.WORK)
        queries.figures_now(account, found)  # what is missing is known once they are counted
        return render(request, "reviews/freeze.html", {"pack": found, "missing": _missing(found, account)})
    try:
        queries.figures_now(account, found)
    except NotYet:
        messages.warning(request, _("The figures are still being counted. Freeze them when they stand here."))
        return redirect("reviews:pack", pk)
    actions.freeze_pack(web_act(request), pack=pk)
    messages.success(request, _("The figures are frozen and sealed."))
    return redirect("reviews:pack", pk)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a draft show what the scan for hidden causes says today."""
    actions.draft_again(web_act(request), pack=pk)
    return redirect("reviews:pack", pk)


@login_required
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Remark on one section."""
    account = reader_of_reviews(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _document(request, account, queries.pack_of(account, pk), comment=form)
    actions.write_comment(web_act(request), pack=pk, **form.cleaned_data)
    return redirect("reviews:pack", pk)


@login_required
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a section of the pack is empty, signed. Said over somebody else's reason, it shows both and asks again."""
    account = reader_of_reviews(request)
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
    account = reader_of_reviews(request)
    found = queries.pack_of(account, pk)
    form = ActionForm(request.POST, owners=_owners(account, found), auto_id="action_%s")
    if not form.is_valid():
        return _document(request, account, found, form)
    chosen = {**form.cleaned_data, "owner": int(form.cleaned_data["owner"])}
    try:
        actions.agree_action(web_act(request), pack=pk, **chosen)
    except Refusal as refused:
        if refused.code not in ("action.past", "day.long_ago"):
            raise
        form.add_error("due", refused.message)
        return _document(request, account, found, form)
    return redirect("reviews:pack", pk)


@login_required
@require_POST
def done(request: HttpRequest, pk: int, agreed: int) -> HttpResponse:
    """Note that an agreed action is done."""
    actions.finish_action(web_act(request), agreed=agreed)
    return redirect("reviews:pack", pk)
