"""Addresses of this block that belong to no kind."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from hansei.blocks.register.views import life_versions

app_name = "register"
urlpatterns = [path("", login_required(life_versions.lives_page), name="lives")]
