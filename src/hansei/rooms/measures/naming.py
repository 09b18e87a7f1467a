"""How a metric may be called: a time by its two ends."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from hansei.kernel.errors import Refusal

# A mean of which time, between which ends, over which hours? The letters never say; people fill in their own.
LETTERS: Final = re.compile(
    r"(?<![^\W_])m[\s.\-_]*(?:t[\s.\-_]*[tb][\s.\-_]*(?:rs|sf|si|[rafdikvcso])s?|t[\s.\-_]*rs|d[\s.\-_]*t)(?![^\W_])",
    re.IGNORECASE,
)
IN_WORDS: Final = re.compile(
    r"\bmean time (?:to|between|of)\b|\b(?:average|mean) (?:downtime|repair time)\b", re.IGNORECASE
)


def refuse_bare_time(title: str) -> None:
    """Refuse MTTR, MTBF and their like, also spelled out, and ask for the two ends."""
    plain = unicodedata.normalize("NFKC", title)
    if LETTERS.search(plain) or IN_WORDS.search(plain):
        said = _(
            "“%(name)s” does not say which time is meant. Name it by its two ends, from which moment to which: failed,"
            " detected, reported, answered, restored, resolved, verified, closed. For example “time to resolve”:"
            " reported to resolved."
        ) % {"name": title}
        raise Refusal("metric.bare_time", said, fields={"title": [said]})
