"""Addresses of engagements: those of the register."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.reports.pages import ENGAGEMENTS

app_name = "engagements"
urlpatterns = addresses(ENGAGEMENTS)
