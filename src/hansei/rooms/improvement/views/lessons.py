"""Using a lesson again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.register import listing
from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.kernel.errors import Refusal
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.forms.pages import UseForm
from hansei.rooms.improvement.kinds import WORK
from hansei.rooms.improvement.models import Improvement, Lesson
from hansei.rooms.improvement.pages.lessons import LESSONS
from hansei.ui.pages import web_act

MOST = 200


@login_required
def use_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in which improvement a lesson was used again, and how."""
    account = reader_of(request, LESSONS.work)
    found = listing.one(LESSONS, account, pk)
    assert isinstance(found, Lesson)
    mine = Improvement.objects.filter(rights.predicate(account, WORK, prefix="identity__")).exclude(
        pk=found.improvement_id or 0
    )
    form = UseForm(request.POST or None, improvements=list(mine.select_related("identity").order_by("-pk")[:MOST]))
    if request.method == "POST" and form.is_valid():
        try:
            actions.use_lesson(web_act(request), pk=pk, **form.cleaned_data)
            messages.success(request, _("The use is counted."))
            return HttpResponseRedirect(reverse("lessons:record", args=[pk]))
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            form.add_error(None, refusal.message)
    context = {
        "register": LESSONS,
        "form": form,
        "heading": _("Use this lesson"),
        "crumb": found.identity.key,
        "list_url": reverse("lessons:list"),
        "back_url": reverse("lessons:record", args=[pk]),
    }
    return render(request, "register/form.html", context, status=422 if form.errors else 200)
