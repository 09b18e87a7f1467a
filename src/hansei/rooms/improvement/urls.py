"""Addresses of this room: those of the register, and its own."""

from __future__ import annotations

from django.urls import path

from hansei.blocks.register.views import addresses
from hansei.rooms.improvement.pages import REGISTER
from hansei.rooms.improvement.views import control, culture, nominating, pages, ranking
from hansei.rooms.improvement.views import improvement as views

app_name = "improvement"
urlpatterns = [
    path("new/", views.new_page, name="new"),
    path("propose/", pages.suggest, name="suggest"),
    path("culture/", culture.culture_page, name="culture"),
    path("culture/roles/", nominating.role_duty_page, name="role_duty"),
    path("culture/roles/end/", nominating.end_role_duty, name="end_role_duty"),
    path("nominate/", nominating.nominate_page, name="nominate"),
    path("nominate/<int:pk>/answer/", nominating.answer_nomination, name="answer_nomination"),
    path("rank/", ranking.rank_page, name="rank"),
    path("rank/weigh/", ranking.weigh, name="weigh"),
    path("rank/freeze/", ranking.freeze, name="freeze_ranking"),
    path("rank/<int:number>/", ranking.ranking_page, name="ranking"),
    path("<int:pk>/judge/", ranking.judge, name="judge"),
    path("<int:pk>/place/", ranking.place, name="place"),
    path("for-users/", pages.for_users, name="for_users"),
    path("<int:pk>/measure/", views.measure_page, name="measure"),
    path("<int:pk>/freeze/", views.freeze, name="freeze"),
    path("<int:pk>/verify/", views.verify_page, name="verify"),
    path("<int:pk>/close/", views.close_page, name="close"),
    path("<int:pk>/control/", control.sheet_page, name="sheet"),
    path("<int:pk>/control/supervisor/", control.supervise_page, name="supervise"),
    path("<int:pk>/control/assess/", control.assess, name="assess"),
    path("<int:pk>/control/recheck/<int:check>/", control.recheck_page, name="recheck"),
    path("<int:pk>/step/<str:step>/", pages.step_page, name="step"),
    path("<int:pk>/sheets/", pages.start_sheets, name="start_sheets"),
    path("<int:pk>/take-part/", pages.take_part, name="take_part"),
    path("<int:pk>/celebrate/", pages.celebrate, name="celebrate"),
    path("<int:pk>/lesson/", pages.lesson_page, name="lesson"),
    path("<int:pk>/transfer/", pages.transfer_page, name="transfer"),
    *(each for each in addresses(REGISTER) if each.name != "new"),
]
