"""The picture itself: SVG in the theme's colours, with the same content as a table."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.blocks.canvas.declaration import Arrow, Canvas, Node
from hansei.blocks.canvas.layout import LINE, PADDING, TITLE_LINE, Box, Layout, lay_out, wrapped
from hansei.ui import words
from hansei.ui.marks.shapes import GLYPHS, HOLLOW
from hansei.ui.marks.svg import Picture, join, tag, text

HEAD, BOW = 5.0, 44.0  # half the width of an arrow's head; how far one goes out that comes back to its column


def drawn(canvas: Canvas, *, linked: bool = True) -> Picture:
    """Return the picture; `linked` nodes lead to their records, in a file of its own they do not."""
    layout = lay_out(canvas)
    ports = _ports(canvas, layout)
    parts = [
        *_bands(canvas, layout),
        *(_arrow(each, *ports[at]) for at, each in enumerate(canvas.drawn_arrows)),
        *(_node(each, layout.boxes[each.key], linked=linked) for each in _in_order(canvas)),
    ]
    return Picture(
        layout.width,
        layout.height,
        join(parts),
        canvas.title,
        canvas.description,
        head_of(canvas),
        rows_of(canvas),
        canvas.name,
        "h-canvas-picture",
        role="group" if linked else "img",
    )


def _in_order(canvas: Canvas) -> list[Node]:
    return [node for _lane, _column, cell in canvas.cells() for node in cell]


def _bands(canvas: Canvas, layout: Layout) -> list[SafeString]:
    parts = []
    labels = {each.code: each.label for each in canvas.columns}
    for code, left, width in layout.columns:
        if label := str(labels.get(code, "")):
            parts.append(text(left + width / 2, 16, label, "h-axis h-canvas-head"))
    for lane, (_code, top, _height) in zip(canvas.lanes, layout.lanes, strict=False):
        parts.append(tag("path", d=f"M0 {top:g}H{layout.width:g}", class_="h-gridline"))
        said = enumerate(wrapped(str(lane.label), 18, 3))
        parts += [text(0, top + 22 + at * 16, line, "h-strong", "start") for at, line in said]
    return parts


def _node(node: Node, box: Box, *, linked: bool) -> SafeString:
    tone = f" h-canvas-{node.meaning}" if node.meaning in GLYPHS else ""
    frame = f"h-canvas-box{tone}{' h-canvas-assumed' if node.is_assumed else ''}"
    x, y = box.x, box.y
    parts = [
        tag("title", spoken(node)),
        tag("rect", x=x, y=y, width=box.width, height=box.height, rx=5, class_=frame),
    ]
    if node.meaning in GLYPHS:
        hollow = " h-hollow" if node.meaning in HOLLOW else ""
        move = f"translate({x + box.width - 20:g} {y + 8:g})"
        parts.append(tag("path", d=GLYPHS[node.meaning], transform=move, class_=f"h-glyph-{node.meaning}{hollow}"))
    down = y + PADDING + 8
    for line in box.title:
        parts.append(text(x + PADDING, down, line, "h-strong", "start"))
        down += TITLE_LINE
    for line in box.lines:
        parts.append(text(x + PADDING, down, line, "h-axis", "start"))
        down += LINE
    if not linked:
        return tag("g", join(parts))
    about = {"id": f"node-{node.key}", "data_node": node.key, "data_version": node.version, "class_": "h-canvas-node"}
    if not node.url:
        return tag("g", join(parts), **about)
    return tag("a", join(parts), href=node.url, **about)


def spoken(node: Node) -> str:
    """A node as it is read aloud: title, what it means, figures."""
    return words.joined([part for part in (node.title, node.says, *node.lines, node.note) if part])


Ports = list[tuple[tuple[float, float], tuple[float, float], bool]]


def _ports(canvas: Canvas, layout: Layout) -> Ports:
    """Both ends of every arrow, and whether it runs sideways; arrows of one side share it without touching."""
    arrows = canvas.drawn_arrows
    sides: dict[tuple[str, str], list[tuple[float, int, int]]] = {}
    chosen = [_sides(canvas, layout.boxes[each.start], layout.boxes[each.target]) for each in arrows]
    for at, each in enumerate(arrows):
        for end, (key, other) in enumerate(((each.start, each.target), (each.target, each.start))):
            side, there = chosen[at][end], layout.boxes[other]
            order = there.middle if side in ("left", "right") else there.centre
            sides.setdefault((key, side), []).append((order, at, end))
    ends: list[list[tuple[float, float]]] = [[(0, 0), (0, 0)] for _each in arrows]
    for (key, side), found in sides.items():
        for place, (_order, at, end) in enumerate(sorted(found), 1):
            ends[at][end] = _on(layout.boxes[key], side, place / (len(found) + 1))
    return [(ends[at][0], ends[at][1], chosen[at][0] in ("left", "right")) for at in range(len(arrows))]


def _sides(canvas: Canvas, start: Box, target: Box) -> tuple[str, str]:
    if canvas.lanes and canvas.flow == "across" and not _beside(start, target):
        return ("top", "bottom") if target.y < start.y else ("bottom", "top")
    if target.x >= start.x + start.width:
        return "right", "left"
    if target.x + target.width <= start.x:
        return "left", "right"
    if canvas.flow == "down" and not canvas.lanes:  # in one column: round the boxes between
        return "right", "right"
    return ("top", "bottom") if target.y < start.y else ("bottom", "top")


def _beside(start: Box, target: Box) -> bool:
    return start.y < target.y + target.height and target.y < start.y + start.height


def _on(box: Box, side: str, share: float) -> tuple[float, float]:
    if side in ("left", "right"):
        return (box.x if side == "left" else box.x + box.width), box.y + box.height * share
    return box.x + box.width * share, (box.y if side == "top" else box.y + box.height)


def _arrow(arrow: Arrow, start: tuple[float, float], end: tuple[float, float], sideways: bool) -> SafeString:
    (x, y), (to_x, to_y) = start, end
    if sideways and abs(to_x - x) < 1:
        out = x + BOW
        line = f"M{x:g} {y:g}C{out:g} {y:g} {out:g} {to_y:g} {to_x + HEAD:g} {to_y:g}"
        head = f"M{to_x:g} {to_y:g}l{2 * HEAD:g} {-HEAD + 1:g}v{2 * HEAD - 2:g}Z"
    elif sideways:
        bend, back = (to_x - x) / 2, HEAD if to_x < x else -HEAD
        line = f"M{x:g} {y:g}C{x + bend:g} {y:g} {to_x - bend:g} {to_y:g} {to_x + back:g} {to_y:g}"
        head = f"M{to_x:g} {to_y:g}l{2 * back:g} {-HEAD + 1:g}v{2 * HEAD - 2:g}Z"
    else:
        bend, back = (to_y - y) / 2, HEAD if to_y < y else -HEAD
        line = f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y + back:g}"
        head = f"M{to_x:g} {to_y:g}l{-HEAD + 1:g} {2 * back:g}h{2 * HEAD - 2:g}Z"
    tone = f" h-canvas-{arrow.meaning}" if arrow.meaning in GLYPHS else ""
    kind = f"h-canvas-arrow h-canvas-weight{min(3, max(1, arrow.weight))}{tone}"
    parts = [
        tag("path", d=line, class_=kind + (" h-canvas-assumed" if arrow.is_assumed else "")),
        tag("path", d=head, class_=f"h-canvas-tip{tone}"),
    ]
    if arrow.label:
        parts.append(text((x + to_x) / 2, (y + to_y) / 2 - 4, arrow.label, f"h-axis h-halo h-canvas-said{tone}"))
    return join(parts)


def head_of(canvas: Canvas) -> tuple[str, ...]:
    """The head of the table."""
    cells = [str(canvas.node_words) or _("What"), _("Where"), _("How it stands"), _("Figures")]
    return (*cells, str(canvas.leads_to) or _("Leads to"))


def rows_of(canvas: Canvas) -> list[tuple[str, ...]]:
    """Every node with where it stands, how, its figures, and where its arrows lead."""
    labels = {each.code: str(each.label) for each in canvas.columns} | {
        each.code: str(each.label) for each in canvas.lanes
    }
    rows: list[tuple[str, ...]] = []
    for node in _in_order(canvas):
        where = words.listed([labels[code] for code in (node.lane, node.column) if labels.get(code)])
        rows.append((node.title, where, node.says or "–", words.joined(node.lines) or "–", leads(canvas, node) or "–"))
    return rows


def leads(canvas: Canvas, node: Node) -> str:
    """Where a node's arrows lead, in words."""
    said = []
    for arrow in canvas.drawn_arrows:
        other = canvas.node(arrow.target)
        if arrow.start == node.key and other is not None:
            said.append(f"{other.title} ({arrow.label})" if arrow.label else other.title)
    return words.listed(said)
