"""Similar wording in any language: words cut to their stems, Chinese in pairs of characters, rare words weigh more."""

from __future__ import annotations

import functools
import re
from array import array
from itertools import pairwise
from typing import Final

import numpy as np
from scipy import sparse

CJK: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]+")
WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
DIGITS_WEIGH: Final = 2.0  # a name with a number in it (batch02, srv-11) tells more than a word


@functools.cache
def _stemmer(language: str) -> object:
    import snowballstemmer  # here, not above: 30 languages of tables that a log without text never needs

    return snowballstemmer.stemmer(language)


@functools.lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    language = "russian" if CYRILLIC.search(word) else "english"
    return str(_stemmer(language).stemWord(word))  # type: ignore[attr-defined]  # snowballstemmer has no types


def tokens(text: str) -> list[str]:
    """Stems, pairs of Chinese or Japanese characters, and names with their digits, in order.

    >>> tokens("Batches restarted: 排班批")
    ['batch', 'restart', '排班', '班批']
    """
    found: list[str] = []
    for word in WORD.findall(text.lower()):
        for part in _by_script(word):
            if CJK.match(part):
                found += [a + b for a, b in pairwise(part)] or [part]
            elif len(part) > 1 or part.isdigit():
                found.append(_stem(part))
    return found


def _by_script(word: str) -> list[str]:
    pieces, last = [], 0
    for match in CJK.finditer(word):
        pieces += [word[last : match.start()], match.group()]
        last = match.end()
    return [piece for piece in (*pieces, word[last:]) if piece]


def vectors(texts: list[str]) -> sparse.csr_array:
    """One row a text, unit length: rare tokens weigh more (log of inverse frequency), those with digits twice."""
    vocabulary: dict[str, int] = {}
    columns, ends = array("i"), array("q", [0])  # a million titles as lists of numbers would take a gigabyte
    for text in texts:
        columns.extend(vocabulary.setdefault(token, len(vocabulary)) for token in dict.fromkeys(tokens(text)))
        ends.append(len(columns))
    held = np.frombuffer(columns, dtype=np.int32) if columns else np.zeros(0, dtype=np.int32)
    counts = np.bincount(held, minlength=len(vocabulary))
    digits = np.array([DIGITS_WEIGH if any(c.isdigit() for c in token) else 1.0 for token in vocabulary])
    weight = np.log1p(len(texts) / np.maximum(counts, 1)) * digits
    found = sparse.csr_array((weight[held], held, np.frombuffer(ends, np.int64)), shape=(len(texts), len(vocabulary)))
    found.sort_indices()
    length = np.sqrt(found.multiply(found).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1e-12)) @ found)


def mean_similarity(titles: list[str | None], most: int = 400) -> float | None:
    """Mean cosine of all pairs of titles, 0 unlike to 1 the same; None with fewer than two titles."""
    said = [title for title in titles if title][:most]
    if len(said) < 2:
        return None
    rows = vectors(said)
    total = float(np.square(rows.sum(axis=0)).sum())
    return max(0.0, (total - len(said)) / (len(said) * (len(said) - 1)))


def scripts_of(titles: list[str | None]) -> tuple[str, ...]:
    """Scripts that the titles are written in, commonest first: latin, cyrillic, cjk."""
    counts = {"latin": 0, "cyrillic": 0, "cjk": 0}
    for title in titles:
        if title:
            counts["cjk" if CJK.search(title) else "cyrillic" if CYRILLIC.search(title) else "latin"] += 1
    return tuple(sorted((script for script, n in counts.items() if n), key=lambda script: -counts[script]))
