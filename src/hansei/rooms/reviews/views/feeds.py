"""The calendar address of a person, the calendar it answers with, and minutes by the link of a mail."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hansei.blocks.document import api as document
from hansei.blocks.mail.views import ended
from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import described
from hansei.blocks.meeting.invitations import POST, still_sees
from hansei.blocks.meeting.models import MeetingMail
from hansei.blocks.meeting.queries import signed_as
from hansei.kernel.actions import Act
from hansei.rooms.reviews import actions, feed, minutes
from hansei.rooms.reviews.views.readers import reader_of_reviews
from hansei.ui.pages import web_act


@login_required
def feed_page(request: HttpRequest) -> HttpResponse:
    """One's own reviews in one's own calendar: the address, a new one in its place, or none."""
    account = reader_of_reviews(request)
    found = feed.feed_of(account)
    context = {
        "feed": found,
        "address": request.build_absolute_uri(feed.address_of(found)) if found else "",
        "coming": len(feed.meetings_of(account)),
    }
    return render(request, "reviews/feed.html", context)


@login_required
@require_POST
def feed_open(request: HttpRequest) -> HttpResponse:
    """Make an address; the one before answers no more."""
    reader_of_reviews(request)
    actions.open_feed(web_act(request))
    return redirect("reviews:feed")


@login_required
@require_POST
def feed_shut(request: HttpRequest) -> HttpResponse:
    """Let the address answer no more."""
    reader_of_reviews(request)
    actions.shut_feed(web_act(request))
    messages.success(request, _("The address answers no more."))
    return redirect("reviews:feed")


@never_cache
@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's reviews as a calendar, for whoever holds the address: in their language, what they may see now."""
    account = feed.account_of(token)
    if account is None:
        raise Http404
    with translation.override(account.language or translation.get_language()):
        content = feed.file_of(account)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="reviews.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Minutes by the link of a mail, for whoever holds it: the issue that the mail brought, as it was signed."""
    link = POST.of_token(token)
    if link is None or link.row.what != MeetingMail.What.MINUTES or link.row.participant is None:
        raise Http404
    found: MeetingMail = link.row
    signed = signed_as(found.meeting_id, found.number)
    if link.has_ended or signed is None or not still_sees(found):
        return ended(
            request, language=found.language, ask=described.of(found.meeting).describe(found.meeting).organiser
        )
    act = Act(by=None, via="mail")
    if request.method == "POST":
        meetings.read_minutes(act, mail_number=found.pk)
        return redirect("reviews:receipt", token)
    if request.method == "GET":
        meetings.open_minutes(act, mail_number=found.pk)
        found.refresh_from_db(fields=["opened_at", "read_at"])
    with translation.override(found.language), timezone.override(ZoneInfo(found.meeting.zone)):
        made = minutes.as_signed(signed)
        context = {"receipt": found, "title": made.title, "document": document.body(made), "language": found.language}
        context["is_older"] = found.number < found.meeting.issue
        return render(request, "reviews/receipt.html", context)
