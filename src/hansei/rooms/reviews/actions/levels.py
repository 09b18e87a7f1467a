"""Change how a level of review is set: its content, rhythm, sides, deadlines and its template."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting.actions.acknowledging import ask
from hansei.kernel import rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Revision
from hansei.rooms.reviews import kinds, planning, queries
from hansei.rooms.reviews import levels as shipped
from hansei.rooms.reviews.actions.plans import follow_level
from hansei.rooms.reviews.events import LevelChanged
from hansei.rooms.reviews.models import Form, LevelVersion

MOST_DAYS, MOST_SECTIONS, LONGEST = 60, 20, 5000


@action("review_level.change", label=gettext_lazy("Save"), right=kinds.WORK)
def change_level(
    act: Act,
    *,
    code: str,
    seen: int,
    frequency: str,
    form: str,
    pack_days: int,
    minutes_days: int,
    content: str,
    provider_side: str,
    customer_side: str,
    checklist: str = "",
    own_sections: list[str] | None = None,
    plans: list[int] | None = None,
) -> int:
    """Set a level anew, having read the version `seen`; those concerned are asked to acknowledge it.

    The shipped sections stay, as important content cannot be missing; own ones follow them. Published dates stay, but
    those to come of the running `plans` named: they are made anew, as often as the level now says. Returns the new
    version.
    """
    now = _as_seen(code, seen)
    if frequency not in planning.FREQUENCIES or form not in Form.values:
        raise Refusal("level.choice", _("Choose a frequency and a form."))
    if not (0 <= pack_days <= MOST_DAYS and 0 <= minutes_days <= MOST_DAYS):
        raise Refusal("level.days", _("Deadlines lie between 0 and 60 working days."))
    titles = [each.strip() for each in own_sections or [] if each.strip()]
    if len(titles) > MOST_SECTIONS:
        raise Refusal("level.sections", _("A review has at most 20 sections of its own."))
    if not content.strip():
        raise Refusal("level.content", _("Say what this review is about."))
    texts: dict[str, Any] = {
        name: _text(act, name, text)
        for name, text in (
            ("content", content), ("provider_side", provider_side), ("customer_side", customer_side),
            ("checklist", checklist),
        )
    }  # fmt: skip
    own = [[f"own_{at}", _text(act, "section", title[:200]).pk] for at, title in enumerate(titles, start=1)]
    made = LevelVersion.objects.create(
        code=code, version=now.version + 1, frequency=frequency, form=form, pack_days=pack_days,
        minutes_days=minutes_days, own_sections=own, by=act.by, at=act.at, **texts,
    )  # fmt: skip
    act.record(LevelChanged(code=code, version=made.version))
    _ask_the_concerned(act, code, made.version)
    follow_level(act, plans=plans or [], kind=code, frequency=frequency)
    return made.version


def _as_seen(code: str, seen: int) -> shipped.Level:
    """Return the level that is to be set anew, unless somebody did so meanwhile."""
    if code not in shipped.SHIPPED:
        raise Refusal("review.unknown_kind", _("There is no such kind of review."))
    now = shipped.level(code)
    if now.version != seen:
        raise Outdated(
            "level.outdated", _("Somebody changed this level after you opened it. Read it again."), version=now.version
        )
    return now


def _ask_the_concerned(act: Act, code: str, version: int) -> None:
    readers = set(rights.holders(kinds.SEE).values_list("pk", flat=True))
    concerned = queries.concerned_by(code) & readers - {act.by.pk if act.by else 0}
    if concerned:
        ask(act, record=None, subject=f"level:{code}", version=version, accounts=concerned)


def _text(act: Act, name: str, text: str) -> Revision:
    if len(text) > LONGEST:
        raise Refusal("text.length", _("Write one to 5000 characters."))
    return Revision.objects.create(field=f"level.{name}", text=text.strip(), author=act.by, at=act.at)
