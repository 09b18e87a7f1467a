"""The pages of this block, for the browser tests."""

from __future__ import annotations

from tests.site import SitePage

PAGES = [SitePage("document-templates", "/documents/templates/", role="administrator")]
