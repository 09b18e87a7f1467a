"""Which records go out as documents, with receipts: this room's reports, and papers that upper rooms declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.document.api import Document
from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account
from hansei.kernel.records import KINDS, Record
from hansei.rooms.reports.models import Receipt


@dataclass(frozen=True)
class Paper:
    """How records of one kind are sent. Each function is called with the record while the reader's language is active.

    `page`: the address, by the record's number, for those who sign in. `named`: what kind of document it is. `lines`:
    what the mail says of it. `owner`: whom readers ask once their link has ended. Nobody gets one that is not
    `is_final`: its words may still move.
    """

    kind: str
    see: str
    work: str
    page: str
    named: Callable[[Any], str]
    lines: Callable[[Any], Sequence[str]]
    describe: Callable[[Any], Document]
    is_final: Callable[[Any], bool]
    zone: Callable[[Any], str] = lambda _found: "UTC"
    owner: Callable[[Any], Account | None] = lambda _found: None


PAPERS: dict[str, Paper] = {}


def declare_paper(paper: Paper) -> Paper:
    """Register a kind of record that is sent, from the app's `ready()`."""
    if paper.kind in PAPERS:
        raise ValueError(f"the paper {paper.kind} is declared twice")
    PAPERS[paper.kind] = paper
    return paper


def paper_of(receipt: Receipt) -> Paper:
    """Return how the document of a receipt is sent; refuse where its room is gone."""
    paper = PAPERS.get(receipt.record.kind)
    if paper is None:
        raise NotFound("receipt.not_found", _("There is no such mail."))
    return paper


def record_of(receipt: Receipt) -> Record:
    return records_of([receipt])[receipt.record_id]


def records_of(receipts: Iterable[Receipt]) -> dict[int, Record]:
    """Return the records of receipts by their number, one question for each kind."""
    wanted: dict[str, set[int]] = {}
    for each in receipts:
        wanted.setdefault(each.record.kind, set()).add(each.record_id)
    found: dict[int, Record] = {}
    for kind, numbers in wanted.items():
        rows = KINDS[kind].model._default_manager.select_related("identity").filter(pk__in=numbers)
        found |= {each.pk: each for each in rows}
    return found


def address_of(receipt: Receipt) -> str:
    """Return where whoever signs in reads the document of a receipt."""
    return reverse(paper_of(receipt).page, args=[receipt.record_id])


def seen_by(account: Account) -> Q:
    """Return the condition on receipts whose document this person may see."""
    opened = Q(pk__in=[])
    for each in PAPERS.values():
        opened |= Q(record__kind=each.kind) & rights.predicate(account, each.see, prefix="record__")
    return opened
