"""The pages of checklists."""

from __future__ import annotations

from tests.site import SitePage

PAGES = [SitePage("checklists", "/checklists/")]
