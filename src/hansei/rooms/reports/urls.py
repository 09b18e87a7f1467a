"""Addresses of this room: those of the registers, and its own."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.reports import views
from hansei.rooms.reports.pages import REGISTER

app_name = "reports"
urlpatterns = [
    path("new/", views.new_page, name="new"),
    path("read/<str:token>/", views.receipt, name="receipt"),
    path("<int:pk>/report/", views.paper, name="paper"),
    path("<int:pk>/cases/", views.cases, name="cases"),
    path("<int:pk>/explain/", views.explain, name="explain"),
    path("<int:pk>/issue/", views.issue, name="issue"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/mail/", views.mail, name="mail"),
    path("<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("mails/<int:pk>/again/", views.again, name="again"),
    *(each for each in addresses(REGISTER) if each.name != "new"),
]
