"""Addresses of control items."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.control import REGISTER
from hansei.rooms.improvement.views import control

app_name = "control"
urlpatterns = [
    path("<int:pk>/check/", control.check_page, name="check"),
    path("<int:pk>/analyse/", control.analyse_page, name="analyse"),
    path("<int:pk>/hand-over/", control.hand_over, name="hand_over"),
    *addresses(REGISTER),
]
