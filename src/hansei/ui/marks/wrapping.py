"""Labels in a drawing: text in SVG does not wrap by itself."""

from __future__ import annotations

from django.utils.safestring import SafeString

from hansei.ui.marks.svg import tag, text

HIGH = 13.0


def wrapped(
    words_: str, x: float, y: float, room: float, *, lines: int = 2, anchor: str = "middle", class_: str = "h-axis"
) -> list[SafeString]:
    """The words in at most so many lines of this width; what does not fit ends in an ellipsis and is told on hover.

    They stay one text, so that a reader who hears them hears them in one.
    """
    cut = broken(words_, room, lines)
    if not cut:
        return []
    if len(cut) == 1:
        drawn = text(x, y, cut[0], class_, anchor)
    else:
        rows = [tag("tspan", line, x=x, y=y + HIGH * at) for at, line in enumerate(cut)]
        drawn = text(x, y, SafeString(" ".join(rows)), class_, anchor)
    return [tag("g", tag("title", words_) + drawn)] if "…" in "".join(cut) else [drawn]


def broken(words_: str, room: float, lines: int) -> list[str]:
    """Break at blanks, and inside words that are longer than a line.

    >>> broken("Passenger Information", 60, 2), broken("服务台故障登记", 40, 2), broken("", 60, 2)
    (['Passenger', 'Informati…'], ['服务台', '故障登…'], [])
    """
    found: list[str] = []
    line = ""
    for piece in _pieces(words_, room):
        tried = line + piece
        if line.strip() and width_of(tried.strip()) > room:
            found.append(line.strip())
            line = piece
        else:
            line = tried
    if line.strip():
        found.append(line.strip())
    if len(found) <= lines:
        return found
    last = found[lines - 1]
    while last and width_of(last + "…") > room:
        last = last[:-1]
    return [*found[: lines - 1], f"{last}…"]


def width_of(words_: str) -> float:
    """About how wide at 11 pixels; Han characters take two places, Cyrillic letters a little more than one."""
    return sum(_width(ord(character)) for character in words_)


def _width(code: int) -> float:
    return 11.2 if code > 0x2E80 else 6.8 if 0x400 <= code < 0x530 else 5.9


def _pieces(words_: str, room: float) -> list[str]:
    made = []
    for word in words_.split():
        rest = word
        while width_of(rest) > room and len(rest) > 1:
            cut = next((at for at in range(1, len(rest) + 1) if width_of(rest[:at]) > room), len(rest)) - 1
            made.append(rest[: max(1, cut)])
            rest = rest[max(1, cut) :]
        made.append(rest + " ")
    return made
