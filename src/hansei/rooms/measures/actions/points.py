"""Tick the points before anything is measured, and change their list."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.measures import points as listed
from hansei.rooms.measures.events import PointsChanged
from hansei.rooms.measures.kinds import WORK
from hansei.rooms.measures.models import CheckPoint, Metric

MOST = 30


@action("metric.tick_points", label=gettext_lazy("Tick what was done"), on="metric", right=WORK)
def tick_points(act: Act, *, pk: int, version: int, done: list[str]) -> list[str]:
    """Say which points were done before this metric is collected; open ones stand on its card."""
    found = act.claim(Metric, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    known = [code for code, _said in listed.points()]
    # What was done under a point that the list has no more stays: the list may get it back.
    kept = [code for code in found.points if code not in known]
    return records.change(act, found, points=[*kept, *(code for code in known if code in done)])


@action("measures.change_points", label=gettext_lazy("Change the list"), right=WORK)
def change_points(act: Act, *, points: list[dict[str, str]]) -> int:
    """Change the words of points, leave some out, add some; returns how many there are now.

    A point without words is left out. What metrics have ticked stays under its code.
    """
    if len(points) > MOST:
        raise Refusal("points.too_many", _("A list of more than %(n)s points is not followed.") % {"n": MOST})
    if any(len(each.get("text", "")) > 300 for each in points):
        raise Refusal("points.too_long", _("A point has at most 300 characters."))
    shipped = {code: str(said) for code, said in listed.SHIPPED.items()}
    for place, each in enumerate(points):
        code, text = each.get("code", ""), each.get("text", "").strip()
        if not code and not text:
            continue
        values = {"text": "" if text == shipped.get(code) else text, "place": place, "is_dropped": not text}
        CheckPoint.objects.update_or_create(code=code or f"own-{secrets.token_hex(6)}", defaults=values)
    now = len(listed.points())
    act.record(PointsChanged(points=now))
    return now
