"""Risks and improvements tied both ways: one raises the other, one investigation serves both, risks are judged anew."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import links, records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Identity, ObjectLink
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance.queries import risks
from hansei.rooms.improvement.actions.control import place_of, with_accounts
from hansei.rooms.improvement.events import RescoreAsked, RescoreDone
from hansei.rooms.improvement.kinds import CREATES_RISK, INVESTIGATES, STARTS_IMPROVEMENT, WORK
from hansei.rooms.improvement.models import Improvement, Investigation, Rescore


class InvestigationFields(TypedDict, total=False):
    """What a person writes about an investigation. `owner` is an account's id."""

    title: str
    question: str
    cause: str
    evidence: str
    owner: int | None


@action("coupling.raise_risk", label=gettext_lazy("Raise a risk"), on="improvement", right=WORK)
def raise_risk(act: Act, *, pk: int, title: str, is_doing_nothing: bool = False) -> records.Record:
    """Write a risk that this improvement creates, or that stays when nothing is done; tied to the improvement."""
    found = act.claim(Improvement, pk, WORK)
    made = governance.open_risk(act, fields={"title": title[:200], "service": found.service})
    if is_doing_nothing:
        links.link(act, record=made.pk, role=STARTS_IMPROVEMENT, target=found.identity.key)
    else:
        links.link(act, record=found.pk, role=CREATES_RISK, target=made.identity.key)
    return made


@action("coupling.start_improvement", label=gettext_lazy("Start an improvement"), on="risk", right=WORK)
def start_improvement(act: Act, *, risk: Annotated[int, seeing.record("risk")]) -> Improvement:
    """Propose an improvement against a risk, tied to it; it tells of the risk, so it belongs where the risk belongs."""
    found = risks.visible(act.by).filter(pk=risk).first()
    if found is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=risk)
    made = records.create(
        act,
        Improvement,
        state="proposed",
        source=records.source_of(found),
        where=_beside(act, found),
        proposed_by=act.by,
        title=found.title,
        risk=found.event,
        service=found.service,
    )
    links.link(act, record=risk, role=STARTS_IMPROVEMENT, target=made.identity.key)
    return made


@action("investigation.open", label=gettext_lazy("Open an investigation"), right=WORK)
def open_investigation(act: Act, *, fields: InvestigationFields) -> Investigation:
    """Ask for the cause once, for everything that is tied to it."""
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Investigation, state="open", where=where, **with_accounts(fields, ("owner",)))


@action("investigation.edit", label=gettext_lazy("Edit"), on="investigation", right=WORK)
def edit_investigation(act: Act, *, pk: int, version: int, fields: InvestigationFields) -> list[str]:
    """Change fields of the investigation."""
    found = act.claim(Investigation, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **with_accounts(fields, ("owner",)))


@action("investigation.move", label=gettext_lazy("Move on"), on="investigation", right=WORK)
def move_investigation(act: Act, *, pk: int, version: int, to: str) -> None:
    """Close it with its cause and evidence."""
    lifecycle.move(act, act.claim(Investigation, pk, WORK, version=version), to)


@action("coupling.investigate", label=gettext_lazy("Investigate once for both"), on="improvement", right=WORK)
def investigate(act: Act, *, pk: int) -> Investigation:
    """Investigate an improvement together with the risks tied to it. Where one is investigated already, join that."""
    found = act.claim(Improvement, pk, WORK)
    tied = [found.pk, *risks.tied_to(found.pk).order_by("pk").values_list("pk", flat=True)]
    there = ObjectLink.objects.filter(role=INVESTIGATES, target__in=tied).values("object")
    made = Investigation.objects.filter(pk__in=there, state="open").select_related("identity").first()
    if made is None:
        source, where = records.source_of(found), _beside(act, found)
        made = records.create(act, Investigation, state="open", source=source, where=where, title=found.title)
    seen = set(risks.visible(act.by).filter(pk__in=tied[1:]).values_list("pk", flat=True)) | {found.pk}
    for each in Identity.objects.filter(pk__in=seen).order_by("pk"):
        links.link(act, record=made.pk, role=INVESTIGATES, target=each.key)
    return made


def _beside(act: Act, found: records.Record) -> dict[str, Any]:
    """Where a record belongs whose words come from another: where that one does."""
    where = place_of(found)
    where["requester_id"] = where["requester_id"] or (act.by.person_id if act.by else None)
    return where


@action("coupling.ask_rescore", label=gettext_lazy("Ask for the risk to be judged anew"))
def ask_rescore(act: Act, *, improvement: Annotated[int, seeing.record("improvement")]) -> int:
    """A verified improvement asks for its open risks to be judged anew. Returns how many came new."""
    found = Improvement.objects.select_related("identity").filter(pk=improvement).first()
    if found is None:
        return 0
    new = 0
    for risk in risks.tied_to(improvement).exclude(state="closed").order_by("pk"):
        if Rescore.objects.filter(improvement=found, risk=risk.pk, done_at=None).exists():
            continue
        before = risk.likelihood * risk.impact if risk.likelihood and risk.impact else None
        Rescore.objects.create(improvement=found, risk_id=risk.pk, at=act.at, before=before)
        said = RescoreAsked(record=found.pk, risk=risk.pk, before=before)
        act.record(said, source=records.source_of(found))
        new += 1
    return new


@action("coupling.take_rescore", label=gettext_lazy("Note that the risk was judged anew"))
def take_rescore(act: Act, *, risk: Annotated[int, seeing.record("risk")], after: int) -> int:
    """A risk was judged anew: what was asked of it after an improvement is done. Returns how many that were."""
    asked = Rescore.objects.select_for_update(of=("self",)).filter(risk=risk, done_at=None, at__lt=act.at)
    done = 0
    for each in asked.select_related("improvement__identity"):
        each.after, each.done_at = after, act.at
        each.save(update_fields=["after", "done_at"])
        said = RescoreDone(record=each.improvement_id, risk=risk, before=each.before, after=after)
        act.record(said, source=records.source_of(each.improvement))
        done += 1
    return done
