"""Presets are data: one YAML file per tool, and `generic.yaml` for the names of every other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from hansei.analytics.mapping.names import normalised


@dataclass(frozen=True)
class Preset:
    """How one tool names things. `signature` lists alternatives; each entry needs one column of the source."""

    name: str
    title: str
    verified: str
    signature: tuple[tuple[str, ...], ...]
    columns: dict[str, str]
    missing: tuple[str, ...] = ()
    kind: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    phases: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def likeness(self, columns: set[str]) -> float:
        """The part of the signature that a source's normalised column names fulfil, 0 to 1."""
        met = sum(any(normalised(name) in columns for name in names) for names in self.signature)
        return met / len(self.signature)


# What is known of a tool that has no preset: nothing.
GENERIC: Final = Preset(name="generic", title="", verified="", signature=(), columns={})


@cache
def presets() -> tuple[Preset, ...]:
    """Every preset but the generic one."""
    folder = resources.files(__name__)
    files = sorted(
        file.name for file in folder.iterdir() if file.name.endswith(".yaml") and file.name != "generic.yaml"
    )
    return tuple(_preset(yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))) for name in files)


def _preset(data: dict[str, Any]) -> Preset:
    signature = tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in data["signature"])
    return Preset(
        name=data["name"], title=data["title"], verified=data["verified"], signature=signature,
        columns={normalised(column): target for column, target in data["columns"].items()},
        missing=tuple(data.get("missing", ())), kind=data.get("kind"), fields=data.get("fields", {}),
        phases=data.get("phases", {}), lines=data.get("lines", {}),
    )  # fmt: skip


@cache
def generic_names() -> dict[str, tuple[str, ...]]:
    """Target → normalised names in five languages, the commonest first."""
    data = yaml.safe_load(resources.files(__name__).joinpath("generic.yaml").read_text(encoding="utf-8"))
    return {target: tuple(normalised(str(name)) for name in names) for target, names in data["names"].items()}
