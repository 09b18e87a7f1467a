"""Every way to change a SWOT analysis."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import links, records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Revision
from hansei.rooms.governance import actions as governance
from hansei.rooms.improvement.actions.control import with_accounts
from hansei.rooms.improvement.actions.improvement import propose
from hansei.rooms.improvement.events import SwotConcluded, SwotConverted, SwotEntered, SwotVoted
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import Quadrant, Swot, SwotEntry, SwotStrategy, SwotVote

INSIDE = (Quadrant.STRENGTH, Quadrant.WEAKNESS)


class SwotFields(TypedDict, total=False):
    """What a person writes about an analysis. `owner` is an account's id."""

    title: str
    service: str
    purpose: str
    owner: int | None


@action("swot.begin", label=gettext_lazy("Begin a SWOT analysis"), right=WORK)
def begin_swot(act: Act, *, fields: SwotFields) -> Swot:
    """Open four lists about something."""
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Swot, state="collecting", where=where, **with_accounts(fields, ("owner",)))


@action("swot.edit", label=gettext_lazy("Edit"), on="swot", right=WORK)
def edit_swot(act: Act, *, pk: int, version: int, fields: SwotFields) -> list[str]:
    """Change fields of the analysis."""
    found = act.claim(Swot, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **with_accounts(fields, ("owner",)))


@action("swot.move", label=gettext_lazy("Move on"), on="swot", right=WORK)
def move_swot(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle."""
    lifecycle.move(act, act.claim(Swot, pk, WORK, version=version), to)


@action("swot.enter", label=gettext_lazy("Write an entry"), on="swot")
def enter(act: Act, *, pk: int, quadrant: str, text: str, evidence: str = "", is_opinion: bool = False) -> SwotEntry:
    """Write an entry with its evidence, or marked as an opinion. Whoever sees the analysis may."""
    found = act.claim(Swot, pk, SEE)
    if found.state != "collecting":
        raise Refusal("swot.not_collecting", _("Entries are written while the analysis collects."))
    if quadrant not in Quadrant.values:
        raise NotFound("swot.no_list", _("There is no such list."))
    if not evidence.strip() and not is_opinion:
        raise Refusal("swot.no_evidence", _("Name the evidence, or mark it as an opinion."))
    words = _kept(act, found, text)
    proof = _kept(act, found, evidence) if evidence.strip() else None
    made = SwotEntry.objects.create(swot=found, quadrant=quadrant, words=words, evidence=proof)
    said = SwotEntered(
        record=pk, entry=made.pk, quadrant=quadrant, words=words.pk, evidence=proof.pk if proof else None
    )
    act.record(said, source=records.source_of(found))
    return made


@action("swot.vote", label=gettext_lazy("Vote"), on="swot")
def vote(act: Act, *, pk: int, entry: int) -> None:
    """Say what weighs most in its list: one vote a person a list, moved by voting again. Names are not shown."""
    found = act.claim(Swot, pk, SEE)
    if found.state != "voting" or act.by is None:
        raise Refusal("swot.not_voting", _("Votes are taken while the analysis votes."))
    it = _entry(found, entry)
    before = SwotVote.objects.filter(swot=found, quadrant=it.quadrant, voter=act.by).first()
    if before is not None and before.entry_id == it.pk:
        return
    SwotVote.objects.update_or_create(swot=found, quadrant=it.quadrant, voter=act.by, defaults={"entry": it})
    act.record(SwotVoted(record=pk, quadrant=it.quadrant, entry=it.pk), source=records.source_of(found))


@action("swot.conclude", label=gettext_lazy("Derive a strategy"), on="swot", right=WORK)
def conclude(act: Act, *, pk: int, inside: int, outside: int, text: str) -> SwotStrategy:
    """Derive what to do from one entry inside (strength, weakness) and one outside (opportunity, threat)."""
    found = act.claim(Swot, pk, WORK)
    lifecycle.refuse_unless_open(found)
    first, second = _entry(found, inside), _entry(found, outside)
    if first.quadrant not in INSIDE or second.quadrant in INSIDE:
        raise Refusal("swot.pair", _("Take one strength or weakness, and one opportunity or threat."))
    words = _kept(act, found, text)
    made = SwotStrategy.objects.create(swot=found, inside=first, outside=second, words=words)
    said = SwotConcluded(record=pk, strategy=made.pk, inside=first.pk, outside=second.pk, words=words.pk)
    act.record(said, source=records.source_of(found))
    return made


@action("swot.convert", label=gettext_lazy("Make an improvement or a risk of it"), on="swot", right=WORK)
def convert(act: Act, *, pk: int, entry: int, to: str) -> records.Record:
    """Make an improvement or a risk of an entry, tied to the analysis it came from."""
    found = act.claim(Swot, pk, WORK)
    it = _entry(found, entry)
    if (it.improvement_id if to == "improvement" else it.risk_id) is not None:
        raise Refusal("swot.converted", _("That was made of this entry already."))
    title, evidence = it.words.text[:200], it.evidence.text if it.evidence is not None else ""
    made: records.Record
    if to == "improvement":
        made = it.improvement = propose(act, fields={"title": title, "idea": evidence, "service": found.service})
    elif to == "risk":
        made = governance.open_risk(act, fields={"title": title, "causes": evidence[:5000], "service": found.service})
        it.risk = made.identity
    else:
        raise NotFound("swot.no_target", _("An entry becomes an improvement or a risk."))
    it.save(update_fields=["improvement", "risk"])
    if records.source_of(made) == records.source_of(found):
        links.link(act, record=made.pk, role="came_from", target=found.identity.key)
    act.record(SwotConverted(record=pk, entry=it.pk, became=made.pk), source=records.source_of(found))
    return made


def _entry(found: Swot, pk: int) -> SwotEntry:
    it = found.entries.select_related("words", "evidence").select_for_update(of=("self",)).filter(pk=pk).first()
    if it is None:
        raise NotFound("swot.no_entry", _("There is no such entry."))
    return it


def _kept(act: Act, found: Swot, text: str) -> Revision:
    words = text.strip()
    if not words or len(words) > 2000:
        raise Refusal("swot.no_words", _("Write it in one or two sentences."))
    return Revision.objects.create(object_id=found.pk, field="swot", text=words, author=act.by, at=act.at)
