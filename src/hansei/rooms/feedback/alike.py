"""Which complaints are alike: the same service, and enough of the same words."""

from __future__ import annotations

import re
from typing import Final

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.feedback.models import Complaint

WORD: Final = re.compile(r"[^\W\d_]{3,}")
HAN: Final = re.compile(r"[\u3400-\u9fff]")
ALIKE_FROM: Final = 0.3  # share of the words of the shorter text that the other one has, too
LOOKED_AT: Final = 500


def words_of(text: str) -> set[str]:
    """Return what two texts are compared by: words of three letters and more, and pairs of Han characters.

    >>> sorted(words_of("The boards were dark")), sorted(words_of("显示屏黑了"))
    (['boards', 'dark', 'the', 'were'], ['屏黑', '显示', '示屏', '黑了'])
    """
    folded = text.casefold()
    plain = set(WORD.findall(HAN.sub(" ", folded)))
    runs = re.findall(r"[\u3400-\u9fff]+", folded)
    return plain | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def likeness(one: set[str], other: set[str]) -> float:
    """Return the share of the smaller set that is in the other one, too."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def earlier_like(
    account: Account | None, title: str, statement: str, service: str, before: int | None = None
) -> list[Complaint]:
    """Return earlier complaints about the same service that say alike things, the most alike first."""
    seen = Complaint.objects.filter(rights.predicate(account, "feedback.see", prefix="identity__"))
    if before is not None:
        seen = seen.filter(pk__lt=before)
    own, found = words_of(f"{title} {statement}"), []
    for each in seen.select_related("identity").order_by("-pk")[:LOOKED_AT]:
        if each.service.casefold() == service.casefold():
            like = likeness(own, words_of(f"{each.title} {each.statement}"))
            if like >= ALIKE_FROM:
                found.append((like, each.pk, each))
    return [each for _like, _pk, each in sorted(found, key=lambda line: (-line[0], -line[1]))][:5]
