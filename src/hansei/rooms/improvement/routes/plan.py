"""Addresses of improvement plans."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.papers import PLANS
from hansei.rooms.improvement.views import papers

app_name = "sip"
urlpatterns = [
    path("<int:pk>/document/", papers.plan_page, name="document"),
    path("<int:pk>/publish/", papers.publish, name="publish"),
    path("<int:pk>/acknowledge/", papers.acknowledge_plan, name="acknowledge"),
    *addresses(PLANS),
]
