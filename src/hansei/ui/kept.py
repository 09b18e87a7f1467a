"""What somebody wrote into a form that was refused: shown again where the refusal is said, to be mended and sent again.

Of the form only names and values come back: a value is taken for words where its name is one of those of fields people
write in, or where it reads like words; every other value goes along unseen, as it was sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What fields of these names are called, where a room does not say more.
LABELS: Final[dict[str, str | Promise]] = {
    "text": _("Text"), "reason": _("Reason"), "note": _("Note"), "name": _("Name"), "title": _("Title"),
    "email": _("E-mail"), "due": _("Due"), "place": _("Place"), "content": _("Content"),
}  # fmt: skip
SECRET: Final = re.compile("passw|secret|token|credential|^otp", re.IGNORECASE)
READS_LIKE_WORDS: Final = re.compile(r"\s|[^\x00-\x7f]")
ONE_LINE: Final = 80


@dataclass(frozen=True)
class Words:
    """One field in which somebody wrote."""

    name: str
    value: str
    label: str | Promise

    @property
    def is_long(self) -> bool:
        return len(self.value) > ONE_LINE or "\n" in self.value


@dataclass(frozen=True)
class Kept:
    """A refused form: `address` takes it once more; `files` are the names of files, which only a person can choose."""

    address: str
    words: list[Words] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def add(name: str, label: str | Promise) -> None:
    """Say what the fields of one name are called; they are then shown again whatever stands in them."""
    LABELS[name] = label


def kept(request: HttpRequest) -> Kept | None:
    """The words of the form that was sent; None where there are none, or where a secret was sent with them."""
    if request.method != "POST" or hasattr(request, "sensitive_post_parameters"):
        return None
    sent = [(name, each) for name, values in request.POST.lists() for each in values if name != "csrfmiddlewaretoken"]
    if any(SECRET.search(name) for name in (*request.POST, *request.FILES) if name != "csrfmiddlewaretoken"):
        return None
    words = [
        Words(name, value, LABELS.get(name, _("What you wrote"))) for name, value in sent if _is_words(name, value)
    ]
    if not words:
        return None
    beside = [(name, value) for name, value in sent if not _is_words(name, value)]
    return Kept(request.get_full_path(), words, beside, list(request.FILES))


def _is_words(name: str, value: str) -> bool:
    return name in LABELS or bool(READS_LIKE_WORDS.search(value))
