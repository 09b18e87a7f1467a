"""Which refusals an action can meet: read from its source and from what it calls, without running it."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any, Final

from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal

PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[sd]")
METHODS: Final[dict[str, Callable[..., Any]]] = {"claim": Act.claim, "need": Act.need}


def refusals_of(run: Callable[..., Any]) -> list[tuple[str, str]]:
    """Return (code, sentence) of every refusal in the action and in what it calls, sorted by code."""
    found: dict[str, str] = {}
    _walk(inspect.unwrap(run), found, set())
    return sorted((f"`{code}`", sentence) for code, sentence in found.items())


def _walk(function: Callable[..., Any], found: dict[str, str], seen: set[Any]) -> None:
    if function in seen:
        return
    seen.add(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = called_function(call.func, function)
        if isinstance(called, type) and issubclass(called, Refusal):
            found.update(_refusal(call))
        elif isinstance(called, FunctionType) and called.__module__.startswith("hansei."):
            _walk(inspect.unwrap(called), found, seen)


def called_function(name: ast.expr, function: Callable[..., Any]) -> Any:
    """What a called name stands for in the function's module; None for what only running would show."""
    known = inspect.unwrap(function).__globals__
    if isinstance(name, ast.Name):
        return known.get(name.id)
    if isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name):
        if name.value.id in ("act", "self") and name.attr in METHODS:
            return METHODS[name.attr]
        owner = known.get(name.value.id)
        return getattr(owner, name.attr, None) if isinstance(owner, ModuleType) else None
    return None


def _refusal(call: ast.Call) -> Iterator[tuple[str, str]]:
    codes = _texts(call.args[:1])
    said = _texts(call.args[1:2])
    for code in codes:
        sentence = max(said, key=len, default="What exactly is wrong, in a sentence of its own.")
        yield code, PLACEHOLDER.sub(r"‹\1›", sentence)


def _texts(nodes: list[ast.expr]) -> list[str]:
    parts = (each for node in nodes for each in ast.walk(node))
    return [each.value for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
