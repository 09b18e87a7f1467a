"""The pages of the frame."""

from __future__ import annotations

from tests.site import SitePage

PAGES = [
    SitePage("home", "/"),
    SitePage("menu", "/menu/"),
    SitePage("preferences", "/preferences/"),
    SitePage("health", "/health/", role="administrator"),
    SitePage("gallery", "/gallery/", role="administrator"),
    SitePage("sign-in", "/sign-in/", is_public=True),
]
