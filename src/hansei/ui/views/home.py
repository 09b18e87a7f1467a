"""The first page. Rooms say what stands on it; without any it offers the first step."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hansei.ui import front, menu


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this reader, what the data say, and the first step where there is nothing yet."""
    return render(request, "ui/home.html", {"front": front.front_of(request), "first": menu.first_step(request)})


@login_required
def whole_menu(request: HttpRequest) -> HttpResponse:
    """Every place there is, as a page: the phone's fifth tab."""
    return render(request, "ui/menu.html")
