"""SQL that Ibis made once is not made again.

Compiling takes a tenth to half a second of processor time a query, more than DuckDB takes to answer it over a small
log. A measure asks every version of every data set the same, only of tables with other generated names, and every
month the same, only of other instants: so the SQL is kept by the form of the expression, with these left open.
"""

from __future__ import annotations

import datetime
import decimal
import enum
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.schema as sch
from ibis.common.graph import Node

MOST = 1_000  # of 5 to 50 kB each
GENERATED = re.compile(r"\bibis_\w+_[a-z2-7]{26}\b")  # as ibis.util.gen_name makes them
INSTANT = re.compile(r"MAKE_TIMESTAMP\((?:\d+, ){5}[\d.e-]+\)")  # as Ibis writes one without a zone
LEFT_OPEN = re.compile(f"{GENERATED.pattern}|{INSTANT.pattern}")
OPEN = re.compile("\0(\\d+)\0")
# What an expression holds besides other expressions and is told whole by its own writing.
TOLD = (
    str, bytes, int, float, type(None), decimal.Decimal, datetime.date, datetime.time, datetime.timedelta, enum.Enum,
    dt.DataType, sch.Schema, ops.Namespace,
)  # fmt: skip
# The connection, and the rows of a table in memory: these are found by its name.
NOT_IN_SQL: dict[str, type[Node]] = {"source": ops.DatabaseTable, "data": ops.InMemoryTable}

_kept: OrderedDict[bytes, str] = OrderedDict()
_guard = threading.Lock()


class _Unknown(Exception):
    """Something in an expression is not told whole by its writing."""


def sql_of(root: Node, make: Callable[[], str]) -> str:
    """Return the SQL of an expression: what was kept for its form, else what `make` makes."""
    try:
        form, names = form_of(root)
    except _Unknown:
        return make()
    with _guard:
        found = _kept.get(form)
        if found is not None:
            _kept.move_to_end(form)
            return OPEN.sub(lambda place: names[int(place[1])], found)
    made = make()
    if "\0" not in made and _are_all_in(made, names):
        with _guard:
            _kept[form] = LEFT_OPEN.sub(lambda found: _left_open(found[0], names), made)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return made


def _are_all_in(made: str, names: list[str]) -> bool:
    """Whether every instant that would be left open stands in the SQL as we write it."""
    return all(each in made for each in names if INSTANT.fullmatch(each))


def _left_open(name: str, names: list[str]) -> str:
    return f"\0{names.index(name)}\0" if name in names else name


def form_of(root: Node) -> tuple[bytes, list[str]]:
    """Return what tells an expression from every one of another form, and what is left open in it, in its order.

    Left open are generated names and instants without a zone, these as Ibis writes them into the SQL.
    """
    names: dict[str, str] = {}
    places: dict[Node, int] = {}
    digest = hashlib.blake2b()

    def leave_open(name: re.Match[str]) -> str:
        return names.setdefault(name[0], f"\0{len(names)}\0")

    for node in _parts_first(root):
        told = f"{type(node).__qualname__}{[*_arguments(node, places)]}"
        if INSTANT.search(told) and not _is_instant(node):
            raise _Unknown  # words that would be taken for an instant
        digest.update(LEFT_OPEN.sub(leave_open, told).encode())
        places[node] = len(places)
    return digest.digest(), list(names)


def _parts_first(root: Node) -> Iterator[Node]:
    """Every part of an expression once, after the parts that it is made of. No recursion: some are deep."""
    seen: set[Node] = set()
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, has_parts = stack.pop()
        if has_parts:
            yield node
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(each, False) for each in node.__children__ if each not in seen]


def _arguments(node: Node, places: Mapping[Node, int]) -> Iterator[str]:
    if isinstance(node, (ops.Impure, ops.TimestampFromYMDHMS)):  # the latter is written as an instant is
        raise _Unknown
    if _is_instant(node):
        yield f"{_written(node.value)}, {node.dtype!r}"
        return
    for name, value in zip(node.__argnames__, node.__args__, strict=True):
        if not isinstance(node, NOT_IN_SQL.get(name, ())):
            yield _told(value, places)


def _is_instant(node: Node) -> bool:
    """Whether a part is a given instant without a zone, of which another may take the place."""
    if not isinstance(node, ops.Literal) or not isinstance(node.value, datetime.datetime):
        return False
    return bool(node.dtype.is_timestamp()) and node.dtype.timezone is None and node.value.tzinfo is None


def _written(at: datetime.datetime) -> str:
    """An instant as Ibis writes it for DuckDB."""
    seconds = at.second + at.microsecond / 1e6
    return f"MAKE_TIMESTAMP({at.year}, {at.month}, {at.day}, {at.hour}, {at.minute}, {seconds})"


def _told(value: Any, places: Mapping[Node, int]) -> str:
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise _Unknown("an instant within a list")  # written as one that is left open
    if isinstance(value, Node):
        return f"#{places[value]}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_told(key, places)}: {_told(each, places)}' for key, each in value.items())}}}"
    if isinstance(value, tuple):
        return f"({', '.join(_told(each, places) for each in value)})"
    if isinstance(value, frozenset):
        return f"frozenset {sorted(_told(each, places) for each in value)}"
    if isinstance(value, TOLD):
        return f"{type(value).__name__} {value!r}"
    raise _Unknown(type(value).__qualname__)
