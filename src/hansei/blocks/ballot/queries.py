"""What may be known of a box: how much waits in it, and, by whoever holds the key, whether something does."""

from __future__ import annotations

from collections.abc import Callable

from hansei.blocks.ballot.models import Ballot, Box
from hansei.blocks.ballot.sealing import Said, unseal


def waiting(box: str) -> int:
    """Return how many ballots wait."""
    return Ballot.objects.filter(box=box).count()


def holds(box: str, is_it: Callable[[Said], bool]) -> bool:
    """Whether something waits that its giver would know again."""
    rows = Ballot.objects.filter(box=box).iterator(chunk_size=100)
    return any(said is not None and is_it(said["said"]) for said in (unseal(bytes(each.sealed)) for each in rows))


def boxes(start: str) -> list[str]:
    """Return the names of the boxes with ballots in them whose names start like this."""
    return list(Box.objects.filter(pk__startswith=start, ballots__isnull=False).distinct().values_list("pk", flat=True))
