"""Addresses of audits."""

from __future__ import annotations

from django.urls import include, path

from hansei.blocks.register.views import addresses
from hansei.rooms.reviews import audit_pages
from hansei.rooms.reviews.views import audits

app_name = "audit"
urlpatterns = [
    path("", audits.programme, name="programme"),
    path("<int:pk>/report/", audits.report, name="report"),
    path("<int:pk>/withdraw/", audits.withdraw, name="withdraw"),
    path("<int:pk>/clauses/", audits.choose, name="choose"),
    path("<int:pk>/auditors/", audits.auditors, name="auditors"),
    path("areas/<int:pk>/people/", audits.people, name="people"),
    path("findings/<int:pk>/answer/", audits.answer, name="answer"),
    path("findings/<int:pk>/verify/", audits.verify, name="verify"),
    path("findings/<int:pk>/withdraw/", audits.withdraw_finding, name="withdraw_finding"),
    path("records/", include((addresses(audit_pages.AUDITS), "records"))),
    path("findings/", include((addresses(audit_pages.FINDINGS), "findings"))),
    path("areas/", include((addresses(audit_pages.AREAS), "areas"))),
]
