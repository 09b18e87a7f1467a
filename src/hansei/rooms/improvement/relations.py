"""The picture of what ties improvements and risks: improvements at the left, risks at the right, a line a tie."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.kernel import links
from hansei.rooms.improvement.queries import Row
from hansei.ui.marks.svg import Picture, join, tag, text

STEP, WIDTH, LEFT, RIGHT = 28, 640, 200, 440
MOST = 40  # lines that a reader can still tell apart; the table has all


def picture(rows: Sequence[Row]) -> Picture | None:
    """Draw the tied ones; None where nothing is tied."""
    tied = [each for each in rows if each.tied]
    left = [each for each in tied if each.kind == "improvement"][:MOST]
    right = [each for each in tied if each.kind == "risk"][:MOST]
    if not left or not right:
        return None
    height = STEP * (max(len(left), len(right)) + 1)
    at = {each.pk: (LEFT, STEP * place) for place, each in enumerate(left, 1)}
    at |= {each.pk: (RIGHT, STEP * place) for place, each in enumerate(right, 1)}
    drawn: list[SafeString] = []
    table: list[tuple[str, str, str]] = []
    for each in tied:
        for role, other, key in each.tied:
            if role.endswith(".back") or each.pk not in at or other not in at:
                continue
            (x, y), (to_x, to_y) = at[each.pk], at[other]
            dashes = "4 3" if role == "creates_risk" else None
            drawn.append(tag("line", x1=x, y1=y, x2=to_x, y2=to_y, class_="h-axis-line", stroke_dasharray=dashes))
            table.append((each.key, str(links.ROLES[role].forward), key))
    for each in (*left, *right):
        x, y = at[each.pk]
        is_left = each.kind == "improvement"
        drawn.append(tag("circle", cx=x, cy=y, r=4, class_="h-fill-ink"))
        drawn.append(text(x - 10 if is_left else x + 10, y + 4, each.key, anchor="end" if is_left else "start"))
    title = _("What ties improvements and risks")
    said = _("%(n)s ties; dashed where an improvement creates the risk") % {"n": len(table)}
    return Picture(WIDTH, height, join(drawn), title, said, (_("From"), _("How"), _("To")), tuple(table))
