"""The forms in which a page is looked at: language, theme, size of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from hansei.kernel.models import Account

DESKTOP = (1440, 900)
PHONE = (390, 844)
HTML_LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "ru": "ru"}


@dataclass(frozen=True)
class Variant:
    name: str
    language: str = "en"
    theme: str = "light"
    size: tuple[int, int] = DESKTOP

    @property
    def html_language(self) -> str:
        return HTML_LANGUAGES[self.language]

    def put_on(self, page: Page, account: Account | None) -> None:
        """Prepare the browser, and the account where somebody is signed in."""
        page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        page.emulate_media(color_scheme="dark" if self.theme == "dark" else "light", reduced_motion="reduce")
        # Chromium sends the context's own locale when it opens a page, whatever extra headers say: so by the cookie.
        page.context.add_cookies(
            [{"name": "django_language", "value": self.language, "domain": "localhost", "path": "/"}]
        )
        if account is not None:
            account.language, account.theme = self.language, self.theme
            account.save(update_fields=["language", "theme"])


VARIANTS = [
    Variant("desktop"),
    Variant("desktop-dark", theme="dark"),
    Variant("phone", size=PHONE),
    Variant("phone-dark", theme="dark", size=PHONE),
    Variant("zh-hans", language="zh-hans"),
    Variant("zh-hant", language="zh-hant"),
    Variant("ru", language="ru"),
    Variant("ru-phone", language="ru", size=PHONE),
]
