"""How tests are spread over workers (`-n 2 --dist loadgroup`): one by one, but what shares is done on one worker.

A fixture made once for its module would otherwise be made again by every worker that gets one of the module's tests.
"""

from __future__ import annotations

from typing import Any

import pytest


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group") is None and _shares_with_its_module(item):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))


def _shares_with_its_module(item: Any) -> bool:
    made = getattr(item, "_fixtureinfo", None)
    fixtures = made.name2fixturedefs.values() if made else ()
    return any(each[-1].scope == "module" and not each[-1].argname.startswith("_") for each in fixtures if each)
