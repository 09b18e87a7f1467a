"""Addresses of the register of outcomes."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.goals.pages import OUTCOMES

app_name = "outcome"
urlpatterns = addresses(OUTCOMES)
