"""Addresses of the collection plan."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.measures.pages import COLLECTORS
from hansei.rooms.measures.views import values

app_name = "collector"
urlpatterns = [path("<int:pk>/failure/", values.note_failure, name="note_failure"), *addresses(COLLECTORS)]
