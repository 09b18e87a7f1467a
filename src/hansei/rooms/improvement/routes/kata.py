"""Addresses of kata storyboards."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.kata import KATAS
from hansei.rooms.improvement.views import kata as views

app_name = "kata"
urlpatterns = [
    path("<int:pk>/board/", views.write_board, name="board"),
    *addresses(KATAS),
]
