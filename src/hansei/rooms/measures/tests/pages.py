"""The pages of the flow map and the measures."""

from __future__ import annotations

from typing import Any

from tests.imported import story_imported
from tests.site import SitePage


def with_data(address: str) -> Any:
    def make(account: Any) -> str:
        return address.format(source=story_imported())

    return make


PAGES = [
    SitePage("flow-none", "/flow/"),
    SitePage("flow", with_data("/flow/?source={source}"), given=story_imported),
    SitePage("flow-path-none", "/flow/path/"),
    SitePage(
        "flow-path", with_data("/flow/path/?source={source}&label=state&from=New&to=Resolved"), given=story_imported
    ),
    SitePage("measures-none", "/measures/"),
    SitePage("measures", with_data("/measures/?source={source}"), given=story_imported),
    SitePage("measure", with_data("/measures/time_to_resolve/?source={source}&by=team"), given=story_imported),
    SitePage("measure-table", with_data("/measures/arrivals_by_hour/?source={source}"), given=story_imported),
]
