"""Free words on records: how they are written, compared and read for a whole page at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hansei.blocks.register.models import Tag, Tagged
from hansei.kernel.errors import Refusal

LONGEST = 60
OFFERED = 200  # above a list


def words_in(text: str) -> list[str]:
    """Return the tags in what somebody wrote, parted by commas or lines.

    >>> words_in("night  shift, #Payroll，班表")
    ['night shift', 'Payroll', '班表']
    """
    parts = re.split(r"[,;，、；\n]", text)
    return [word for each in parts if (word := " ".join(each.split()).lstrip("#").strip())]


def key_of(word: str) -> str:
    """Return the word as words are compared: whatever the case, the width of letters and the blanks.

    >>> key_of("Ｎight  Shift") == key_of("night shift")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def checked(word: str) -> str:
    """Return the word as it is kept, or refuse."""
    said = " ".join(unicodedata.normalize("NFC", word).split())
    if not said or len(said) > LONGEST:
        raise Refusal("tag.length", _("A tag has 1 to %(n)s characters.") % {"n": LONGEST})
    return said


def in_use() -> list[Tag]:
    """Return the words that may be chosen, by word."""
    return list(Tag.objects.filter(merged_into=None).order_by("key")[:OFFERED])


def of(records: Iterable[int]) -> dict[int, list[Tag]]:
    """Return the tags of some records, read for all of them at once."""
    found: dict[int, list[Tag]] = {}
    ties = Tagged.objects.filter(object__in=list(records)).select_related("tag").order_by("tag__key")
    for each in ties:
        found.setdefault(each.object_id, []).append(each.tag)
    return found
