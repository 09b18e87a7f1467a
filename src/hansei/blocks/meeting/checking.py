"""What `hansei check` holds against the log here: that minutes say what was signed."""

from __future__ import annotations

from collections.abc import Iterator

from hansei.blocks.meeting import queries
from hansei.blocks.meeting.models import SignedMinutes
from hansei.kernel.check import Difference, also


@also
def signed_minutes() -> Iterator[Difference]:
    """Yield every issue of minutes whose content was changed outside of Hansei."""
    for each in SignedMinutes.objects.select_related("meeting__identity").iterator(chunk_size=200):
        if not queries.is_what_was_signed(each):
            yield Difference("minutes.not_as_signed", f"{each.meeting.identity.key} issue {each.issue}", now=each.seal)
