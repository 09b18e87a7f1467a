"""What inputs are called: as somebody wrote it, otherwise by what they were taken from.

A row keeps no more of its origin than the number, which is no secret; its words are made for each reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hansei.blocks.meeting.models import Agreed
from hansei.blocks.register import values
from hansei.kernel import seeing
from hansei.kernel.models import Account, Identity
from hansei.rooms.improvement import hearing, naming
from hansei.rooms.improvement.models import Input
from hansei.rooms.mining import queries as mining

LONGEST: Final = 200


@dataclass(frozen=True)
class Origin:
    """What an input was taken from: its kind and number for everybody, its title for who may see it, "" otherwise."""

    kind: str
    key: str
    title: str = ""

    def __str__(self) -> str:
        return self.title or f"{naming.kind_name(self.kind)} {self.key}"


def kept(heard_of: str) -> str:
    """Return what stands as title in the row: the number of the record, the key of the finding."""
    kind, number, key = hearing.parts(heard_of)
    if kind == hearing.FINDING:
        return key[:LONGEST]
    pk = hearing.review_of(int(number)) if kind == hearing.AGREED else int(number)
    return Identity.objects.filter(pk=pk or 0).values_list("key", flat=True).first() or heard_of


def titles(account: Account | None, inputs: Iterable[Input]) -> dict[int, str]:
    """Return what each input is called for this reader (None: the system); a question a kind, not an input."""
    rows = list(inputs)
    origins = _origins(account, {each.heard_of for each in rows if each.heard_of})
    return {each.pk: _of(each, origins.get(each.heard_of)) for each in rows}


def _of(found: Input, origin: Origin | None) -> str:
    return str(origin) if origin is not None and found.title == origin.key[:LONGEST] else str(found.title)


def title(account: Account | None, found: Input) -> str:
    """Return what one input is called for this reader."""
    return titles(account, [found])[found.pk]


def _origins(account: Account | None, heard: set[str]) -> dict[str, Origin]:
    numbers: dict[str, dict[int, str]] = {hearing.RECORD: {}, hearing.AGREED: {}}
    keys: dict[int, dict[str, str]] = {}
    for each in heard:
        kind, number, key = hearing.parts(each)
        if kind == hearing.FINDING:
            keys.setdefault(int(number), {})[key] = each
        elif kind in numbers:
            numbers[kind][int(number)] = each
    return _of_records(account, numbers) | _of_findings(account, keys)


def _of_records(account: Account | None, numbers: dict[str, dict[int, str]]) -> dict[str, Origin]:
    """Records by their titles; what was agreed by its own words, where the review may be seen."""
    of_record, of_agreed = numbers[hearing.RECORD], numbers[hearing.AGREED]
    agreed = Agreed.objects.select_related("text").in_bulk(list(of_agreed)) if of_agreed else {}
    wanted = {*of_record, *(each.meeting_id for each in agreed.values())}
    identities = Identity.objects.in_bulk(list(wanted)) if wanted else {}
    seen = seeing.among(account, wanted) if wanted else {}
    said = values.titles_of(account, [seen[pk] for pk in of_record if pk in seen])
    found = {
        heard: Origin(str(identities[pk].kind), str(identities[pk].key), _short(said.get(pk, "")))
        for pk, heard in of_record.items()
        if pk in identities
    }
    for pk, each in agreed.items():
        review = identities[each.meeting_id]
        text = each.text.text if each.meeting_id in seen else ""
        found[of_agreed[pk]] = Origin(str(review.kind), str(review.key), _short(text))
    return found


def _of_findings(account: Account | None, keys: dict[int, dict[str, str]]) -> dict[str, Origin]:
    """Findings by the words of their data, as long as the scan that is shown knows them, dismissed or not."""
    known, found = mining.known_findings(account, keys), dict[str, Origin]()
    for data_set, names in keys.items():
        for key, heard in names.items():
            finding = known.get(data_set, {}).get(key)
            said = _short(hearing.title_of(finding)) if finding is not None else ""
            found[heard] = Origin(naming.FINDING, key, said)
    return found


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
