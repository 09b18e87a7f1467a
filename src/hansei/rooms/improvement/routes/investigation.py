"""Addresses of investigations, and of what ties risks and improvements."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.kata import INVESTIGATIONS
from hansei.rooms.improvement.views import kata as views

app_name = "investigation"
urlpatterns = [
    path("coupled/", views.combined_page, name="combined"),
    path("from/<int:pk>/", views.raise_risk, name="raise_risk"),
    path("against/<int:risk>/", views.start_improvement, name="start_improvement"),
    *addresses(INVESTIGATIONS),
]
