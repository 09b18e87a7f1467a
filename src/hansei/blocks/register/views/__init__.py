"""The generic pages of a record kind, and their addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from hansei.blocks.register import belongings
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.views import (
    board,
    bulk,
    custom_fields,
    life,
    life_versions,
    lists,
    merging,
    quick,
    records,
    saved_views,
    shaped,
)
from hansei.blocks.register.views.records import address_of, edit_page, new_page, reader_of

__all__ = ["address_of", "addresses", "edit_page", "new_page", "reader_of"]
View = Callable[..., HttpResponseBase]


def addresses(register: Register) -> list[URLPattern]:
    """Return the addresses of a kind; its room includes them under the register's namespace."""

    def view(fn: Callable[..., HttpResponseBase]) -> View:
        return login_required(partial(fn, register=register))

    def post(fn: Callable[..., HttpResponseBase]) -> View:
        return require_POST(view(fn))

    return [
        path("", view(shaped.page), name="list"),
        path("new/", view(records.new_page), name="new"),
        path("export/<str:form>/", view(lists.export), name="export"),
        path("views/save/", post(saved_views.save), name="save_view"),
        path("views/<int:saved>/", view(saved_views.edit_page), name="view"),
        path("views/<int:saved>/pin/", post(saved_views.pin), name="pin_view"),
        path("views/<int:saved>/withdraw/", post(saved_views.withdraw), name="withdraw_view"),
        path("bulk/", post(bulk.change), name="bulk"),
        path("bulk/undo/", post(bulk.undo), name="undo"),
        path("life/", view(life.life_page), name="life"),
        path("life/limits/", post(life.limits), name="limits"),
        path("life/versions/", view(life_versions.versions_page), name="life_versions"),
        path("life/versions/bring-back/", post(life_versions.bring_back_page), name="life_bring_back"),
        path("<int:pk>/card/", view(board.card), name="card"),
        path("<int:pk>/row/", view(quick.row), name="row"),
        path("<int:pk>/quick/<str:field>/", view(quick.quick), name="quick"),
        path("<int:pk>/", view(records.record_page), name="record"),
        path("<int:pk>/edit/", view(records.edit_page), name="edit"),
        path("<int:pk>/move/", post(records.move), name="move"),
        path("<int:pk>/sub-state/", post(records.sub_state), name="sub_state"),
        path("<int:pk>/link/", post(belongings.link), name="link"),
        path("<int:pk>/unlink/", post(belongings.unlink), name="unlink"),
        path("<int:pk>/note/", post(belongings.note), name="note"),
        path("<int:pk>/tag/", post(belongings.tag), name="tag"),
        path("<int:pk>/untag/", post(belongings.untag), name="untag"),
        path("<int:pk>/attach/", post(belongings.attach), name="attach"),
        path("<int:pk>/withdraw-file/", post(belongings.withdraw_file), name="withdraw_file"),
        path("<int:pk>/files/<int:attachment>/", view(belongings.file), name="file"),
        path("fields/", view(custom_fields.fields_page), name="fields"),
        path("fields/<int:number>/", view(custom_fields.field_page), name="field"),
        path("tags/", view(merging.tags_page), name="tags"),
    ]
