"""Addresses of the register of goal nodes."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.goals.pages import GOALS

app_name = "goal"
urlpatterns = addresses(GOALS)
