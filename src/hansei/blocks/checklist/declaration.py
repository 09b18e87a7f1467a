"""What a room writes down about a checklist that the product ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from hansei.kernel.models import Account

Text = str | Promise
OURS: Final = "ours"
THEIRS: Final = "theirs"
DONE: Final = _("Done")


@dataclass(frozen=True)
class Item:
    """One task: what is to be done, by which role, on which side, so many days after the list is started."""

    code: str
    text: Text
    role: Text = ""
    side: str = OURS
    days: int | None = None
    needs_words: bool = False  # settled only with an answer in words


@dataclass(frozen=True)
class Shipped:
    """A checklist as it ships. `done` and `failed` name the two outcomes of a task; without `failed` there is one.

    `decides`: where the right to work on the record does not decide alone, the sentence that says who works on the
    list; None for whoever may.
    """

    code: str
    name: Text
    items: tuple[Item, ...]
    done: Text = DONE
    failed: Text = ""
    purpose: Text = ""
    decides: Callable[[Any, Account | None], str | None] | None = None

    def item(self, code: str) -> Item | None:
        return next((each for each in self.items if each.code == code), None)


SHIPPED: dict[str, Shipped] = {}


def declare(shipped: Shipped) -> Shipped:
    """Register a checklist. Raises ValueError for a code that is taken or an item that stands twice."""
    if shipped.code in SHIPPED:
        raise ValueError(f"the checklist {shipped.code} is declared twice")
    codes = [each.code for each in shipped.items]
    if len(codes) != len(set(codes)):
        raise ValueError(f"the checklist {shipped.code} has an item twice")
    SHIPPED[shipped.code] = shipped
    return shipped
