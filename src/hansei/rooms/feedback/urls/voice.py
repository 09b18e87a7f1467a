"""Addresses for anybody, and how feedback goes."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.feedback import views

app_name = "voice"
urlpatterns = [
    path("give/", views.give_page, name="give"),
    path("answer/", views.answer_page, name="answer"),
    path("wall/", views.wall_page, name="wall"),
    path("why-not/", views.why_not_page, name="why_not"),
    path("asked/<str:token>/", views.asked_page, name="asked"),
    path("figures/", views.dashboard, name="dashboard"),
    path("users/", views.users, name="users"),
]
