"""Addresses of this block."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.checklist import views

app_name = "checklist"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("text/<str:code>/", views.edit_page, name="edit"),
    path("on/<int:pk>/", views.settle, name="settle"),
]
