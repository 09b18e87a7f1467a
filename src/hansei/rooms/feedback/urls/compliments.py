"""Addresses of compliments."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.feedback.pages import COMPLIMENTS

app_name = "compliment"
urlpatterns = [*addresses(COMPLIMENTS)]
