"""The pages of findings, tickets, data sets and imports."""

from __future__ import annotations

from typing import Any

from tests.site import SitePage


def one_finding(account: Any) -> str:
    """The address of the card of the one finding in the story."""
    from hansei.rooms.mining.models import DataSet
    from hansei.rooms.mining.queries import findings_of
    from tests.imported import story_imported

    source = story_imported()
    found = findings_of(DataSet.objects.get(pk=source))
    return f"/findings/{source}/{found.findings[0].key}/"


def with_data(address: str) -> Any:
    def make(account: Any) -> str:
        from tests.imported import story_imported

        return address.format(source=story_imported())

    return make


def one_ticket(account: Any) -> str:
    from hansei.kernel.models import Identity
    from tests.imported import story_imported

    source = story_imported()
    return f"/tickets/{source}/{Identity.objects.filter(source=source, key='INC9').get().pk}/"


def home(account: Any) -> str:
    """The first page with something in each of its sections."""
    from django.utils import timezone

    from hansei.kernel.models import Account
    from hansei.rooms.mining.models import DataSet, Extract
    from tests.imported import story_imported

    found = DataSet.objects.get(pk=story_imported())
    by = Account.objects.get(pk=account.pk)
    Extract.objects.get_or_create(
        state=Extract.State.FAILED,
        files=[{"name": "incidents-2026-03.csv"}],
        defaults={"uploaded_at": timezone.now(), "uploaded_by": by, "data_set": found},
    )
    return "/"


PAGES = [
    SitePage("home-some", home),
    SitePage("data-sets-none", "/data/"),
    SitePage("data-set", with_data("/data/{source}/")),
    SitePage("data-set-remove", with_data("/data/{source}/remove/")),
    SitePage("import-file", "/data/new/"),
    SitePage("findings-none", "/findings/"),
    SitePage("findings", with_data("/findings/?source={source}")),
    SitePage("finding", one_finding),
    SitePage("scan-settings", with_data("/findings/{source}/settings/")),
    SitePage("tickets-none", "/tickets/"),
    SitePage("tickets", with_data("/tickets/?source={source}")),
    SitePage("ticket", one_ticket),
]
