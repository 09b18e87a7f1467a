"""Addresses: the base page here, each room's own below its name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hansei.ui.urls")),
    path("documents/", include("hansei.blocks.document.urls")),
    path("states/", include("hansei.blocks.register.urls")),
    path("", include("hansei.rooms.mining.urls")),
    path("checklists/", include("hansei.blocks.checklist.urls")),
    path("control/", include("hansei.rooms.improvement.routes.control")),
    path("goals/", include("hansei.rooms.goals.urls")),
    path("goals/nodes/", include("hansei.rooms.goals.goal_urls")),
    path("goals/scorecards/", include("hansei.rooms.goals.scorecard_urls")),
    path("goals/outcomes/", include("hansei.rooms.goals.outcome_urls")),
    path("improvement-plans/", include("hansei.rooms.improvement.routes.plan")),
    path("improvement-reports/", include("hansei.rooms.improvement.routes.report")),
    path("capa/", include("hansei.rooms.improvement.routes.capa")),
    path("violations/", include("hansei.rooms.improvement.routes.violation")),
    path("kata/", include("hansei.rooms.improvement.routes.kata")),
    path("swot/", include("hansei.rooms.improvement.routes.swot")),
    path("investigations/", include("hansei.rooms.improvement.routes.investigation")),
    path("cycles/", include("hansei.rooms.improvement.routes.cycles")),
    path("inputs/", include("hansei.rooms.improvement.routes.inputs")),
    path("improvements/", include("hansei.rooms.improvement.urls")),
    path("lessons/", include("hansei.rooms.improvement.lesson_urls")),
    path("reports/", include("hansei.rooms.reports.urls")),
    path("engagements/", include("hansei.rooms.reports.engagement_urls")),
    path("audits/", include("hansei.rooms.reviews.audit_urls")),
    path("reviews/", include("hansei.rooms.reviews.urls")),
    path("risks/", include("hansei.rooms.governance.urls.risks")),
    path("decisions/", include("hansei.rooms.governance.urls.decisions")),
    path("feedback/", include("hansei.rooms.feedback.urls.items")),
    path("complaints/", include("hansei.rooms.feedback.urls.complaints")),
    path("compliments/", include("hansei.rooms.feedback.urls.compliments")),
    path("surveys/", include("hansei.rooms.feedback.urls.surveys")),
    path("voice/", include("hansei.rooms.feedback.urls.voice")),
    path("governance/", include("hansei.rooms.governance.urls.rights")),
    path("", include("hansei.rooms.measures.urls")),
    path("metrics/", include("hansei.rooms.measures.metric_urls")),
    path("concerns/", include("hansei.rooms.measures.concern_urls")),
    path("collectors/", include("hansei.rooms.measures.collector_urls")),
    path("dashboards/", include("hansei.rooms.measures.dashboard_urls")),
    path("signals/", include("hansei.rooms.measures.signal_urls")),
]

handler400 = "hansei.ui.views.errors.bad_request"
handler403 = "hansei.ui.views.errors.no_permission"
handler404 = "hansei.ui.views.errors.not_found"
handler500 = "hansei.ui.views.errors.server_error"
