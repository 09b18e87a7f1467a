"""Addresses of the metric catalogue."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.measures.pages import METRICS
from hansei.rooms.measures.views import guarding, metrics, values

app_name = "metric"
urlpatterns = [
    path("matrix/", metrics.matrix, name="matrix"),
    path("guard/", guarding.guard, name="guard"),
    path("<int:pk>/appraisal/", guarding.ask, name="ask_appraisal"),
    path("<int:pk>/appraisal/agree/", guarding.agree, name="agree_appraisal"),
    path("<int:pk>/appraisal/<int:appraisal>/refuse/", guarding.refuse, name="refuse_appraisal"),
    path("calendar/", values.calendar, name="calendar"),
    path("points/", metrics.point_list, name="point_list"),
    path("<int:pk>/formula/", metrics.formula, name="formula"),
    path("<int:pk>/concerns/", metrics.concerns, name="concerns"),
    path("<int:pk>/points/", metrics.points_done, name="points"),
    path("<int:pk>/values/", values.enter, name="enter"),
    path("<int:pk>/import/", values.bring, name="import"),
    *addresses(METRICS),
]
