"""What minutes say, in numbers: of revisions, accounts and days.

No text is copied, so that a person who is erased is gone from signed minutes too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from hansei.kernel.models import Account, Revision


class KeptPerson(TypedDict):
    """Somebody on the list: an account, or an outside person's name by its revision."""

    account: int | None
    name: int | None
    side: str
    presence: str


class KeptParagraph(TypedDict):
    """A note or decision by the revision of its text."""

    section: str
    kind: str
    text: int


class KeptPoint(TypedDict):
    """A point of the agenda: its number, and its title by revision, or the room's code."""

    point: int
    code: str
    title: int | None


class KeptAction(TypedDict):
    """What somebody promised; `is_done`: whether it was done when the minutes were signed."""

    text: int
    owner: int
    due: str
    is_done: bool


class Content(TypedDict):
    """Everything that minutes say; `room`: what the room that holds the meeting adds."""

    people: list[KeptPerson]
    points: list[KeptPoint]
    paragraphs: list[KeptParagraph]
    agreed: list[KeptAction]
    carried: list[KeptAction]
    room: dict[str, Any]


def seal_of(content: Content) -> str:
    """Return the SHA-256 of what minutes say, in hexadecimal."""
    return hashlib.sha256(_written(content).encode()).hexdigest()


def is_same(one: Content, other: Content) -> bool:
    """Whether two minutes say the same. Whether actions are done, and what was carried over, goes on after signing."""
    return _lasting(one) == _lasting(other)


def mark_of(content: Content) -> str:
    """Return what tells minutes that say something else apart, as `is_same` does: whoever signs says what they read."""
    return hashlib.sha256(_lasting(content).encode()).hexdigest()


def _lasting(content: Content) -> str:
    agreed = [{**each, "is_done": None} for each in content["agreed"]]
    return _written({**content, "agreed": agreed, "carried": None})


def _written(content: Any) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class SaidPerson:
    """Somebody on the list, by the name they have now."""

    called: str
    side: str
    presence: str


@dataclass(frozen=True)
class SaidParagraph:
    """A note or decision, and who wrote it."""

    section: str
    kind: str
    text: str
    by: str


@dataclass(frozen=True)
class SaidAction:
    """What somebody promised, and how it stood."""

    text: str
    owner: str
    due: date
    is_done: bool


@dataclass(frozen=True)
class Said:
    """Minutes in words: the names are those of today, so that an erased person's is gone."""

    people: list[SaidPerson]
    points: list[tuple[int, str]]
    paragraphs: list[SaidParagraph]
    agreed: list[SaidAction]
    carried: list[SaidAction]


def read(content: Content) -> Said:
    """Put the words back where the numbers stand."""
    texts, names = _texts(content), _names(content)
    return Said(
        [
            SaidPerson(_called(each, texts, names), each["side"], each["presence"]) for each in content["people"]
        ],
        [(each["point"], texts[each["title"]].text if each["title"] else each["code"]) for each in content["points"]],
        [_paragraph(each, texts[each["text"]]) for each in content["paragraphs"]],
        _actions(content["agreed"], texts, names),
        _actions(content["carried"], texts, names),
    )  # fmt: skip


def _called(each: KeptPerson, texts: dict[int, Revision], names: dict[int, str]) -> str:
    if each["account"] is not None:
        return names[each["account"]]
    return texts[each["name"]].text if each["name"] else ""


def _paragraph(each: KeptParagraph, text: Revision) -> SaidParagraph:
    return SaidParagraph(each["section"], each["kind"], text.text, text.author.name if text.author else "")


def _actions(kept: Iterable[KeptAction], texts: dict[int, Revision], names: dict[int, str]) -> list[SaidAction]:
    return [
        SaidAction(texts[each["text"]].text, names[each["owner"]], date.fromisoformat(each["due"]), each["is_done"])
        for each in kept
    ]


def _texts(content: Content) -> dict[int, Revision]:
    wanted = {each["name"] for each in content["people"]} | {each["title"] for each in content["points"]}
    wanted |= {each["text"] for each in content["paragraphs"]}
    wanted |= {each["text"] for each in (*content["agreed"], *content["carried"])}
    rows = Revision.objects.filter(pk__in=_numbers(wanted)).select_related("author")
    return {each.pk: each for each in rows}


def _names(content: Content) -> dict[int, str]:
    wanted = {each["account"] for each in content["people"]}
    wanted |= {each["owner"] for each in (*content["agreed"], *content["carried"])}
    return dict(Account.objects.filter(pk__in=_numbers(wanted)).values_list("pk", "name"))


def _numbers(wanted: Iterable[int | None]) -> list[int]:
    return [each for each in wanted if each is not None]
