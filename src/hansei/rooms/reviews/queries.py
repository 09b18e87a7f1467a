"""The readers of packs: which there are, their figures now or as frozen, and what was agreed before."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.meeting import queries as meetings
from hansei.blocks.meeting.models import Agreed, Meeting
from hansei.blocks.meeting.queries import Share
from hansei.kernel import records, rights, seeing
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import as_planned, kinds, levels, opinions, service_goals, wording
from hansei.rooms.reviews.audited import open_findings as open_audit_findings
from hansei.rooms.reviews.causes import found_now, unchanged, with_causes
from hansei.rooms.reviews.filling import Content, Section, fill
from hansei.rooms.reviews.models import EmptySection, Pack, Plan, PlanPerson, Review
from hansei.worktime.periods import Period

__all__ = ["Pack", "Section", "open_audit_findings"]  # besides what stands here
SCOPE_FIELDS: Final = ("organisation", "service", "location", "team", "category", "product", "channel")
# What is put into a section besides the cases: section code -> functions (pack, data set) -> section.
Filler = Callable[[Pack, Any], Section]
FILLERS: dict[str, list[Filler]] = {}


def fill_section(code: str, filler: Filler) -> None:
    """Put tables and figures into a section of every pack that has it, from its app's `ready()`."""
    FILLERS.setdefault(code, []).append(filler)


def fill_opening(filler: Filler) -> None:
    """Put tables beside the actions of last time, in every kind of pack, from an app's `ready()`."""
    for code in dict.fromkeys(kinds.LAST_ACTIONS.values()):
        fill_section(code, filler)


def has_section(pack: Pack, code: str) -> bool:
    return code in kinds.SECTIONS[pack.kind]


def tell_column(code: str, say: Callable[[Any], str]) -> None:
    """Say how the values of a column read that another room puts into packs, from its app's `ready()`."""
    wording.VALUES[code] = say


def said_in_surveys(pack: Pack, _data_set: Any) -> Section:
    """What people said in surveys of a pack's days."""
    return opinions.satisfaction(period_of(pack), where_of(pack))


def held_to_goals(pack: Pack, data_set: Any, keep: mining.Keep = mining.soon, *, missed: bool = False) -> Section:
    """How a pack's days and cases stand against the agreed goals; `missed`: those that they miss."""
    organisation, where = pack.review.identity.organisation_id, where_of(pack)
    if organisation is None:  # a pack of a customer's cases is that customer's
        named = records.organisation_named(where.get("organisation", ""), records.source_of(pack.review))
        organisation = named.pk if named is not None else None
    return service_goals.held_to(period_of(pack), where, organisation, data_set, keep, missed=missed)


@dataclass(frozen=True)
class PackRow:
    """A pack as lists show it."""

    id: int
    source: int
    kind: str
    first: str
    last: str
    is_frozen: bool


@query("reviews.packs")
def packs(account: Account) -> list[PackRow]:
    """Return the packs this person may see, latest period first."""
    return [
        PackRow(each.pk, each.source_id, each.kind, str(each.first), str(each.last), each.frozen_at is not None)
        for each in visible(account)
    ]


def visible(account: Account) -> QuerySet[Pack]:
    """The packs of the reviews this person may see; whoever may not see data sets sees them once they are frozen."""
    opened = rights.predicate(account, kinds.SEE, prefix="review__identity__")
    found = Pack.objects.filter(opened, source__state="ready")
    if not rights.holds(account, "mining.see"):
        found = found.exclude(frozen_at=None)
    return found.select_related("source", "drafted_by", "frozen_by", "review__identity", "review__plan")


def pack_of(account: Account, pk: int) -> Pack:
    """Return one pack this person may see, or refuse."""
    found = visible(account).filter(pk=pk).first()
    if found is None:
        raise NotFound("pack.not_found", _("There is no such review pack, or you may not see it."))
    return found


def reviews(account: Account | None) -> QuerySet[Review]:
    """The reviews this person may see."""
    opened = rights.predicate(account, kinds.SEE, prefix="identity__")
    return Review.objects.filter(opened).select_related("identity", "plan", "manager")


def review_of(account: Account, pk: int) -> Review:
    """Return one review this person may see, or refuse."""
    found = reviews(account).filter(pk=pk).first()
    if found is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=pk)
    return found


def period_of(pack: Pack) -> Period:
    return Period(pack.first, pack.last, pack.zone)


def figures_now(account: Account, pack: Pack) -> Content:
    """What the sections say by the data set as it is now. Rises NotYet while that is being counted."""
    data_set = mining.data_set(account, pack.source_id)
    return _all_of(counted(mining.soon, data_set, pack), pack, data_set)


