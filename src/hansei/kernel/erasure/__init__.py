"""Erase a person end to end: rows, texts, imported words, files, Parquet; events and totals stay as they are.

`erase_person` empties the account at once and asks a job for the rest; `reapply` does the same again for everybody on
the list whom the database does not know as erased, which is what a restored backup looks like.
A room that keeps words elsewhere registers an eraser.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import jobs
from hansei.kernel.actions import Act, action
from hansei.kernel.erasure import listed, rewriting
from hansei.kernel.erasure.listed import Erased, Finder
from hansei.kernel.erasure.listed import mend as mend
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.events import ErasureAsked, PersonErased
from hansei.kernel.jobs import Running, job
from hansei.kernel.models import Account, EventRow, Job

log = logging.getLogger("hansei.erasure")


@dataclass
class Erasing:
    """What an eraser is given: how to rewrite a text, and the sources whose labels changed (None: any may have).

    `author`: the account whose own texts are to be emptied whole; None where they stay.
    """

    finder: Finder
    report: Callable[[], None]
    sources: set[int] | None
    author: int | None = None


ERASERS: list[Callable[[Erasing], None]] = []


def eraser(fn: Callable[[Erasing], None]) -> Callable[[Erasing], None]:
    """Register what a room does when somebody is erased, after the labels are rewritten. It must bear repeats."""
    ERASERS.append(fn)
    return fn


@action("person.erase", label=gettext_lazy("Erase the person"), right="account.administer")
def erase_person(
    act: Act, *, account: int | None = None, texts: list[str] | None = None, own_texts: bool = False
) -> int:
    """Erase who is behind an account, and these texts that name the person in imported data; return the job's number.

    A text is found as whole words, whatever its case, also inside longer texts. `own_texts`: empty all they wrote, too.
    """
    given = [text for each in texts or () if (text := each.strip())]
    if weak := [text for text in given if not listed.is_telling(text)]:
        raise Refusal("erasure.too_short", _("“%(text)s” is too short to be looked for.") % {"text": weak[0]})
    found = _account(act, account) if account is not None else None
    if found is None and not given:
        raise Refusal("erasure.nobody", _("Choose an account or write the texts that name the person."))
    entry = listed.add(
        _distinct([*_names_of(found), *given]),
        account=found.pk if found else None,
        address=found.email if found else "",
        person=found.person_id if found else None,
        own_texts=own_texts,
        at=act.at.isoformat(),
    )
    rewriting.empty_account(entry, listed.finder())
    asked = jobs.enqueue("kernel.erase", by=act.by, number=entry.number)
    act.record(ErasureAsked(erasure=entry.number, account=entry.account, person=entry.person))
    return asked.pk


def _account(act: Act, pk: int) -> Account:
    found = Account.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if found is None:
        raise NotFound("account.not_found", _("There is no such account."))
    if act.by is not None and act.by.pk == found.pk:
        raise Refusal("erasure.oneself", _("Nobody erases their own account; ask another administrator."))
    return found


def _names_of(account: Account | None) -> list[str]:
    """What names the account's person anywhere. A single word ("Support") is looked for only when it is asked for."""
    if account is None:
        return []
    names = [account.name, account.email, account.person.key if account.person else ""]
    return [name for name in names if len(listed.words_of(name)) > 1]


def _distinct(texts: list[str]) -> list[str]:
    return list({tuple(listed.words_of(text)): text for text in texts}.values())


@job("kernel.erase")
def carry_out(running: Running) -> dict[str, int]:
    """Rewrite everything that holds the person's words."""
    number = running.inputs["number"]
    entry = next(each for each in listed.entries() if each.number == number)
    return _erase(entry, lambda: running.report(step="rewriting"), is_first=running.job.attempts == 1)


def _erase(entry: Erased, report: Callable[[], None], *, is_first: bool) -> dict[str, int]:
    finder = listed.finder([entry])
    rewriting.empty_account(entry, finder)
    changed = rewriting.rewrite_labels(finder, report)
    revisions = rewriting.empty_own_texts(entry) if entry.own_texts and entry.account else 0
    revisions += rewriting.rewrite_texts(finder, report)
    # Killed before, it changed labels then that it finds no more now.
    author = entry.account if entry.own_texts else None
    erasing = Erasing(finder, report, set(changed) if is_first else None, author)
    for each in ERASERS:
        each(erasing)
    finish_erasure(Act(by=None, via="job"), number=entry.number, labels=sum(changed.values()), revisions=revisions)
    if not rewriting.wipe():
        log.warning("erasure %s: freed bytes stay in the write-ahead log until a long reader ends", entry.number)
    return {"labels": sum(changed.values()), "revisions": revisions}


@action("erasure.finish", label=gettext_lazy("Finish an erasure"), right="account.administer")
def finish_erasure(act: Act, *, number: int, labels: int, revisions: int) -> None:
    """Record that a person was erased: a number and counts, nothing of who it was."""
    if _is_recorded(number):
        return
    entry = next(each for each in listed.entries() if each.number == number)
    person = entry.person if Account.objects.filter(pk=entry.account or 0, person=entry.person).exists() else None
    act.record(PersonErased(person=person, labels=labels, revisions=revisions, erasure=number, account=entry.account))


def _is_recorded(number: int) -> bool:
    return EventRow.objects.filter(kind=PersonErased.kind, facts__erasure=number).exists()


def missing() -> list[Erased]:
    """Return who is on the list and not erased here: the database is older than the list."""
    known = listed.entries()
    if not known:
        return []
    done = EventRow.objects.filter(kind=PersonErased.kind).values_list("facts__erasure", flat=True)
    going_on = Job.objects.filter(name="kernel.erase", state__in=[Job.State.QUEUED, Job.State.RUNNING])
    left_out = {*done, *going_on.values_list("inputs__number", flat=True)}
    return [each for each in known if each.number not in left_out]


def reapply() -> int:
    """Erase again whom an older copy of the database brought back; return how many."""
    again = missing()
    for entry in again:
        _erase(entry, lambda: None, is_first=False)
        log.info("erasure %s was applied again", entry.number)
    return len(again)


def rewrite_source(source: int) -> int:
    """Put pseudonyms into one source's labels for everybody on the list; return how many changed."""
    finder = listed.finder()
    return sum(rewriting.rewrite_labels(finder, lambda: None, source).values()) if finder else 0
