"""Addresses of surveys for those who ask."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.feedback import views

app_name = "survey"
urlpatterns = [
    path("", views.surveys_page, name="surveys"),
    path("hold/", views.hold, name="hold"),
    path("resume/", views.resume, name="resume"),
    path("<int:pk>/", views.survey_page, name="survey"),
    path("<int:pk>/again/", views.mail_again, name="mail_again"),
    path("<int:pk>/close/", views.close_survey, name="close"),
]
