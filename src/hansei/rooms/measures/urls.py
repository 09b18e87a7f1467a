"""Addresses of the flow map and the measures."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.measures.views import desk, flow, information, measures

app_name = "measures"
urlpatterns = [
    path("flow/", flow.flow, name="flow"),
    path("flow/path/", flow.path, name="path"),
    path("measures/", measures.measures, name="measures"),
    path("measures/information/", information.quality, name="information"),
    path("measures/information/<slug:criterion>/", information.check, name="check_information"),
    path("measures/desk/", desk.desk, name="desk"),
    path("measures/desk/cases/", desk.desk_cases, name="desk_cases"),
    path("measures/desk/<int:source>/setting/", desk.desk_setting, name="desk_setting"),
    path("measures/<slug:name>/", measures.measure, name="measure"),
]
