"""Addresses of violations."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.capa import VIOLATIONS
from hansei.rooms.improvement.views import capa

app_name = "violation"
urlpatterns = [path("feed/", capa.feed, name="feed"), *addresses(VIOLATIONS)]
