"""The pen: escaped SVG elements and the frame of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def tag(name: str, content: Any = "", **attributes: Any) -> SafeString:
    """One element. `class_` becomes class, other underscores hyphens; None leaves an attribute out.

    >>> str(tag("path", d="M0 0", stroke_width=1.50, class_="h-ink"))
    '<path d="M0 0" stroke-width="1.5" class="h-ink"/>'
    """
    written = format_html_join(
        "", ' {}="{}"', ((_name(key), _value(value)) for key, value in attributes.items() if value is not None)
    )
    inner = conditional_escape(content)
    return format_html("<{0}{1}>{2}</{0}>", name, written, inner) if inner else format_html("<{}{}/>", name, written)


def join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # each part was escaped when it was made


def text(x: float, y: float, words: Any, class_: str = "h-axis", anchor: str = "middle") -> SafeString:
    return tag("text", words, x=x, y=y, class_=class_, text_anchor=None if anchor == "start" else anchor)


def path(points: Iterable[tuple[float, float]], close: bool = False) -> str:
    """The `d` of a line through points."""
    written = "L".join(f"{_value(x)} {_value(y)}" for x, y in points)
    return f"M{written}{'Z' if close else ''}" if written else ""


@dataclass(frozen=True)
class Picture:
    """A drawing with what a reader needs who does not see it: title, description, and the same figures as a table.

    `head` and `rows` are the table (texts as they should read). `name` is the file name of an export, without ending.
    `legend` stands in numbers below the picture where a phone has no room for its labels: label, note, address.
    """

    width: float
    height: float
    body: SafeString
    title: str
    description: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default_factory=tuple)
    name: str = "picture"
    class_: str = ""
    role: str = "img"  # group, where parts of it can be reached by keyboard
    legend: Sequence[tuple[str, str, str]] = field(default_factory=tuple)

    def __html__(self) -> SafeString:
        return self.svg()

    def __str__(self) -> str:
        return self.svg()

    def svg(self, **attributes: Any) -> SafeString:
        """The `<svg>` for a page; colours come from the page's theme by class."""
        attributes = {"width": self.width, "height": self.height, **attributes}
        described = tag("desc", self.description) if self.description else SafeString("")
        return tag(
            "svg",
            join((tag("title", self.title), described, self.body)),
            class_=f"h-picture {self.class_}".strip(),
            viewBox=f"0 0 {_value(self.width)} {_value(self.height)}",
            role=self.role,
            **attributes,
        )


def _name(key: str) -> str:
    return "class" if key == "class_" else key.replace("_", "-") if key != "viewBox" else key


def _value(value: Any) -> Any:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