def _all_of(counted_now: Content, pack: Pack, data_set: Any) -> Content:
    """What was counted, with what findings and other rooms say."""
    content = counted_now
    if not pack.scope:  # findings are of the whole data set: a pack of some of its cases has the like cases alone
        found = pack.came_again if pack.frozen_at is None else found_now(pack.kind, data_set, period_of(pack))
        content = with_causes(content, pack.kind, found)
    for code in kinds.SECTIONS[pack.kind]:
        for filler in FILLERS.get(code, []):
            part, more = content.get(code, {}), filler(pack, data_set)
            names = {*part, *more}
            content = {**content, code: {name: [*part.get(name, []), *more.get(name, [])] for name in names}}
    return content


def came_again(pack: Pack) -> Content:
    """What the scan says of a pack's days today; nothing where it has not looked, or the pack is of some cases."""
    data_set = mining.ready_data_set(pack.source_id)
    return {} if pack.scope or data_set is None else found_now(pack.kind, data_set, period_of(pack))


def found_since(pack: Pack) -> set[str]:
    """The sections of a draft that would read otherwise today: by a newer scan, a dismissal, another price."""
    if pack.frozen_at is not None:
        return set()
    return {code for code, now in came_again(pack).items() if not unchanged(pack.came_again.get(code), now)}


def counted(keep: mining.Keep, data_set: Any, pack: Pack) -> Content:
    """The figures of a pack, counted once for each version of its data set."""
    period = period_of(pack)
    parameters = {"kind": pack.kind, "first": period.first, "last": period.last, "zone": period.zone}
    where = where_of(pack)
    parameters |= {"where": where} if where else {}
    found: Content = keep(data_set, "review", parameters, lambda log: fill(log, pack.kind, period, where))
    return found


def where_of(pack: Pack) -> dict[str, str]:
    """The field and the value by which the cases of a pack are chosen; nothing: all of them."""
    field, sign, value = pack.scope.partition("=")
    return {field: value} if sign else {}


def section_names(pack: Pack) -> dict[str, str]:
    """The sections of a pack as its template has them, code -> title: the shipped ones, then own ones."""
    shipped = {code: wording.section(code) for code in kinds.SECTIONS[pack.kind]}
    return {**shipped, **levels.own_titles(pack.kind, pack.level_version)}


def agenda(pack: Pack) -> list[tuple[int, str, str]]:
    """The sections of a pack as they are read, with number, code and title: last time's actions come first."""
    numbered = [(number, code, title) for number, (code, title) in enumerate(section_names(pack).items(), start=1)]
    return sorted(numbered, key=lambda each: each[1] != kinds.LAST_ACTIONS[pack.kind])


def why_no_pack(found: Review) -> str | None:
    """Why the pack of a planned review cannot be drafted yet; None where it can, or is there already."""
    if found.data_set is None or found.first is None or found.last is None:
        return _("This review has no data set; write its minutes without a pack, or choose one for it.")
    if Pack.objects.filter(review=found).exists():
        return _("The pack is drafted already.")
    data_set = mining.ready_data_set(found.data_set)
    if data_set is None:
        return _("The data set of this review is not there any more.")
    return mining.outside(data_set, Period(found.first, found.last, found.zone)) or None


def version_now(account: Account, pack: Pack) -> int:
    """The version of the data set that is shown now."""
    return mining.data_set(account, pack.source_id).version


def earlier_packs(pack: Pack) -> QuerySet[Pack]:
    """The packs of the same review whose period ended before this one begins, the latest first."""
    same = Pack.objects.filter(source=pack.source_id, kind=pack.kind, scope=pack.scope, last__lt=pack.first)
    return same.order_by("-last", "-pk")


def unexplained(pack: Pack, content: Content) -> dict[str, str]:
    """The sections, code -> title, with nothing in them and no reason why: no figures, no actions, no comment."""
    said = {*pack.comments.values_list("section", flat=True), *pack.empty_sections.values_list("section", flat=True)}
    said |= {code for code, part in content.items() if part.get("tables") or _has_figures(part)}
    if last_actions(pack):
        said.add(kinds.LAST_ACTIONS[pack.kind])
    if meetings.agreed_in(pack.review_id):
        said.add(kinds.NEW_ACTIONS[pack.kind])
    return {code: title for _number, code, title in agenda(pack) if code not in said}


def _has_figures(part: Section) -> bool:
    return any(each["value"] is not None for each in part.get("figures", []))


def empty_before(pack: Pack) -> dict[str, EmptySection]:
    """The sections that were empty in the review before this one, each with the reason given then."""
    previous = earlier_packs(pack).first()
    if previous is None:
        return {}
    return {each.section: each for each in previous.empty_sections.select_related("reason")}


def last_actions(pack: Pack) -> list[Agreed]:
    """What this review opens with: the actions of the one before it, any older one still open, what climbed to it."""
    found = meetings.meeting_of(pack.review_id)
    return meetings.carried_over(found) if found is not None else []


