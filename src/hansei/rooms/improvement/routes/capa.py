"""Addresses of corrective and preventive actions."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.capa import CAPAS
from hansei.rooms.improvement.views import capa

app_name = "capa"
urlpatterns = [
    path("shared/", capa.shared_page, name="shared"),
    path("told/<int:report>/", capa.told_page, name="told"),
    path("from-audit/<int:pk>/", capa.from_audit, name="from_audit"),
    path("<int:pk>/report/", capa.report_page, name="report"),
    path("<int:pk>/release/", capa.release, name="release"),
    path("<int:pk>/share/", capa.share, name="share"),
    *addresses(CAPAS),
]
