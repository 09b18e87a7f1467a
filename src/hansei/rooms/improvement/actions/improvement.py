"""Every way to change an improvement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.blocks.checklist import actions as checklist
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.governance import actions as governance
from hansei.rooms.improvement import deciding, guards, measuring, sheets
from hansei.rooms.improvement.actions.inputs import settle_finding
from hansei.rooms.improvement.events import AnswerGiven, BaselineFrozen
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import Baseline, GivenAnswer, Improvement, Source

# Once work has begun nobody moves the goal: these fields stay as they were approved.
SETTLED_FIELDS = {"target_percent", "margin_percent", "intervention_on"}
SETTLED_STATES = {"approved", "in_work", "verified"}
SHEETS_FROM = {"triage", "analysed", "planned", *SETTLED_STATES}


class Fields(TypedDict, total=False):
    """What a person writes about an improvement. `owner` is an account's id."""

    title: str
    idea: str
    element: str
    service: str
    owner: int | None
    value: int | None
    effort: int | None
    risk: str
    target_percent: int | None
    margin_percent: int
    intervention_on: date | None
    intervention: str
    origin: str
    is_visible_to_users: bool
    benefit: Decimal | None
    currency: str


@action("improvement.propose", label=gettext_lazy("Propose an improvement"), right=SEE)
def propose(act: Act, *, fields: Fields) -> Improvement:
    """Write an idea into the register. Whoever may see the register may propose."""
    return records.create(act, Improvement, state="proposed", where=_where(act), proposed_by=act.by, **_values(fields))


@action("improvement.suggest", label=gettext_lazy("Propose an improvement"))
def suggest(act: Act, *, title: str, idea: str = "", service: str = "") -> Improvement:
    """Propose an improvement without any right: whoever may sign in may have an idea."""
    return records.create(
        act,
        Improvement,
        state="proposed",
        where=_where(act),
        proposed_by=act.by,
        origin=Source.STAFF,
        title=title.strip(),
        idea=idea.strip(),
        service=service.strip(),
    )


