"""Addresses of complaints."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.feedback.pages import COMPLAINTS

app_name = "complaint"
urlpatterns = [*addresses(COMPLAINTS)]
