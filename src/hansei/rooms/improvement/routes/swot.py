"""Addresses of SWOT analyses."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.kata import SWOTS
from hansei.rooms.improvement.views import kata as views

app_name = "swot"
urlpatterns = [
    path("<int:pk>/lists/", views.write_swot, name="lists"),
    *addresses(SWOTS),
]
