"""Addresses of decisions: those of the register, and their own."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.governance import views
from hansei.rooms.governance.pages import DECISIONS

app_name = "decision"
urlpatterns = [
    path("<int:pk>/decide/", views.decide_page, name="decide"),
    path("<int:pk>/outcome/", views.revisit_page, name="revisit"),
    path("<int:pk>/reverse/", views.reverse_page, name="reverse"),
    *addresses(DECISIONS),
]
