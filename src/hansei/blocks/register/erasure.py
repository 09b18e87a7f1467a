"""What the register does when a person is erased: their name leaves the names of views."""

from __future__ import annotations

from hansei.blocks.register.models import SavedView
from hansei.kernel.erasure import Erasing, eraser, rewriting

rewriting.wipe_too("register_savedview")


@eraser
def erase(erasing: Erasing) -> None:
    """Put pseudonyms into the words that people gave to what the register keeps."""
    for view in SavedView.objects.order_by("pk").iterator():
        if (name := erasing.finder.text(view.name)) != view.name:
            SavedView.objects.filter(pk=view.pk).update(name=name[:80])
