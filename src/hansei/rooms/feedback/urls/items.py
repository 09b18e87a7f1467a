"""Addresses of feedback for those who handle it."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.feedback import views
from hansei.rooms.feedback.pages import ITEMS

app_name = "feedback"
urlpatterns = [
    path("<int:pk>/read/", views.read, name="read"),
    path("<int:pk>/reply/", views.reply_page, name="reply"),
    path("<int:pk>/close/", views.close_page, name="close"),
    *addresses(ITEMS),
]
