"""Draft packs, explain and comment their sections, freeze them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting import actions as meetings
from hansei.kernel import records, rights, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, Outdated, Refusal, lacks
from hansei.kernel.models import Account, Revision
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import kinds, levels, queries
from hansei.rooms.reviews.actions.reviews import open_review, series_of
from hansei.rooms.reviews.events import CommentWritten, EmptyExplained, PackDrafted, PackDraftedAgain, PackFrozen
from hansei.rooms.reviews.models import EmptySection, Kind, Pack, PackComment, Review
from hansei.rooms.reviews.seal import seal_of
from hansei.ui import words
from hansei.worktime.periods import Period

LONGEST_TEXT, LONGEST_INITIALS = 5000, 8
LONGEST_DAYS = 366
FIRST_YEAR, LAST_YEAR = 1970, 2200  # comparing with a month or a year ago must not fall off the calendar


@action("pack.draft", label=gettext_lazy("Draft a review pack"), right=kinds.WORK)
def draft_pack(
    act: Act,
    *,
    source: int,
    kind: str,
    first: date,
    last: date,
    zone: str = "UTC",
    scope_field: str = "",
    scope_value: str = "",
    is_outside_known: bool = False,
) -> int:
    """Prepare a review of a data set over a period, both days included; return the pack's number."""
    data_set = mining.data_set(_person(act), source)
    if kind not in Kind.values:
        raise Refusal("pack.unknown_kind", _("There is no such kind of review."))
    _refuse_wrong_period(first, last, zone)
    if not is_outside_known and (said := mining.outside(data_set, Period(first, last, zone))):
        raise Refusal("pack.outside_data", said)
    if scope_field and scope_field not in queries.SCOPE_FIELDS:
        raise Refusal("pack.unknown_field", _("Cases cannot be chosen by this field."))
    fields = {"source_id": source, "kind": kind, "first": first, "last": last}
    fields["scope"] = f"{scope_field}={scope_value}" if scope_field else ""
    if Pack.objects.filter(**fields).exists():
        raise _there_already()
    review = open_review(
        act,
        title=f"{data_set.source.name} · {scope_value}" if scope_field else data_set.source.name,
        kind=kind,
        data_set=source,
        first=first,
        last=last,
        zone=zone,
        scope_field=scope_field,
        scope_value=scope_value,
    )
    return _drafted(act, review, fields, zone)


@action("pack.draft_planned", label=gettext_lazy("Draft the pack"), right=kinds.WORK)
def draft_planned(
    act: Act, *, review: int, source: int | None = None, first: date | None = None, last: date | None = None
) -> int:
    """Prepare the pack of a planned review from the data set of its plan, or from this one; return the pack's number.

    The period is the one before the review's day, or the days from `first` to `last`.
    """
    found = act.claim(Review, review, kinds.WORK)
    if source is not None or first is not None or last is not None:
        _look_at(act, found, source, first, last)
    if (said := queries.why_no_pack(found)) is not None:
        raise Refusal("pack.cannot_draft", said)
    scope = f"{found.scope_field}={found.scope_value}" if found.scope_field else ""
    fields = {"source_id": found.data_set, "kind": found.kind, "first": found.first, "last": found.last}
    return _drafted(act, found, {**fields, "scope": scope}, found.zone)


def _look_at(act: Act, found: Review, source: int | None, first: date | None, last: date | None) -> None:
    """Let a review that has no pack yet look back on these days of this data set."""
    if Pack.objects.filter(review=found).exists():
        raise Refusal("pack.cannot_draft", _("The pack is drafted already."))
    chosen = source or found.data_set
    if first is None or last is None or chosen is None:
        raise Refusal("pack.no_period", _("Choose a data set, and the first and the last day to look back on."))
    _refuse_wrong_period(first, last, found.zone)
    if said := mining.outside(mining.data_set(_person(act), chosen), Period(first, last, found.zone)):
        raise Refusal("pack.outside_data", said)
    records.change(act, found, data_set=chosen, first=first, last=last)
    meetings.join(act, record=found.pk, series=series_of(found))  # it was called before it was known of what data


def _drafted(act: Act, review: Review, fields: dict[str, Any], zone: str) -> int:
    template = levels.level(str(fields["kind"])).version
    made = _created(fields, review=review, zone=zone, level_version=template, drafted_by=act.by, drafted_at=act.at)
    made.came_again = queries.came_again(made)
    made.save(update_fields=["came_again"])
    act.record(
        PackDrafted(
            pack=made.pk,
            reviewed=made.source_id,
            review=made.kind,
            first=str(made.first),
            last=str(made.last),
            record=review.pk,
        )
    )
    return made.pk


def _refuse_wrong_period(first: date, last: date, zone: str) -> None:
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR or first > last or (last - first).days > LONGEST_DAYS:
        raise Refusal("pack.wrong_period", _("The period ends on or after its first day and lasts a year at most."))
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refusal("pack.unknown_zone", _("There is no such time zone.")) from None


@action("pack.draft_again", label=gettext_lazy("Draft again"), right=kinds.WORK)
def draft_again(act: Act, *, pack: int) -> None:
    """Show in a draft what the scan for hidden causes says today; until then what came again stays as drafted."""
    found = _locked(act, pack)
    if found.frozen_at is not None:
        raise Refusal("pack.frozen", _("The figures of this pack are frozen already."))
    if not queries.found_since(found):
        return
    found.came_again = queries.came_again(found)
    found.save(update_fields=["came_again"])
    version = queries.version_now(_person(act), found)
    act.record(PackDraftedAgain(pack=found.pk, version=version, record=found.review_id))


