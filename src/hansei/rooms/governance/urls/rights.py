"""Addresses of decision rights and the appetite."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.governance import views

app_name = "governance"
urlpatterns = [
    path("rights/", views.rights_page, name="rights"),
    path("rights/<str:kind>/edit/", views.edit_rights, name="edit_rights"),
    path("rights/seats/give/", views.give_seat, name="give_seat"),
    path("rights/seats/end/", views.end_seat, name="end_seat"),
    path("deputies/", views.deputies_page, name="deputies"),
    path("deputies/<int:pk>/", views.change_deputy, name="change_deputy"),
    path("deputies/<int:pk>/end/", views.end_deputy, name="end_deputy"),
    path("mine/", views.mine, name="mine"),
    path("appetite/", views.appetite_page, name="appetite"),
    path("undo/<str:name>/", views.undo_page, name="undo"),
]
