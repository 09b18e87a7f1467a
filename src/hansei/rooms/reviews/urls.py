"""Addresses of review packs."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.reviews import views

app_name = "reviews"
urlpatterns = [
    path("", views.packs, name="packs"),
    path("<int:pk>/", views.pack, name="pack"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/freeze/", views.freeze, name="freeze"),
    path("<int:pk>/comment/", views.comment, name="comment"),
    path("<int:pk>/empty/", views.explain, name="explain"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/done/<int:agreed>/", views.done, name="done"),
]
