"""Addresses of lessons learned."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages.lessons import LESSONS
from hansei.rooms.improvement.views import lessons

app_name = "lessons"
urlpatterns = [path("<int:pk>/use/", lessons.use_page, name="use"), *addresses(LESSONS)]
