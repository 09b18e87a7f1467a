"""Free words on records: how they are written, compared and read for a whole page at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from hansei.blocks.register.models import Tag, Tagged
from hansei.kernel import seeing
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account

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


def in_use(account: Account | None, only: int | None = None) -> list[Tag]:
    """Return the words that stand on records this person may see, by word; `only` that one."""
    ties = Tagged.objects.filter(seeing.anything(account, "object__"), tag=OuterRef("pk"))
    found = Tag.objects.filter(Exists(ties), merged_into=None)
    return list((found if only is None else found.filter(pk=only)).order_by("key")[:OFFERED])


def counted(account: Account | None, most: int) -> list[Tag]:
    """Return these words with on how many of the records that this person may see each stands (`used`)."""
    used = Count("tagged", filter=seeing.anything(account, "tagged__object__"))
    return list(Tag.objects.filter(merged_into=None).annotate(used=used).exclude(used=0).order_by("key")[:most])


def of(records: Iterable[int]) -> dict[int, list[Tag]]:
    """Return the tags of some records, read for all of them at once."""
    found: dict[int, list[Tag]] = {}
    ties = Tagged.objects.filter(object__in=list(records)).select_related("tag").order_by("tag__key")
    for each in ties:
        found.setdefault(each.object_id, []).append(each.tag)
    return found
