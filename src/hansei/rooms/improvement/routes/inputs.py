"""Addresses of inputs and of the wheel of their sources."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.inputs import INPUTS
from hansei.rooms.improvement.views import inputs

app_name = "inputs"
urlpatterns = [
    path("sources/", inputs.sources_page, name="sources"),
    path("sources/look/", inputs.look, name="look"),
    path("new/", inputs.new_page, name="new"),
    path("<int:pk>/convert/", inputs.convert_page, name="convert"),
    path("<int:pk>/decline/", inputs.decline_page, name="decline"),
    path("<int:pk>/repeats/", inputs.repeats_page, name="repeats"),
    *(each for each in addresses(INPUTS) if each.name != "new"),
]
