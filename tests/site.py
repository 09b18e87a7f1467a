"""Every page of the site, by name: what the browser smoke opens, axe checks and `make shots` photographs.

A part lists its own pages in `src/hansei/<part>/tests/pages.py`:

    PAGES = [SitePage("findings", "/findings/"), SitePage("finding", one_finding)]

where `one_finding(account)` makes what the page shows and returns its address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hansei.kernel.models import Account

SOURCES = Path(__file__).parent.parent / "src"


@dataclass(frozen=True)
class SitePage:
    """A page under a name that never changes; `path` is its address, or makes its content and returns the address.

    `given` brings in beforehand, on a still empty database, what takes long to make: see `tests/kept.py`.
    """

    name: str
    path: str | Callable[[Account], str]
    role: str = "manager"
    is_public: bool = False
    given: Callable[[], object] | None = None

    def prepare(self) -> None:
        """Before anybody signs in."""
        if self.given is not None:
            self.given()

    def address(self, account: Any) -> str:
        return self.path if isinstance(self.path, str) else self.path(account)


def site_pages() -> list[SitePage]:
    """Return the pages of all parts, in the order of their names; a name is used once."""
    found = [page for pages in _by_part() for page in pages]
    names = [page.name for page in found]
    assert len(names) == len(set(names)), f"two pages share a name: {sorted(names)}"
    return sorted(found, key=lambda page: page.name)


def one_of_each_part() -> list[SitePage]:
    """Return of each part the first page that needs nothing made beforehand."""
    plain = ((each for each in pages if isinstance(each.path, str) and not each.given) for pages in _by_part())
    return [found for each in plain if (found := next(each, None))]


def _by_part() -> Iterator[list[SitePage]]:
    for file in sorted(SOURCES.glob("hansei/**/tests/pages.py")):
        module = ".".join(file.relative_to(SOURCES).with_suffix("").parts)
        yield import_module(module).PAGES


def plain_routes() -> Iterator[tuple[str, str]]:
    """Yield name and address of every route that takes no argument."""
    from django.urls import get_resolver

    yield from _routes(get_resolver(), "/", "")


def _routes(resolver: Any, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _routes(entry, address, inner)
        elif "<" not in address and "(" not in address and entry.name:
            yield f"{namespace}{entry.name}", address.replace("^", "").replace("$", "")
