"""Addresses of the trend watch."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.measures.pages import SIGNALS
from hansei.rooms.measures.views import watching

app_name = "signal"
urlpatterns = [
    path("watched/", watching.watched, name="watched"),
    path("<int:pk>/act/", watching.act_on, name="act_on"),
    path("<int:pk>/dismiss/", watching.dismiss, name="dismiss"),
    *addresses(SIGNALS),
]
