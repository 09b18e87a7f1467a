"""Addresses of the tree, the cards and what is changed in them; the registers have their own."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.goals.views import cards, changes, tree

app_name = "goals"
urlpatterns = [
    path("", tree.tree_page, name="tree"),
    path("load/", changes.load_tree, name="load_tree"),
    path("load-scorecard/", changes.load_scorecard, name="load_scorecard"),
    path("place/", changes.place, name="place"),
    path("arrow/", changes.arrow, name="arrow"),
    path("remove-arrow/", changes.remove_arrow, name="remove_arrow"),
    path("card/<int:pk>/", cards.card_page, name="card"),
    path("nodes/<int:pk>/contribute/", changes.contribute, name="contribute"),
    path("nodes/<int:pk>/uncontribute/", changes.uncontribute, name="uncontribute"),
    path("outcomes/<int:pk>/output/", changes.add_output, name="add_output"),
    path("outcomes/<int:pk>/remove-output/", changes.remove_output, name="remove_output"),
]
