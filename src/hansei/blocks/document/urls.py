"""Addresses of this block: the templates an administrator writes."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.document import views

app_name = "document"
urlpatterns = [
    path("templates/", views.templates, name="templates"),
    path("templates/<str:code>/", views.template, name="template"),
]
