"""Addresses of the flow map and the measures."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.measures.views import flow, information, measures

app_name = "measures"
urlpatterns = [
    path("flow/", flow.flow, name="flow"),
    path("flow/path/", flow.path, name="path"),
    path("measures/", measures.measures, name="measures"),
    path("measures/information/", information.quality, name="information"),
    path("measures/information/<slug:criterion>/", information.check, name="check_information"),
    path("measures/<slug:name>/", measures.measure, name="measure"),
]
