"""Addresses of improvement cycles."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.cycles import CYCLES
from hansei.rooms.improvement.views import cycles

app_name = "cycles"
urlpatterns = [
    path("<int:pk>/step/", cycles.step, name="step"),
    path("<int:pk>/next/", cycles.go_on, name="next"),
    *addresses(CYCLES),
]
