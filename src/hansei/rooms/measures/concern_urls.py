"""Addresses of stakeholders' concerns."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.measures.pages import CONCERNS

app_name = "concern"
urlpatterns = [*addresses(CONCERNS)]
