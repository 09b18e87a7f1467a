"""The facts this block records."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.events import Event


@dataclass(frozen=True)
class TemplateSaved(Event, kind="template.saved"):
    """An administrator wrote a new version of a document's template."""

    template: str
    number: int
    content: int  # revision id
