"""Groups of similar wording: average linkage inside blocks, cut at several heights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy import sparse

from hansei.analytics.finder.calls import MISSING, Calls, Floats, Ints, Marks
from hansei.analytics.finder.wording import vectors

# Connected components over a graph of similar pairs would chain everything into one; average linkage does not.
HEIGHTS: Final = (0.5, 0.65, 0.75, 0.85, 0.92)  # one minus cosine: from nearly the same words to a few in common
LARGEST: Final = 1_200  # different titles compared pair by pair in one block
PLACES: Final = ("service", "product", "category", "team", "ci")


def similar(calls: Calls, alive: Marks, least: int) -> Iterator[Ints]:
    """For each height a group number per call, −1 where a title has no company."""
    titled = np.asarray(calls.title.is_valid().to_numpy(zero_copy_only=False))
    index = np.flatnonzero(alive & titled)
    if len(index) < least:
        return
    told = calls.title.take(index).combine_chunks().dictionary_encode()
    which = told.indices.to_numpy().astype(np.int64)
    rows = vectors(told.dictionary.to_pylist())
    found = [np.full(len(calls), MISSING, dtype=np.int64) for _ in HEIGHTS]
    groups = 0
    for block in _blocks(calls, index, which, rows, least):
        labels = _clustered(rows, which[block])
        for height, column in enumerate(found):
            column[index[block]] = labels[height] + groups
        groups += len(block) + 1
    yield from found


def _blocks(calls: Calls, index: Ints, which: Ints, rows: sparse.csr_array, least: int) -> Iterator[Ints]:
    """Positions in `index` that are compared with each other: one place, and if that is too large, one telling word."""
    for block in parts_of(_place(calls, index), least):
        if len(np.unique(which[block])) <= LARGEST:
            yield block
            continue
        for part in parts_of(_anchors(rows, which[block], least), least):
            if len(np.unique(which[block[part]])) <= LARGEST:
                yield block[part]


def _place(calls: Calls, index: Ints) -> Ints:
    """Service of each call, or else product, category, team or CI: the first that is known."""
    place = np.full(len(index), MISSING, dtype=np.int64)
    offset = 0
    for name in PLACES:
        codes = calls.codes[name][index]
        place = np.where((place == MISSING) & (codes >= 0), codes + offset, place)
        offset += len(calls.words[name])
    return np.where(place == MISSING, offset, place)


def parts_of(group: Ints, least: int) -> Iterator[Ints]:
    """Positions of each group with `least` members or more, in their order."""
    order = np.argsort(group, kind="stable")
    order = order[group[order] >= 0]
    if len(order) == 0:
        return
    for part in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        if len(part) >= least:
            yield part


def _anchors(rows: sparse.csr_array, which: Ints, least: int) -> Ints:
    """The rarest word of each title that enough other titles of the block have too."""
    block = sparse.csr_array(rows[which])
    counts = np.bincount(block.indices, minlength=block.shape[1])
    width, often = block.shape[1], len(which) + 1
    rarity = np.where(counts[block.indices] >= least, counts[block.indices], often).astype(np.int64)
    worded = np.flatnonzero(np.diff(block.indptr))
    anchors = np.full(len(which), MISSING, dtype=np.int64)
    if len(worded):
        rarest = np.minimum.reduceat(rarity * width + block.indices, block.indptr[worded])
        anchors[worded] = np.where(rarest // width < often, rarest % width, MISSING)
    return anchors


def _clustered(rows: sparse.csr_array, which: Ints) -> list[Ints]:
    """Cluster number of each call, for each height; calls with the same title are one leaf."""
    # here, not above: a third of a second to import, which a log without titles never needs
    from scipy.cluster.hierarchy import fcluster, linkage

    leaves, leaf = np.unique(which, return_inverse=True)
    if len(leaves) == 1:
        return [np.zeros(len(which), dtype=np.int64) for _ in HEIGHTS]
    tree = linkage(_distances(rows[leaves]), method="average")
    return [fcluster(tree, height, criterion="distance").astype(np.int64)[leaf] for height in HEIGHTS]


def _distances(rows: sparse.csr_array) -> Floats:
    from scipy.spatial.distance import squareform

    alike = (rows @ rows.T).toarray()
    apart = np.clip(1 - alike, 0, 1)
    np.fill_diagonal(apart, 0)
    return np.asarray(squareform(apart, checks=False))
