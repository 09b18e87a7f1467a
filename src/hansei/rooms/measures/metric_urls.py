"""Addresses of the metric catalogue."""

from __future__ import annotations

from hansei.blocks.register.views import addresses
from hansei.rooms.measures.pages import METRICS

app_name = "metric"
urlpatterns = [*addresses(METRICS)]
