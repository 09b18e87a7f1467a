"""Every way to change a corrective and preventive action."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import links, records, rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.improvement.actions.control import place_of, with_accounts
from hansei.rooms.improvement.events import CapaResembled, CapaShared
from hansei.rooms.improvement.kinds import RESEMBLES, SEE, WORK
from hansei.rooms.improvement.models import Capa, CustomerReport, Trigger
from hansei.rooms.improvement.similar import Case, like
from hansei.rooms.reviews import actions as reviews

# What may be released to the customer, in the order of the report. Everything else stays internal for ever.
RELEASABLE: Final = ("description", "containment", "cause", "corrective", "preventive", "evidence", "effect")
COMPARED: Final = 2000  # the newest earlier cases


class CapaFields(TypedDict, total=False):
    """What a person writes about a case. `owner` is an account's id."""

    title: str
    trigger: str
    trigger_key: str
    description: str
    service: str
    category: str
    owner: int | None
    due_on: date | None
    containment: str
    cause: str
    corrective: str
    no_corrective: str
    preventive: str
    no_preventive: str
    evidence: str
    effect: str
    customer_title: str
    customer_words: str
    not_shared: str


@action("capa.open", label=gettext_lazy("Open a CAPA"), right=WORK)
def open_capa(act: Act, *, fields: CapaFields) -> Capa:
    """Open a case. One that is like an earlier case is tied to it, so that its report is read first."""
    where = {"requester_id": act.by.person_id if act.by else None}
    made = records.create(act, Capa, state="open", where=where, **with_accounts(fields, ("owner",)))
    _match(act, made)
    return made


@action("capa.from_audit", label=gettext_lazy("Open a CAPA"), on="audit_finding", right=WORK)
def open_for_audit(act: Act, *, pk: int) -> Capa:
    """Open a case for a finding of an audit, with its evidence, owner and day; whoever sees the one sees the other."""
    found = reviews.finding_to_correct(act, pk=pk)
    service = found.audit.area.service or found.audit.area.title
    told = {"title": found.title, "description": found.evidence, "service": service}
    made = records.create(
        act, Capa, state="open", source=records.source_of(found), where=place_of(found), trigger=Trigger.AUDIT,
        trigger_key=str(found.identity.key), owner=found.owner, due_on=found.due_on, **told,
    )  # fmt: skip
    links.link(act, record=made.pk, role="came_from", target=str(found.identity.key))
    _match(act, made)
    return made


def _match(act: Act, made: Capa) -> None:
    """Tie the case to earlier ones that are like it, as far as who opens it may see them."""
    seen = rights.predicate(act.by, SEE, prefix="identity__")
    rows = Capa.objects.filter(seen, identity__source_id=records.source_of(made)).exclude(pk=made.pk)
    earlier = {each.pk: each for each in rows.select_related("identity").order_by("-pk")[:COMPARED]}
    for pk, likeness in like(_case(made), [_case(each) for each in earlier.values()]):
        links.link(act, record=made.pk, role=RESEMBLES, target=earlier[pk].identity.key)
        said = CapaResembled(record=made.pk, earlier=pk, likeness=likeness)
        act.record(said, source=records.source_of(made))


def _case(found: Capa) -> Case:
    return Case(found.pk, f"{found.title}\n{found.description}", found.service, found.category)


@action("capa.edit", label=gettext_lazy("Edit"), on="capa", right=WORK)
def edit_capa(act: Act, *, pk: int, version: int, fields: CapaFields) -> list[str]:
    """Change fields. What the customer was told stays as it was told."""
    found = act.claim(Capa, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    return records.change(act, found, **with_accounts(fields, ("owner",)))


@action("capa.move", label=gettext_lazy("Move on"), on="capa", right=WORK)
def move_capa(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle."""
    found = act.claim(Capa, pk, WORK, version=version)
    lifecycle.move(act, found, to)
    today = timezone.localdate(act.at)
    if to == "corrected":
        records.change(act, found, corrected_on=today)
    elif to == "closed":
        records.change(act, found, closed_on=today)


@action("capa.release", label=gettext_lazy("Release fields to the customer"), on="capa", right=WORK)
def release_fields(act: Act, *, pk: int, version: int, names: list[str]) -> None:
    """Say which fields the customer version shows. Without release a field stays internal."""
    found = act.claim(Capa, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if unknown := sorted(set(names) - set(RELEASABLE)):
        raise Refusal("capa.internal", _("“%(name)s” is internal and cannot be released.") % {"name": unknown[0]})
    records.change(act, found, released=" ".join(each for each in RELEASABLE if each in names))


@action("capa.share", label=gettext_lazy("Share with the customer"), on="capa", right=WORK)
def share_capa(act: Act, *, pk: int, version: int, recipient: str) -> CustomerReport:
    """Tell the customer: what is released now is kept as it was told. Later changes do not reach it."""
    found = act.claim(Capa, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if found.state not in ("corrected", "prevented", "verified"):
        raise Refusal("capa.too_early", _("The customer is told when it is corrected."))
    if not found.customer_words.strip() or not found.customer_title.strip():
        raise Refusal("capa.no_words", _("Write the title and the words for the customer first."))
    if not recipient.strip() or len(recipient) > 200:
        raise Refusal("capa.no_recipient", _("Write who is told."))
    made = CustomerReport(capa=found, number=found.reports.count() + 1, at=act.at, by=act.by)
    made.recipient, made.title, made.contents = recipient.strip(), found.customer_title, customer_version(found)
    made.seal = made.sealed()
    made.save(force_insert=True)
    names = [name for name, _text in made.contents]
    said = CapaShared(record=pk, report=made.pk, number=made.number, fields=names, seal=made.seal)
    act.record(said, source=records.source_of(found))
    return made


def customer_version(found: Capa) -> list[list[str]]:
    """Return field and text of what the customer would read now: their own words, and what was released."""
    released: list[Any] = [name for name in RELEASABLE if name in found.released.split()]
    shown = [[name, getattr(found, name)] for name in released if getattr(found, name).strip()]
    return [["customer_words", found.customer_words], *shown]
