"""A small tool's history to review, and a large enough one for the pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.mining.models import DataSet
from hansei.rooms.mining.tests.shaped import show
from hansei.rooms.reviews import actions, queries
from hansei.rooms.reviews.models import Pack

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)
HEAD = "number,state,opened_at,sys_updated_at,assignment_group,assigned_to,priority,category,subcategory,resolved_at\n"


def case(
    key: str, opened: str, resolved: str = "", team: str = "Δέλτα", person: str = "Ana", about: str = "1,2"
) -> str:
    """The rows of one case: it came, and was resolved where that is given."""
    rows = f"{key},New,{opened},{opened},{team},{person},3,{about},\n"
    if resolved:
        rows += f"{key},Resolved,{opened},{resolved},{team},{person},3,{about},{resolved}\n"
    return rows


# March: four came, three were resolved after 2, 4 and 12 hours; one came in February and one comes in April.
MARCH = HEAD + "".join(
    [
        case("1", "2025-02-27 09:00", "2025-02-27 10:00"),
        case("2", "2025-03-03 08:00", "2025-03-03 10:00"),
        case("3", "2025-03-04 08:00", "2025-03-04 12:00", person="Bo"),
        case("4", "2025-03-05 08:00", "2025-03-05 20:00", team="Σίγμα", person="Cy"),
        case("5", "2025-03-31 20:00"),
        case("6", "2025-04-02 08:00", "2025-04-02 09:00"),
    ]
)


def data_set(text: str, into: DataSet | None = None) -> DataSet:
    """Show this text as the next version of a data set, or as a new one; its days are those of `MARCH`."""
    made = show(text, "omega", into)
    made.first_at = datetime(2025, 2, 27, 9, tzinfo=UTC)
    made.save(update_fields=["first_at"])
    return made


def freeze(by: Account, pack: Pack) -> Pack:
    """Say why each empty section is empty, then freeze."""
    act = Act(by=by, via="web")
    for section in queries.unexplained(pack, queries.figures_now(by, pack)):
        actions.explain_empty(act, pack=pack.pk, section=section, reason="Δεν μετράται", initials="ΕΝ")
    actions.freeze_pack(act, pack=pack.pk)
    return Pack.objects.get(pk=pack.pk)


def draft(by: Account, source: DataSet, kind: str = "customer", first: date = FIRST, last: date = LAST) -> Pack:
    """A draft, also of days that the data do not cover."""
    days: dict[str, Any] = {"first": first, "last": last, "is_outside_known": True}
    pk = actions.draft_pack(Act(by=by, via="web"), source=source.pk, kind=kind, **days)
    return Pack.objects.get(pk=pk)


def figures(content: Any, section: str) -> dict[str, tuple[Any, Any]]:
    return {each["code"]: (each["value"], each["n"]) for each in content[section]["figures"]}
