"""Addresses of dashboards; `open` is for anybody who has it."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.measures.pages import DASHBOARDS
from hansei.rooms.measures.views import dashboards

app_name = "dashboard"
urlpatterns = [
    path("open/<str:token>/", dashboards.open_page, name="open"),
    path("<int:pk>/tiles/", dashboards.compose, name="compose"),
    path("<int:pk>/share/", dashboards.share, name="share"),
    path("<int:pk>/stop/", dashboards.stop, name="stop"),
    *addresses(DASHBOARDS),
]
