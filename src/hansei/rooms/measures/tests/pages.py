"""The pages of the flow map and the measures."""

from __future__ import annotations

from typing import Any

from tests.site import SitePage


def with_data(address: str) -> Any:
    def make(account: Any) -> str:
        from tests.imported import story_imported

        return address.format(source=story_imported())

    return make


PAGES = [
    SitePage("flow-none", "/flow/"),
    SitePage("flow", with_data("/flow/?source={source}")),
    SitePage("flow-path-none", "/flow/path/"),
    SitePage("flow-path", with_data("/flow/path/?source={source}&label=state&from=New&to=Resolved")),
    SitePage("measures-none", "/measures/"),
    SitePage("measures", with_data("/measures/?source={source}")),
    SitePage("measure", with_data("/measures/time_to_resolve/?source={source}&by=team")),
    SitePage("measure-table", with_data("/measures/arrivals_by_hour/?source={source}")),
]
