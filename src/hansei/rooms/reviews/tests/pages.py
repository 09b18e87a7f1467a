"""The pages of reviews."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.site import SitePage

if TYPE_CHECKING:
    from hansei.kernel.models import Account


def one_pack(account: Account) -> str:
    """A frozen pack after one before it, with an action, a comment and a correction."""
    from hansei.kernel.actions import Act
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Pack
    from hansei.rooms.reviews.tests.arranged import MARCH, case, data_set, freeze

    if found := Pack.objects.filter(kind="customer").first():
        return f"/reviews/{found.pk}/"
    act, source = Act(by=account, via="web"), data_set(MARCH)
    days = {"source": source.pk, "kind": "customer"}
    before = actions.draft_pack(act, **days, first=date(2025, 2, 1), last=date(2025, 2, 28))
    actions.agree_action(act, pack=before, text="Name a deputy", owner=account.pk, due=date(2025, 4, 10))
    freeze(account, Pack.objects.get(pk=before))
    made = actions.draft_pack(act, **days, first=date(2025, 3, 1), last=date(2025, 3, 31))
    actions.write_comment(act, pack=made, section="needs", text="A new depot opens.")
    actions.agree_action(act, pack=made, text="Ask for a price", owner=account.pk, due=date(2125, 4, 10))
    freeze(account, Pack.objects.get(pk=made))
    data_set(MARCH + case("8", "2025-03-20 08:00", "2025-03-20 09:00"), source)
    return f"/reviews/{made}/"


def one_team_pack(account: Account) -> str:
    """A draft of a team's review."""
    from hansei.kernel.actions import Act
    from hansei.rooms.reviews import actions
    from hansei.rooms.reviews.models import Pack
    from hansei.rooms.reviews.tests.arranged import MARCH, data_set

    if found := Pack.objects.filter(kind="team").first():
        return f"/reviews/{found.pk}/"
    made = actions.draft_pack(
        Act(by=account, via="web"),
        source=data_set(MARCH).pk,
        kind="team",
        first=date(2025, 3, 1),
        last=date(2025, 3, 31),
    )
    return f"/reviews/{made}/"


PAGES = [
    SitePage("reviews", "/reviews/"),
    SitePage("review-pack", one_pack),
    SitePage("team-review-pack", one_team_pack),
]
