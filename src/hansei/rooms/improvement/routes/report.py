"""Addresses of improvement reports."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.papers import REPORTS
from hansei.rooms.improvement.views import papers

app_name = "irp"
urlpatterns = [
    path("<int:pk>/document/", papers.report_page, name="document"),
    path("<int:pk>/send/", papers.send, name="send"),
    path("<int:pk>/acknowledge/", papers.acknowledge_report, name="acknowledge"),
    *addresses(REPORTS),
]