def open_actions(kind: Collection[str]) -> list[tuple[Agreed, Review]]:
    """The actions still open that reviews of these kinds agreed, each with its review, in the order agreed."""
    rows = Agreed.objects.filter(done_at=None, meeting__in=Review.objects.filter(kind__in=kind).values("pk"))
    found = list(rows.select_related("text").order_by("pk"))
    of = Review.objects.select_related("identity").in_bulk([each.meeting_id for each in found])
    return [(each, of[each.meeting_id]) for each in found]


def promised_by(account: Account) -> QuerySet[Agreed]:
    """The open actions this person promised, in reviews they may see; first what is due first."""
    among = Meeting.objects.filter(rights.predicate(account, kinds.SEE, prefix="identity__"))
    return meetings.promised_by(account, among)


def concerned_by(code: str) -> set[int]:
    """Who comes to reviews of this kind or answers for them: a change of its template concerns them."""
    people = PlanPerson.objects.filter(plan__state="published").exclude(account=None)
    found = {each.account_id for each in people if code in kinds.comes_to(each.side, each.kinds)}
    open_ones = Review.objects.filter(kind=code, state__in=("planned", "running")).exclude(manager=None)
    found |= set(open_ones.values_list("manager_id", flat=True))
    return {each for each in found if each is not None}


def running_plans(account: Account, code: str) -> list[Plan]:
    """The published plans this person may work on that hold this kind of review."""
    opened = rights.predicate(account, kinds.WORK, prefix="identity__")
    rows = Plan.objects.filter(opened, state="published").select_related("identity").order_by("pk")
    return [each for each in rows if code in each.frequencies]


def people_of_plan(found: Review) -> list[PlanPerson]:
    """Whom the plan of a review names for its kind."""
    if found.plan is None:
        return []
    rows = found.plan.people.select_related("account", "name")
    return [each for each in rows if found.kind in kinds.comes_to(each.side, each.kinds)]


def may_not_see(found: Review, people: Collection[PlanPerson]) -> list[PlanPerson]:
    """Those of a plan's people with an account that does not let them see this review: they are not asked to come."""
    seers = seeing.among_readers(found.identity, [each.account_id for each in people if each.account_id])
    return [each for each in people if each.account_id and each.account_id not in seers]


@dataclass(frozen=True)
class Kept:
    """How well reviews are held: on time of the planned, how many moved at short notice, minutes in time and read."""

    on_time: Share
    postponed: int
    climbed: int
    minutes: Share
    acknowledged: Share
    actions: Share


def kept(found: QuerySet[Review], first: date, last: date) -> Kept:
    """The measures over the reviews planned in a period. Planned days still to come do not count.

    Whether minutes were in time is judged by what the review was planned with, not by what the level says today.
    """
    today = timezone.localdate()
    rows = found.exclude(planned_on=None).exclude(state="withdrawn").filter(planned_on__range=(first, last))
    due = [each for each in rows if each.planned_on and (each.planned_on < today or each.state in ("held", "not_held"))]
    held = {each.pk: each for each in due if each.state == "held"}
    on_time = [each for each in held.values() if each.held_on and each.planned_on and each.held_on <= each.planned_on]
    met = {each.pk: each for each in Meeting.objects.filter(pk__in=held)}
    in_time = 0
    for pk, until in as_planned.minutes_due(held.values()).items():
        sent = met[pk].sent_at
        in_time += sent is not None and sent.astimezone(ZoneInfo(held[pk].zone)).date() <= until
    agreed = list(Agreed.objects.filter(meeting__in=[each.pk for each in due]))
    return Kept(
        on_time=Share(len(on_time), len(due)),
        postponed=sum(each.postponed for each in rows),
        climbed=sum(1 for each in agreed if each.raised_to),
        minutes=Share(in_time, len(held)),
        acknowledged=meetings.acknowledged(list(held)),
        actions=meetings.done_on_time(agreed, timezone.now()),
    )


def missed(found: QuerySet[Review]) -> list[Review]:
    """The reviews that were planned for a day gone by and not held, or held late, the latest first."""
    rows = found.exclude(planned_on=None).exclude(state="withdrawn").filter(planned_on__lt=timezone.localdate())
    late = [each for each in rows.order_by("-planned_on")[:500] if not _is_on_time(each)]
    return late


def _is_on_time(each: Review) -> bool:
    return each.held_on is not None and each.planned_on is not None and each.held_on <= each.planned_on


def coming(found: QuerySet[Review]) -> list[tuple[Review, Meeting]]:
    """The reviews to be held from today on, with their meetings, the next one first; what is overdue was `missed`."""
    # A pack drafted for itself has a review too, which nobody called for a day: it comes only once it runs.
    called = found.filter(state="running") | found.filter(state="planned").exclude(planned_on=None)
    rows = {each.pk: each for each in called}
    met = Meeting.objects.filter(pk__in=rows, is_cancelled=False).order_by("starts_at")
    today = timezone.localdate()
    return [
        (rows[each.pk], each)
        for each in met
        if rows[each.pk].state == "running" or timezone.localtime(each.starts_at).date() >= today
    ]
