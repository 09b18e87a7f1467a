"""A review's meeting: who comes, what is on, what is said while it runs, what is agreed, who has read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.document import api as document
from hansei.blocks.lifecycle import life_of
from hansei.blocks.mail import sending
from hansei.blocks.meeting import actions as meeting_actions
from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Meeting, Paragraph, Participant
from hansei.kernel import rights, seeing
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import actions, kinds, levels, minutes, queries
from hansei.rooms.reviews.agenda import parts_of
from hansei.rooms.reviews.forms import PlannedDraftForm
from hansei.rooms.reviews.models import Kind, Pack, Review
from hansei.rooms.reviews.views.readers import offered, reader_of_reviews
from hansei.ui import words
from hansei.ui.pages import reader, web_act, whole_number

DAYS_TO_DO, MOST_DATA_SETS = 14, 20


@login_required
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: its people, its agenda with the minutes, what was agreed, and what it lacks; minutes also as file."""
    account = reader_of_reviews(request)
    found = queries.review_of(account, pk)
    if (wanted := document.asked_for(request)) is not None:
        form, language = wanted
        base = request.build_absolute_uri("/")
        make = lambda: minutes.described(found)  # noqa: E731  # called once, in that language
        return document.answer(document.rendered(make, form, language=language, base=base, zone=found.zone))
    return _page(request, account, found)


def _page(
    request: HttpRequest,
    account: Account,
    found: Review,
    *,
    both: Outdated | None = None,
    draft_form: PlannedDraftForm | None = None,
    status: int = 200,
) -> HttpResponse:
    met = meetings.meeting_of(found.pk)
    if met is None:
        raise NotFound("meeting.not_found", _("This record has no meeting."), record=found.pk)
    pack = Pack.objects.filter(pk=queries.visible(account).filter(review=found).values("pk")[:1]).first()
    agreed = meetings.agreed_in(found.pk)
    may_draft = pack is None and found.state in ("planned", "running") and _may_work(account, found)
    mails = meetings.mails_of(found.pk) if _may_work(account, found) else []
    context = {
        "review": found,
        "meeting": met,
        "pack": pack,
        "no_pack": None if pack or not _may_work(account, found) else queries.why_no_pack(found),
        "draft_form": draft_form or (_draft_form(account, found) if may_draft else None),
        "level": levels.level(found.kind),
        "parts": parts_of(found, met, pack),
        "people": meetings.people_of(found.pk),
        "left_out": queries.may_not_see(found, queries.people_of_plan(found)) if found.plan_id else [],
        "agreed": agreed,
        "decisions": [each for each in meetings.paragraphs_of(found.pk) if each.kind == Paragraph.Kind.DECISION],
        "asked": meetings.acknowledgements_of(found.pk),
        "mails": mails,
        "has_fault": any(each.state in ("failed", "doubtful") for each in mails),
        "mail_is_set_up": sending.is_set_up(),
        "is_changed": met.signed_at is not None and not meetings.stands_as_signed(met),
        "next_issue": met.issue + 1,
        "mark": meetings.mark_of(found.pk) if found.state == "held" or met.signed_at else "",
        "may_work": _may_work(account, found),
        "is_open": found.state in ("planned", "running"),
        "owners": seeing.people(account, found.identity) if _may_work(account, found) else [],
        "due": timezone.localdate() + timedelta(days=DAYS_TO_DO),
        "today": timezone.localdate(),
        "edited": _edited(request, met),
        "both": both,
        "missing": _missing(found),
        "token": token(found.pk),
        "above": kinds.ABOVE.get(Kind(found.kind)),
        "sides": Participant.Side.choices,
    }
    return render(request, "reviews/meeting.html", context, status=status)


def _may_work(account: Account, found: Review) -> bool:
    return rights.allowed(account, kinds.WORK, found.identity)


def _missing(found: Review) -> list[str]:
    """What noting the review as held still lacks, said beforehand."""
    if found.state != "running":
        return []
    way = life_of(found).transition("running", "held")
    return [said for guard in (way.guards if way else ()) if (said := guard.missing(found)) is not None]


def _edited(request: HttpRequest, met: Meeting) -> Paragraph | None:
    asked = whole_number(request.GET.get("edit", ""))
    return None if asked is None else met.paragraphs.select_related("text").filter(pk=asked, is_withdrawn=False).first()


