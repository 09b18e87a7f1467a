"""Addresses of the frame: home, menu, the reader's own pages."""

from __future__ import annotations

from django.urls import path

from hansei.ui.views import gallery, health, home, reader

app_name = "ui"
urlpatterns = [
    path("", home.home, name="home"),
    path("menu/", home.whole_menu, name="menu"),
    path("sign-in/", reader.SignIn.as_view(), name="sign_in"),
    path("sign-out/", reader.SignOut.as_view(), name="sign_out"),
    path("preferences/", reader.preferences, name="preferences"),
    path("health/", health.page, name="health"),
    path("health.json", health.monitor, name="health_monitor"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/panel/", gallery.panel, name="gallery_panel"),
    path("language/", reader.set_language, name="set_language"),
]