@action("pack.freeze", label=gettext_lazy("Freeze the figures"), right=kinds.WORK)
def freeze_pack(act: Act, *, pack: int) -> None:
    """Keep the figures as they are now, sealed; what is corrected later stands beside them."""
    person = _person(act)
    found = _locked(act, pack)
    if found.frozen_at is not None:
        raise Refusal("pack.frozen", _("The figures of this pack are frozen already."))
    content: dict[str, Any] = {**queries.figures_now(person, found)}
    if unexplained := queries.unexplained(found, content):
        names = words.listed(unexplained.values())
        raise Refusal("pack.empty_sections", _("Say why these sections are empty: %(sections)s.") % {"sections": names})
    for each in found.empty_sections.all():
        content[each.section] = {**content[each.section], "reason": each.reason_id}
    opened = [
        {
            "action": each.pk,
            "text": each.text_id,
            "owner": each.owner_id,
            "due": str(each.due),
            "done": each.done_at is not None,
        }
        for each in queries.last_actions(found)
    ]
    section = kinds.LAST_ACTIONS[found.kind]
    found.content = {**content, section: {**content[section], "actions": opened}}
    found.version = queries.version_now(person, found)
    found.frozen_by, found.frozen_at = person, act.at
    found.seal = seal_of(found)
    found.save()
    act.record(PackFrozen(pack=found.pk, version=found.version, seal=found.seal, record=found.review_id))


@action("pack.comment", label=gettext_lazy("Comment"), right=kinds.WORK)
def write_comment(act: Act, *, pack: int, section: str, text: str) -> None:
    """Remark on one section; also on a frozen pack, whose figures it leaves as they are."""
    found = _locked(act, pack)
    if section not in queries.section_names(found):
        raise Refusal("section.unknown", _("This review has no such section."))
    revision = _words(act, "review.comment", text)
    PackComment.objects.create(pack=found, section=section, text=revision)
    act.record(CommentWritten(pack=found.pk, section=section, text=revision.pk, record=found.review_id))


@action("pack.explain_empty", label=gettext_lazy("Say why it is empty"), right=kinds.WORK)
def explain_empty(act: Act, *, pack: int, section: str, reason: str, initials: str, seen: int = 0) -> None:
    """Say why a section of a draft has nothing to show; `seen`: the reason that stood there and is replaced."""
    found = _locked(act, pack)
    if found.frozen_at is not None:
        raise Refusal("pack.frozen", _("The figures of this pack are frozen already."))
    if section not in queries.section_names(found):
        raise Refusal("section.unknown", _("This review has no such section."))
    if not 1 <= len(initials.strip()) <= LONGEST_INITIALS:
        raise Refusal("section.initials", _("Sign with one to eight characters."))
    stands = found.empty_sections.filter(section=section).select_related("reason").first()
    if stands is not None and stands.reason_id != seen:
        raise Outdated(
            "section.outdated",
            _("Somebody else said meanwhile why this section is empty."),
            section=section,
            now=stands.reason.text,
            initials=stands.initials,
            seen=stands.reason_id,
        )
    revision = _words(act, "review.reason", reason)
    signed = {"reason": revision, "initials": initials.strip(), "by": act.by}
    EmptySection.objects.update_or_create(pack=found, section=section, defaults=signed)
    act.record(EmptyExplained(pack=found.pk, section=section, reason=revision.pk, record=found.review_id))


@action("pack.agree", label=gettext_lazy("Agree an action"), right=kinds.WORK)
def agree_action(act: Act, *, pack: int, text: str, owner: Annotated[int, seeing.person()], due: date) -> int:
    """Note what somebody will do by a day; the next review of this kind opens with it."""
    found = _locked(act, pack)
    return meetings.agree(act, record=found.review_id, text=text, owner=owner, due=due)


@action("pack.action_done", label=gettext_lazy("Done"), right=kinds.WORK)
def finish_action(act: Act, *, agreed: int) -> None:
    """Note that what a review agreed is done."""
    meetings.finish(act, agreed=agreed)


def _created(fields: dict[str, Any], **more: Any) -> Pack:
    """The database decides who of two was first: what it refuses is the second one's draft."""
    try:
        with transaction.atomic():
            return Pack.objects.create(**fields, **more)
    except IntegrityError:
        if not Pack.objects.filter(**fields).exists():
            raise
        raise _there_already() from None


def _there_already() -> Refusal:
    return Refusal("pack.exists", _("There is a pack of this review and period already; open it in the list."))


def _person(act: Act) -> Account:
    if act.by is None:
        raise NotAllowed("pack.person", _("A review pack needs a person who answers for it."))
    return act.by


def _locked(act: Act, pack: int) -> Pack:
    found = queries.pack_of(_person(act), pack)
    if not rights.allowed(act.by, kinds.WORK, found.review.identity, at=act.known_at):
        raise lacks(kinds.WORK)
    return Pack.objects.select_for_update(of=("self",)).get(pk=pack)


def _words(act: Act, field: str, text: str) -> Revision:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise Refusal("text.length", _("Write one to 5000 characters."))
    return Revision.objects.create(field=field, text=text.strip(), author=act.by, at=act.at)