def token(record: int) -> str:
    """Changes with every paragraph that comes, changes or goes."""
    rows = Paragraph.objects.filter(meeting=record).values_list("pk", "version", "is_withdrawn")
    return str(sum((pk * 31 + version) * (2 if gone else 1) for pk, version, gone in rows))


@login_required
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they stand, for a page that asks again while the meeting runs; nothing where nothing changed."""
    account = reader_of_reviews(request)
    found = queries.review_of(account, pk)
    met = meetings.meeting_of(found.pk)
    now = token(pk)
    if met is None or request.GET.get("token") == now:
        return HttpResponse(status=204)
    pack = Pack.objects.filter(review=found).first()
    context = {"review": found, "parts": parts_of(found, met, pack), "token": now, "is_swapped": True}
    context["may_work"] = _may_work(account, found)
    return render(request, "reviews/said.html", context)


Does = Callable[[HttpRequest, Review], str]


@login_required
@require_POST
def does(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing to a review: begin it, write, note who is there, agree, sign, send."""
    account = reader_of_reviews(request)
    found = queries.review_of(account, pk)
    if verb not in VERBS:
        raise NotFound("address.unknown", _("There is no such page."))
    try:
        anchor = VERBS[verb](request, found)
    except Outdated as refusal:
        if verb not in ("write", "withdraw", "correct"):
            raise
        return _page(request, account, found, both=refusal, status=412)
    return redirect(f"{reverse('reviews:meeting', args=[pk])}{'#' + anchor if anchor else ''}")


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _number(request: HttpRequest, name: str) -> int:
    return whole_number(_text(request, name)) or 0


def _instant(request: HttpRequest, found: Review) -> datetime:
    try:
        given = parse_datetime(_text(request, "starts_at"))
    except ValueError:
        given = None
    if given is None:
        raise Refusal("meeting.time", _("Say on which day and at what time the meeting begins."))
    return given.replace(tzinfo=ZoneInfo(found.zone))


def _day(request: HttpRequest) -> date:
    try:
        given = parse_date(_text(request, "due"))
    except ValueError:
        given = None
    if given is None:
        raise Refusal("action.no_day", _("Say by which day it is to be done."))
    return given


def _begin(request: HttpRequest, found: Review) -> str:
    actions.begin(web_act(request), pk=found.pk)
    return ""


def _hold(request: HttpRequest, found: Review) -> str:
    actions.hold(web_act(request), pk=found.pk)
    return "after"


def _not_held(request: HttpRequest, found: Review) -> str:
    version = _number(request, "version")
    actions.not_held(web_act(request), pk=found.pk, version=version, reason=_text(request, "reason"))
    return ""


def _move(request: HttpRequest, found: Review) -> str:
    starts_at, version = _instant(request, found), _number(request, "version")
    place = _text(request, "place")
    actions.move_review(web_act(request), pk=found.pk, version=version, starts_at=starts_at, place=place)
    return ""


def _write(request: HttpRequest, found: Review) -> str:
    section = _text(request, "section")
    meeting_actions.write_paragraph(
        web_act(request),
        record=found.pk,
        text=_text(request, "text"),
        paragraph=_number(request, "paragraph"),
        seen=_number(request, "seen"),
        section=section,
        kind=_text(request, "kind") or Paragraph.Kind.NOTE,
    )
    return f"part-{section}"


def _withdraw(request: HttpRequest, found: Review) -> str:
    seen = {"paragraph": _number(request, "paragraph"), "seen": _number(request, "seen")}
    meeting_actions.withdraw_paragraph(web_act(request), record=found.pk, **seen)
    return f"part-{_text(request, 'section')}"


def _present(request: HttpRequest, found: Review) -> str:
    participant, presence = _number(request, "participant"), _text(request, "presence")
    meeting_actions.note_presence(web_act(request), record=found.pk, participant=participant, presence=presence)
    return "people"


def _ask(request: HttpRequest, found: Review) -> str:
    account = _number(request, "account") or None
    given = {name: _text(request, name) for name in ("side", "name", "email", "language")}
    meeting_actions.add_participant(web_act(request), record=found.pk, account=account, **given)
    return "people"


def _gather(request: HttpRequest, found: Review) -> str:
    actions.gather(web_act(request), pk=found.pk)
    return "people"


def _invite(request: HttpRequest, found: Review) -> str:
    made = actions.invite(web_act(request), pk=found.pk)
    messages.success(request, _("Mails to be sent: %(n)s.") % {"n": words.number(made)})
    return "people"


def _mail_again(request: HttpRequest, found: Review) -> str:
    meeting_actions.send_again(web_act(request), mail_number=_number(request, "mail"))
    return "mails"


