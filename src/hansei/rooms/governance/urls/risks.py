"""Addresses of risks: those of the register, and their own."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.governance import views
from hansei.rooms.governance.pages import RISKS

app_name = "risk"
urlpatterns = [
    path("map/", views.risk_map, name="map"),
    path("<int:pk>/score/", views.score_page, name="score"),
    path("<int:pk>/happened/", views.realise_page, name="realise"),
    path("<int:pk>/answer/", views.answer_page, name="answer"),
    path("<int:pk>/close/", views.close_page, name="close"),
    *addresses(RISKS),
]