@action("improvement.edit", label=gettext_lazy("Edit"), on="improvement", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: Fields) -> list[str]:
    """Change fields; refuses when somebody else did meanwhile. Returns the names of what changed."""
    found = act.claim(Improvement, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _values(fields)
    lifecycle.refuse_held(found, values)
    moved = [name for name in SETTLED_FIELDS & set(values) if values[name] != getattr(found, name)]
    if moved and found.state in SETTLED_STATES:
        raise Refusal(
            "improvement.settled",
            _("Target, margin and date were approved and stay; they decide what counts as better."),
            fields={name: [_("This was approved and stays.")] for name in moved},
        )
    if (day := values.get("intervention_on")) not in (None, found.intervention_on) and found.baseline is not None:
        _refuse_too_early(day, found.baseline.known_until)
    return records.change(act, found, **values)


def _refuse_too_early(day: date, known_until: date) -> None:
    if said := guards.too_early(day, known_until):
        raise Refusal("improvement.too_early_day", said, fields={"intervention_on": [said]})


@action("improvement.move", label=gettext_lazy("Move on"), on="improvement")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle. Verifying and closing are actions of their own."""
    found = act.claim(Improvement, pk, SEE, version=version)
    if to == "closed":
        raise Refusal("improvement.choose_end", _("Choose how it ends."))
    if to == "approved" and found.state == "planned":
        governance.approve(act, found, deciding.APPROVAL)
    if to == "planned":
        records.change(act, found, asked_level=deciding.level_of(found))
    lifecycle.move(act, found, to)
    if to in SHEETS_FROM and found.state != "closed":
        _start_sheets(act, found)


@action("improvement.start_sheets", label=gettext_lazy("Start the sheets"), on="improvement", right=WORK)
def start_sheets(act: Act, *, pk: int) -> None:
    """Start the sheets of an improvement that had begun before there were any; those that stand go on."""
    found = act.claim(Improvement, pk, WORK)
    lifecycle.refuse_unless_open(found)
    _start_sheets(act, found)


def _start_sheets(act: Act, found: Improvement) -> None:
    """Duties, impact and goal from triage on; with the approval the tasks for catalogue and manuals."""
    for code in sheets.EARLY:
        checklist.start(act, found, code)
    if found.state in ("approved", "in_work", "verified"):
        whom = dict.fromkeys(("catalogue", "manual"), found.owner)
        checklist.start(act, found, sheets.DOCUMENTS, persons=whom)


@action("improvement.choose_measure", label=gettext_lazy("Choose what is counted"), on="improvement", right=WORK)
def choose_measure(
    act: Act,
    *,
    pk: int,
    version: int,
    source: int,
    where: dict[str, list[str]],
    hours: tuple[int, int] | None = None,
    unit: str = "cases",
) -> None:
    """Say which cases of which data set are counted each week. After approval the measure stays."""
    found = act.claim(Improvement, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if found.state in SETTLED_STATES:
        raise Refusal("improvement.settled", _("The measure was approved and stays."))
    measure = measuring.written(where, hours, measuring.zone_of(act.by, source))
    # Refuses a data set this person may not see.
    keep = measuring.keeping(act.via)
    now = measuring.known(act.by, source, measure, unit, keep)
    measuring.refuse_never_counted(act.by, source, measure, now, keep)
    records.change(act, found, data_set=source, measure=measure, unit=unit)


@action("improvement.freeze_baseline", label=gettext_lazy("Freeze the baseline"), on="improvement", right=WORK)
def freeze_baseline(
    act: Act,
    *,
    pk: int,
    version: int,
    since: date | None = None,
    chosen_first: date | None = None,
    chosen_last: date | None = None,
) -> Baseline:
    """Seal the weeks as the data set has them now. An earlier baseline stays beside it; none is touched again.

    The baseline is the last year, or the weeks from `since` on.
    """
    found = act.claim(Improvement, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if found.state in SETTLED_STATES:
        raise Refusal("improvement.settled", _("The baseline was approved and stays."))
    return _freeze(act, found, chosen_first, chosen_last, since)


@action("improvement.verify", label=gettext_lazy("Verify"), on="improvement", right=WORK)
def verify(act: Act, *, pk: int, version: int) -> GivenAnswer:
    """Compute the before/after answer from the data as they are now and keep it; go from work to verified."""
    found = act.claim(Improvement, pk, WORK, version=version)
    if found.state not in ("in_work", "verified"):
        raise Refusal("improvement.not_in_work", _("Only an improvement in work is verified."))
    baseline = found.baseline
    if baseline is None or found.intervention_on is None:
        raise Refusal("improvement.no_baseline", guards.BASELINE.missing(found) or _("Freeze the baseline first."))
    if missing := guards.BASELINE.missing(found):
        raise Refusal("improvement.no_baseline", missing)
    now, effect = measuring.current_effect(act.by, found, baseline, measuring.keeping(act.via))
    given = GivenAnswer.objects.create(
        improvement=found, baseline=baseline, at=act.at, by=act.by, version=now.version, **measuring.plain(effect)
    )
    act.record(_answered(given), source=records.source_of(found))
    records.change(act, found, answer=given.verdict)
    if found.state == "in_work":
        lifecycle.move(act, found, "verified")
    return given


@action("improvement.close", label=gettext_lazy("Close"), on="improvement", right=WORK)
def close(act: Act, *, pk: int, version: int, end: str, reason: str = "") -> None:
    """Close with one of the legal ends. The answer must support the end; a decided end needs its reason."""
    found = act.claim(Improvement, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    records.change(act, found, end=end, end_reason=reason)
    lifecycle.move(act, found, "closed", reason=end)
    found.ended_at = act.at
    found.save(update_fields=["ended_at"])


@action("improvement.from_finding", label=gettext_lazy("Make an improvement of it"), on="finding", right=WORK)
def from_finding(
    act: Act,
    *,
    title: str,
    source: int,
    finding: str,
    where: dict[str, list[str]],
    hours: tuple[int, int] | None = None,
    chosen_first: date | None = None,
    chosen_last: date | None = None,
    owner: int | None = None,
    target_percent: int | None = None,
    intervention_on: date | None = None,
    fields: Fields | None = None,
) -> Improvement:
    """Make an improvement of a finding and freeze its baseline at once.

    `where` and `hours` say which cases are the finding's, now and in later data; `chosen_first` to `chosen_last` are
    the days that made it a finding.
    """
    given: Fields = {"title": title, "owner": owner, "target_percent": target_percent}
    given |= {"intervention_on": intervention_on}
    given["origin"] = Source.FINDINGS
    given |= fields or {}
    measure = measuring.written(where, hours, measuring.zone_of(act.by, source))
    found = records.create(
        act,
        Improvement,
        state="proposed",
        where=_where(act),
        proposed_by=act.by,
        data_set=source,
        finding=finding,
        measure=measure,
        **_values(given),
    )
    _refuse_second(found)
    _freeze(act, found, chosen_first, chosen_last)
    settle_finding(act, found)
    return found


def _refuse_second(found: Improvement) -> None:
    """Refuse a second improvement of one finding: asked once its number is taken, so two at once meet."""
    others = Improvement.objects.filter(data_set=found.data_set, finding=found.finding).exclude(pk=found.pk)
    if (first := others.exclude(state="closed").select_related("identity").first()) is not None:
        said = _("%(key)s was made of this finding and is open. Work on in that one, or close it first.")
        raise Refusal("improvement.second", said % {"key": first.identity.key})


def _freeze(
    act: Act, found: Improvement, chosen_first: date | None, chosen_last: date | None, since: date | None = None
) -> Baseline:
    if missing := guards.MEASURE.missing(found):
        raise Refusal("improvement.no_measure", missing)
    assert found.data_set is not None
    if (chosen_first is None) != (chosen_last is None) or (chosen_first and chosen_last and chosen_last < chosen_first):
        raise Refusal("baseline.chosen", _("The weeks of the finding need a first and a last day, in this order."))
    keep = measuring.keeping(act.via)
    now = measuring.known(act.by, found.data_set, found.measure, found.unit, keep)
    measuring.refuse_never_counted(act.by, found.data_set, found.measure, now, keep)
    first, last = measuring.baseline_period(now.weeks.weeks, since)
    made = Baseline(improvement=found, at=act.at, by=act.by, version=now.version, first=first, last=last)
    made.known_until = now.weeks.known_until or last
    if found.intervention_on is not None:
        _refuse_too_early(found.intervention_on, made.known_until)
    made.chosen_first, made.chosen_last = chosen_first, chosen_last
    made.measure, made.unit = found.measure, found.unit
    made.weeks = [[each.monday.isoformat(), each.value, each.others] for each in now.weeks.weeks]
    made.mix = measuring.mix(act.by, found.data_set, found.measure, first, last, keep)
    made.seal = made.sealed()
    made.save(force_insert=True)
    act.record(
        BaselineFrozen(
            record=found.pk,
            baseline=made.pk,
            first=first.isoformat(),
            last=last.isoformat(),
            known_until=made.known_until.isoformat(),
            weeks=len(made.weeks),
            seal=made.seal,
        ),
        source=records.source_of(found),
    )
    return made


def _answered(given: GivenAnswer) -> AnswerGiven:
    return AnswerGiven(
        record=given.improvement_id,
        baseline=given.baseline_id,
        verdict=given.verdict,
        target_reached=given.target_reached,
        change=given.change,
        low=given.low,
        high=given.high,
        weeks_before=given.weeks_before,
        weeks_after=given.weeks_after,
    )


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with the owner as an account."""
    values = dict(fields)
    if "owner" in values:
        owner = values["owner"]
        values["owner"] = Account.objects.filter(pk=owner, is_active=True).first() if owner else None
        if owner and values["owner"] is None:
            raise Refusal("improvement.no_such_owner", _("There is no such account, or it may not sign in any more."))
    if values.get("benefit") is not None:
        values["benefit"] = Decimal(values["benefit"]).quantize(Decimal("0.01"))
    return values


def _where(act: Act) -> dict[str, Any]:
    return {"requester_id": act.by.person_id if act.by else None}
