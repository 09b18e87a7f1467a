"""Addresses of reviews."""

from __future__ import annotations

from django.urls import include, path

from hansei.blocks.register.views import addresses
from hansei.rooms.reviews import pages
from hansei.rooms.reviews.views import feeds, forum, levels, meetings, packs, plans

app_name = "reviews"
urlpatterns = [
    path("", packs.packs, name="packs"),
    path("<int:pk>/", packs.pack, name="pack"),
    path("<int:pk>/again/", packs.again, name="again"),
    path("<int:pk>/freeze/", packs.freeze, name="freeze"),
    path("<int:pk>/comment/", packs.comment, name="comment"),
    path("<int:pk>/empty/", packs.explain, name="explain"),
    path("<int:pk>/agree/", packs.agree, name="agree"),
    path("<int:pk>/done/<int:agreed>/", packs.done, name="done"),
    path("meeting/<int:pk>/", meetings.meeting, name="meeting"),
    path("meeting/<int:pk>/said/", meetings.said, name="said"),
    path("meeting/<int:pk>/draft/", meetings.draft, name="draft"),
    path("meeting/<int:pk>/<slug:verb>/", meetings.does, name="does"),
    path("acknowledge/<int:asked>/", meetings.acknowledge, name="acknowledge"),
    path("feed/", feeds.feed_page, name="feed"),
    path("feed/new/", feeds.feed_open, name="feed_open"),
    path("feed/shut/", feeds.feed_shut, name="feed_shut"),
    path("feed/<str:token>.ics", feeds.feed_file, name="feed_file"),
    path("read/<str:token>/", feeds.receipt, name="receipt"),
    path("forum/<int:pk>/", forum.forum, name="forum"),
    path("forum/<int:pk>/<slug:verb>/", forum.forum_does, name="forum_does"),
    path("calendar/", plans.calendar, name="calendar"),
    path("levels/", levels.levels, name="levels"),
    path("levels/<slug:of>/", levels.level, name="level"),
    path("plans/<int:pk>/person/", plans.add_person, name="plan_person"),
    path("plans/<int:pk>/person/away/", plans.take_person_away, name="plan_person_away"),
    path("plans/<int:pk>/frequency/", plans.frequency, name="plan_frequency"),
    path("plans/<int:pk>/data/", plans.data, name="plan_data"),
    path("plans/", include((addresses(pages.PLANS), "plans"))),
    path("records/", include((addresses(pages.REVIEWS), "records"))),
]
