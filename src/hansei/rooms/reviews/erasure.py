"""What this room does when a person is erased: initials go, names in frozen figures become pseudonyms.

Comments, reasons and the words of actions are revisions, owners are accounts: both are rewritten for every room alike.
"""

from __future__ import annotations

from hansei.kernel.erasure import Erasing, eraser, listed, rewriting
from hansei.rooms.reviews.models import EmptySection, Pack
from hansei.rooms.reviews.seal import is_intact, seal_of

rewriting.wipe_too("reviews_pack", "reviews_emptysection")


@eraser
def erase(erasing: Erasing) -> None:
    """Take initials away and rewrite frozen figures; a seal that fitted fits again, one that was broken stays so."""
    for entry in listed.entries():
        signed = EmptySection.objects.filter(by=entry.account, by__email=entry.pseudonym)
        signed.exclude(initials="").update(initials="")
    for pack in Pack.objects.exclude(frozen_at=None).iterator(chunk_size=100):
        erasing.report()
        content = erasing.finder.json(pack.content)
        if content == pack.content:
            continue
        was_intact, pack.content = is_intact(pack), content
        pack.seal = seal_of(pack) if was_intact else pack.seal
        pack.save(update_fields=["content", "seal"])
