"""What this room does when a person is erased: a name in an opinion that waits becomes a pseudonym."""

from __future__ import annotations

from hansei.blocks.ballot import actions as ballots
from hansei.blocks.ballot.sealing import Said
from hansei.kernel.erasure import Erasing, eraser
from hansei.rooms.feedback.actions.items import BOX, LINE, LONGEST, SIZE


@eraser
def erase(erasing: Erasing) -> None:
    """Rewrite what waits; what stands as feedback is rewritten with all records."""

    def without(said: Said) -> Said:
        found = {"title": LINE, "text": LONGEST, "service": LINE}
        return {**said, **{name: erasing.finder.text(said[name])[:most] for name, most in found.items()}}

    erasing.report()
    ballots.rewrite(BOX, without, size=SIZE)