def _leave(request: HttpRequest, found: Review) -> str:
    participant = _number(request, "participant")
    meeting_actions.take_participant_away(web_act(request), record=found.pk, participant=participant)
    return "people"


def _point(request: HttpRequest, found: Review) -> str:
    meeting_actions.add_point(web_act(request), record=found.pk, title=_text(request, "title"))
    return "agenda"


def _drop(request: HttpRequest, found: Review) -> str:
    meeting_actions.drop_point(web_act(request), record=found.pk, point=_number(request, "point"))
    return "agenda"


def _agree(request: HttpRequest, found: Review) -> str:
    text, owner = _text(request, "text"), _number(request, "owner")
    meeting_actions.agree(web_act(request), record=found.pk, text=text, owner=owner, due=_day(request))
    return "agreed"


def _correct(request: HttpRequest, found: Review) -> str:
    given = {name: _number(request, name) for name in ("agreed", "seen", "owner")}
    meeting_actions.correct(web_act(request), **given, text=_text(request, "text"), due=_day(request))
    if (met := meetings.meeting_of(found.pk)) is not None and met.signed_at and not meetings.stands_as_signed(met):
        messages.info(request, _("The minutes were signed before this. Sign and send them again, to be acknowledged."))
    return "agreed"


def _done(request: HttpRequest, found: Review) -> str:
    meeting_actions.finish(web_act(request), agreed=_number(request, "agreed"))
    return ""


def _raise(request: HttpRequest, found: Review) -> str:
    above = actions.raise_action(web_act(request), agreed=_number(request, "agreed"))
    messages.success(request, _("It is on the agenda of the next %(review)s.") % {"review": Kind(above).label})
    return ""


def _sign(request: HttpRequest, found: Review) -> str:
    meeting_actions.sign_minutes(web_act(request), record=found.pk, seen=_text(request, "seen"))
    return "after"


def _send(request: HttpRequest, found: Review) -> str:
    meeting_actions.send_minutes(web_act(request), record=found.pk, issue=_number(request, "issue"))
    return "after"


VERBS: dict[str, Does] = {
    "begin": _begin,
    "hold": _hold,
    "not-held": _not_held,
    "move": _move,
    "write": _write,
    "withdraw": _withdraw,
    "present": _present,
    "ask": _ask,
    "gather": _gather,
    "invite": _invite,
    "mail-again": _mail_again,
    "leave": _leave,
    "point": _point,
    "drop": _drop,
    "agree": _agree,
    "correct": _correct,
    "done": _done,
    "raise": _raise,
    "sign": _sign,
    "send": _send,
}


@login_required
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the pack of a planned review over the days that were chosen."""
    account = reader_of_reviews(request)
    found = queries.review_of(account, pk)
    form = _draft_form(account, found, request.POST)
    if form is None:
        return redirect("reviews:pack", actions.draft_planned(web_act(request), review=pk))
    if form.is_valid():
        try:
            return redirect("reviews:pack", actions.draft_planned(web_act(request), review=pk, **form.chosen()))
        except Refusal as refused:
            if refused.status != Refusal.status:
                raise
            form.add_error(None, refused.message)
    return _page(request, account, found, draft_form=form, status=422)


def _draft_form(account: Account, found: Review, given: Any = None) -> PlannedDraftForm | None:
    """The days of its data set, else of any, on which a review may look back; None where this person sees no data."""
    sets = offered(mining.data_sets(account), found.zone)
    sets = [each for each in sets if each.id == found.data_set] or sets[:MOST_DATA_SETS]
    if not sets:
        return None
    often = found.plan.frequencies.get(found.kind, "") if found.plan is not None else ""
    initial: dict[str, Any] = {"period": sets[0].proposed("quarterly" if often == "quarterly" else "monthly")}
    if found.data_set and found.first and found.last and sets[0].begin <= found.first and found.last <= sets[0].end:
        initial = sets[0].chosen(found.first, found.last)
    return PlannedDraftForm(given, offered=sets, initial=initial, auto_id="draft_%s")


@login_required
@require_POST
def acknowledge(request: HttpRequest, asked: int) -> HttpResponse:
    """Say that one has read what changed."""
    meeting_actions.acknowledge(web_act(request), asked=asked)
    messages.success(request, _("Thank you, this is noted."))
    return redirect("reviews:packs" if rights.holds(reader(request), kinds.SEE) else "ui:home")
