"""Take a picture along: the same SVG as a file of its own, with the light theme's colours written in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from hansei.ui.marks.svg import Picture

STATIC = Path(__file__).resolve().parent.parent / "static" / "ui"
PAIR = re.compile(r"(--h-[\w-]+):\s*light-dark\(([^,()]+|rgb\([^)]*\)),")
USE = re.compile(r"var\((--h-[\w-]+)\)")


def asked_for(request: HttpRequest, *pictures: Picture) -> HttpResponse | None:
    """Answer `?format=svg&picture=<name>` with that picture as a file (or png); None when the page was asked for."""
    form = request.GET.get("format")
    if form not in ("svg", "png"):
        return None
    wanted = request.GET.get("picture", "")
    found = next((each for each in pictures if each.name == wanted), pictures[0] if pictures else None)
    if found is None:
        return None
    drawn, kind = (as_png(found), "image/png") if form == "png" else (standalone(found), "image/svg+xml; charset=utf-8")
    response = HttpResponse(drawn, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(found.name) or "picture"}.{form}"'
    # A file opened on its own carries its colours in a style element; nothing in it may run or load.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def as_png(picture: Picture, scale: float = 2) -> bytes:
    """The picture as PNG, drawn here: for files that take no SVG."""
    import resvg_py  # only whoever makes such a file needs it

    return bytes(resvg_py.svg_to_bytes(svg_string=standalone(picture), zoom=scale, background="#ffffff"))


def standalone(picture: Picture, *, width: float = 0, height: float = 0) -> str:
    """Return the picture as a whole SVG document on a white ground, of another size where one is given."""
    size = {"width": width, "height": height} if width else {}
    drawn = str(picture.svg(xmlns="http://www.w3.org/2000/svg", **size))
    head, _sign, rest = drawn.partition(">")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}><style>{_styles(drawn)}</style>{rest}\n'


RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.([\w-]+)")


def _styles(drawn: str) -> str:
    """The rules that this picture needs: a printer asks each rule of each line of it."""
    used = {name for each in re.findall(r'class="([^"]*)"', drawn) for name in each.split()}
    kept = [rule for names, rule in _rules() if names <= used | {"h-picture"}]
    return f"svg{{background:#FFFEFB}}{' '.join(kept)}"


@cache
def _rules() -> list[tuple[set[str], str]]:
    """Each rule of the pictures with the classes it is of, in the light theme's colours."""
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    # Each colour once: what stands further down is for readers who ask for more contrast.
    colours: dict[str, str] = {}
    for name, light in PAIR.findall(tokens):
        colours.setdefault(name, light.strip())
    colours["--h-sans"] = 'system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif'
    rules = re.sub(r"/\*.*?\*/", "", (STATIC / "marks.css").read_text(encoding="utf-8"), flags=re.S)
    rules = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", rules)
    rules = re.sub(r"\.h-picture(?:\.h-wide)? \{[^}]*\}", "", rules)  # how it fits into a page: here it is alone
    rules = USE.sub(lambda use: colours.get(use[1], "currentColor"), rules)
    return [
        (set(CLASS.findall(selector)), f"{selector.strip()}{{{does.strip()}}}")
        for selectors, does in RULE.findall(rules)
        for selector in selectors.split(",")
    ]
