"""The questions of audits: one checklist for each main clause of ISO/IEC 20000-1:2018, a question for each part of it.

The questions are our own words. An administrator words them anew or adds others under Set up → Checklists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hansei.blocks import checklist
from hansei.blocks.checklist import Item, Shipped

if TYPE_CHECKING:
    from hansei.kernel.models import Account

Text = str | Promise
PREFIX: Final = "audit."

NAMES: Final[dict[str, Text]] = {
    "4": _("4 Context of the organisation"),
    "5": _("5 Leadership"),
    "6": _("6 Planning"),
    "7": _("7 Support"),
    "8": _("8 Operation"),
    "9": _("9 Performance evaluation"),
    "10": _("10 Improvement"),
}
QUESTIONS: Final[dict[str, tuple[str | Promise, ...]]] = {
    "4": (
        _("Is it known what inside and around the organisation bears on its services?"),
        _("Is it known who has an interest in the services, and what they require?"),
        _("Is it written down which services and places the management system covers?"),
        _("Is the management system at work as it is written, with its processes and how they meet?"),
    ),
    "5": (
        _("Does the top management show that it stands behind the services, by what it did and gave?"),
        _("Is there a policy, known to those who work by it and kept up to date?"),
        _("Does everybody know for what they answer and what they may decide?"),
    ),
    "6": (
        _("Are risks and chances known, and is what was decided against them done and looked at?"),
        _("Are there measurable goals for the services, each with an owner, a day and a way to measure it?"),
        _("Is there a plan for the services: what is needed, who answers, how it is judged?"),
    ),
    "7": (
        _("Were people, tools, information and money there when they were needed?"),
        _("Is shown for everybody whose work bears on the services that they can do it?"),
        _("Do people know the policy, the goals, and what they contribute?"),
        _("Is settled who tells whom what, when and how, within and outside?"),
        _("Are documents found, approved and current, and are records kept unchanged?"),
        _("Is what people know written down where others find it?"),
    ),
    "8": (
        _("Is the work done as planned, and are changes of the plan controlled?"),
        _("Are services planned, parties controlled, and catalogue, assets and configuration kept true?"),
        _("Are customers and suppliers agreed with, measured against what was agreed, and heard?"),
        _("Are demand, capacity and money looked ahead at and watched?"),
        _("Do changes, new services and releases go live only tested, approved and with a way back?"),
        _("Are incidents, requests and problems worked on by their priority until the user is served?"),
        _("Are availability, continuity and information security tested, and breaches answered?"),
    ),
    "9": (
        _("Is measured what says whether the services and the management system work?"),
        _("Are audits planned, done by who has no part in the work, and followed up?"),
        _("Does the top management look at all points of its review, and decide?"),
        _("Do service reports go to those who need them, and are they acted upon?"),
    ),
    "10": (
        _("Are nonconformities corrected and their causes removed, with proof that it worked?"),
        _("Are improvements judged, done and measured against what was meant?"),
    ),
}  # fmt: skip


def _decides(found: Any, account: Account | None) -> str | None:
    """Only who audits answers, while the audit runs."""
    from hansei.rooms.reviews.independence import who_answers

    return who_answers(found, account)


LISTS: Final[dict[str, Shipped]] = {
    number: checklist.declare(
        Shipped(
            f"{PREFIX}{number}",
            name,
            tuple(
                Item(f"{number}.{at}", format_lazy("{}.{} {}", number, at, question), needs_words=True)
                for at, question in enumerate(QUESTIONS[number], 1)
            ),
            done=_("Conforms"),
            failed=_("Does not conform"),
            purpose=_("Asked in an internal audit. Each answer says what was seen."),
            decides=_decides,
        )
    )
    for number, name in NAMES.items()
}
PARTS: Final[dict[str, Text]] = {item.code: item.text for each in LISTS.values() for item in each.items}


def codes(kept: str) -> list[str]:
    """The numbers of main clauses that an audit looks at, in their order."""
    chosen = set(kept.split())
    return [number for number in NAMES if number in chosen]


def label(clause: str) -> str:
    """A clause in words: its number and the question, or the name of a main clause."""
    return str(NAMES.get(clause) or PARTS.get(clause) or clause)


def choices() -> list[tuple[str, str]]:
    """All clauses, each main clause before its parts."""
    found = []
    for number, shipped in LISTS.items():
        found.append((number, label(number)))
        found += [(item.code, label(item.code)) for item in shipped.items]
    return found
