"""The tags of the records that the reader may see: how often each is used, and making one of two."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from hansei.blocks.register import tags
from hansei.blocks.register.actions.tagging import merge
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.views.records import reader_of
from hansei.kernel import rights
from hansei.kernel.people import ADMINISTER
from hansei.ui import words
from hansei.ui.pages import web_act, whole_number

SHOWN = 500


def tags_page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """Every tag that stands on what the reader may see; an administrator lets one stand for another."""
    account = reader_of(request, register.see)
    here = reverse(f"{register.namespace}:tags")
    if request.method == "POST":
        tag, into = (whole_number(request.POST.get(name, "")) or 0 for name in ("tag", "into"))
        n = merge(web_act(request), tag=tag, into=into)
        said = ngettext(
            "Merged; %(n)s record has the other tag now.", "Merged; %(n)s records have the other tag now.", n
        )
        messages.success(request, said % {"n": words.number(n)})
        return HttpResponseRedirect(here)
    context = {
        "register": register,
        "tags": tags.counted(account, SHOWN),
        "may_merge": rights.holds(account, ADMINISTER),
        "list_url": reverse(f"{register.namespace}:list"),
    }
    return render(request, "register/tags.html", context)
