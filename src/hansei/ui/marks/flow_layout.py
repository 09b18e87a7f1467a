"""Where steps and paths of a flow go: layers along the flow, the heaviest way straight, few crossings.

A layered layout after Sugiyama: order the steps so that little flows backwards (Eades, Lin and
Smyth's greedy rule, weighted), put each a layer behind its predecessors, give long paths a place
in every layer they cross, sort layers by the weighted middle of their neighbours, then pull each
place towards those neighbours without letting two overlap. Deterministic: ties go by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

SWEEPS: Final = 12
Weights = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Layout:
    """`layer` and `across` of every step; `ways` holds each path's places, the source's layer to the target's.

    A path against the flow is in `backwards`; its places still run in the order of the layers.
    """

    layer: dict[str, int]
    across: dict[str, float]
    ways: dict[tuple[str, str], list[tuple[int, float]]]
    backwards: frozenset[tuple[str, str]]

    @property
    def layers(self) -> int:
        return 1 + max(self.layer.values(), default=0)


def lay_out(weights: Weights, sizes: Mapping[str, float], gap: float, way: float) -> Layout:
    """Place steps and paths. `sizes` is each step's extent across, `gap` the space between, `way` a path's room.

    Paths from a step to itself are ignored: they need no way.
    """
    edges = {pair: n for pair, n in weights.items() if pair[0] != pair[1]}
    position = {step: at for at, step in enumerate(_order(edges, sorted(sizes)))}
    backwards = frozenset(pair for pair in edges if position[pair[0]] > position[pair[1]])
    forward = {(b, a) if (a, b) in backwards else (a, b): 0.0 for a, b in edges}
    for (a, b), n in edges.items():
        forward[(b, a) if (a, b) in backwards else (a, b)] += n
    layer = _layers(forward, sorted(sizes, key=position.__getitem__))
    chains, links = _chains(edges, backwards, layer)
    extent = {**sizes, **{place: way for chain in chains.values() for place in chain[1:-1]}}
    level = {**layer, **{p: layer[c[0]] + at for c in chains.values() for at, p in enumerate(c[1:-1], 1)}}
    rows = _sorted_rows(level, links)
    across = _pulled(rows, links, extent, gap)
    ways = {pair: [(level[place], across[place]) for place in chain] for pair, chain in chains.items()}
    return Layout(layer, {step: across[step] for step in sizes}, ways, backwards)


def _order(edges: Weights, steps: Sequence[str]) -> list[str]:
    left, head, tail = list(steps), list[str](), list[str]()
    while left:
        out: dict[str, float] = dict.fromkeys(left, 0.0)
        into = dict.fromkeys(left, 0.0)
        for (a, b), n in edges.items():
            if a in out and b in out:
                out[a] += n
                into[b] += n
        if sinks := [step for step in left if not out[step] and into[step]]:
            tail.insert(0, sinks[0])
        elif sources := [step for step in left if not into[step]]:
            head.append(sources[0])
        else:
            head.append(max(left, key=lambda step: out[step] - into[step]))
        left = [step for step in left if step not in (head[-1:] + tail[:1])]
    return head + tail


def _layers(forward: Weights, order: Sequence[str]) -> dict[str, int]:
    layer = dict.fromkeys(order, 0)
    for step in order:
        before = [layer[a] for (a, b) in forward if b == step]
        layer[step] = 1 + max(before) if before else 0
    # A step that only leads on stands right before what it leads to, not at the far edge.
    for step in reversed(order):
        after = [layer[b] for (a, b) in forward if a == step]
        if after and not any(b == step for _, b in forward):
            layer[step] = min(after) - 1
    lowest = min(layer.values(), default=0)
    return {step: at - lowest for step, at in layer.items()}


def _chains(
    edges: Weights, backwards: frozenset[tuple[str, str]], layer: Mapping[str, int]
) -> tuple[dict[tuple[str, str], list[str]], dict[tuple[str, str], float]]:
    chains: dict[tuple[str, str], list[str]] = {}
    links: dict[tuple[str, str], float] = defaultdict(float)
    for pair in sorted(edges):
        first, last = reversed(pair) if pair in backwards else pair
        between = [f"{pair[0]}\0{pair[1]}\0{at}" for at in range(layer[first] + 1, layer[last])]
        chains[pair] = [first, *between, last]
        for link in pairwise(chains[pair]):
            links[link] += edges[pair]
    return chains, links


def _sorted_rows(level: Mapping[str, int], links: Weights) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(1 + max(level.values(), default=0))]
    weight: dict[str, float] = defaultdict(float)
    for (a, b), n in links.items():
        weight[a] += n
        weight[b] += n
    for place in sorted(level, key=lambda each: (-weight[each], each)):
        row = rows[level[place]]
        # The heaviest in the middle, the next ones alternating above and below.
        row.insert(0 if len(row) % 2 else len(row), place)
    best, fewest = [list(row) for row in rows], _crossings(rows, links)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            at = {place: index - len(each) / 2 for each in rows for index, place in enumerate(each)}
            row.sort(key=lambda place, at=at: _middle(place, links, at))  # type: ignore[misc]  # the bound argument has its default's type
        if (now := _crossings(rows, links)) < fewest:
            best, fewest = [list(row) for row in rows], now
    return best


def _middle(place: str, links: Weights, at: Mapping[str, float]) -> float:
    near = [(at[b if a == place else a], n) for (a, b), n in links.items() if place in (a, b)]
    total = sum(n for _, n in near)
    return sum(x * n for x, n in near) / total if total else at[place]


def _crossings(rows: Sequence[Sequence[str]], links: Weights) -> float:
    at = {place: (row, index) for row, each in enumerate(rows) for index, place in enumerate(each)}
    found, count = [(at[a], at[b], n) for (a, b), n in links.items()], 0.0
    for index, (a, b, n) in enumerate(found):
        for c, d, m in found[index + 1 :]:
            if a[0] == c[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0:
                count += 1 + min(n, m) * 1e-9
    return count


def _pulled(rows: Sequence[Sequence[str]], links: Weights, extent: Mapping[str, float], gap: float) -> dict[str, float]:
    across: dict[str, float] = {}
    for row in rows:
        start = -sum(extent[place] + gap for place in row) / 2
        for place in row:
            across[place] = start + extent[place] / 2
            start += extent[place] + gap
    for sweep in range(4 * SWEEPS):
        for row in rows if sweep % 2 else list(reversed(rows)):
            wish = {place: _middle(place, links, across) for place in row}
            across.update(_apart(row, wish, extent, gap))
    return across


def _apart(row: Sequence[str], wish: Mapping[str, float], extent: Mapping[str, float], gap: float) -> dict[str, float]:
    """Meet the wishes as well as the order and the room allow: blocks that touch settle on their mean."""
    blocks: list[list[str]] = []
    centres: list[float] = []
    offsets: dict[str, float] = {}
    for place in row:
        blocks.append([place])
        centres.append(wish[place])
        offsets[place] = 0.0
        while len(blocks) > 1 and _touch(blocks[-2], centres[-2], blocks[-1], centres[-1], offsets, extent, gap):
            last = blocks.pop()
            centres.pop()
            seam = offsets[blocks[-1][-1]] + extent[blocks[-1][-1]] / 2 + gap + extent[last[0]] / 2 - offsets[last[0]]
            for each in last:
                offsets[each] += seam
            blocks[-1] += last
            centres[-1] = sum(wish[each] - offsets[each] for each in blocks[-1]) / len(blocks[-1])
    return {each: centre + offsets[each] for block, centre in zip(blocks, centres, strict=True) for each in block}


def _touch(
    first: Sequence[str],
    first_at: float,
    second: Sequence[str],
    second_at: float,
    offsets: Mapping[str, float],
    extent: Mapping[str, float],
    gap: float,
) -> bool:
    ends = first_at + offsets[first[-1]] + extent[first[-1]] / 2
    begins = second_at + offsets[second[0]] - extent[second[0]] / 2
    return ends + gap > begins + 1e-9
