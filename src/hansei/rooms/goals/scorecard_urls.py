"""Addresses of the register of scorecards."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.goals.pages import SCORECARDS

app_name = "scorecard"
urlpatterns = addresses(SCORECARDS)
