"""Define a metric, change it, bring it through its life, and give it a new formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.analytics import composing
from hansei.analytics.measures import MEASURES
from hansei.analytics.quality.criteria import read_by_definition
from hansei.blocks import lifecycle
from hansei.kernel import records, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.measures import naming, shipping, versions, wording
from hansei.rooms.measures.actions import appraising
from hansei.rooms.measures.kinds import SEE, WORK
from hansei.rooms.measures.models import Concern, Form, Metric, Origin, Use

FIGURES: Final = ("target", "threshold_soon", "threshold_bad")
# A composed figure is written as what it is, whatever was chosen.
FORMS: Final = {"interval": Form.HOURS, "count": Form.NUMBER, "amount": Form.NUMBER, "share": Form.SHARE}
MAKES: Final = ("origin", "measure", "definition", "above", "below")
WORDS: Final = ("formula", "numerator", "denominator", "unit")


class FormulaFields(TypedDict, total=False):
    """What makes the figure what it is. `above` and `below` are metrics' numbers in the log."""

    origin: str
    measure: str
    definition: str
    above: int | None
    below: int | None
    formula: str
    numerator: str
    denominator: str
    unit: str
    form: str


class MetricFields(TypedDict, total=False):
    """What a person writes of a metric beside its formula. `owner` is an account's id, `counter` a metric's."""

    title: str
    kind: str
    concerns: list[int]
    reason: str
    decision: str
    direction: str
    owner: int | None
    period: str
    target: float | None
    target_on: date | None
    threshold_soon: float | None
    threshold_bad: float | None
    counter: int | None
    timing: str
    audience: str
    uses: list[str]
    valid_until: date | None


@action("metric.draft", label=gettext_lazy("Define a metric"), right=WORK)
def draft(act: Act, *, fields: MetricFields, formula: FormulaFields | None = None) -> Metric:
    """Begin an entry of the catalogue. It is a draft until it is approved and published."""
    naming.refuse_bare_time(fields.get("title", ""))
    values = {**_values(act, fields), **_formula_values(formula or {}, None)}
    if Use.APPRAISE in values.get("uses", ()):
        _refuse("uses", "metric.appraise_needs_two", _("Draft it first; appraising people needs two who agree."))
    parts = [values.get("above"), values.get("below")]
    if "uses" not in values and _counts_hours(values.get("definition", ""), parts):
        values["uses"] = [Use.IMPROVE.value]
    return records.create(act, Metric, state="draft", **values)


@action("metric.edit", label=gettext_lazy("Edit"), on="metric", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: MetricFields) -> list[str]:
    """Change what is said of a metric; its formula changes by an action of its own. Returns what changed."""
    found = act.claim(Metric, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    if "title" in fields:
        naming.refuse_bare_time(fields["title"])
    values = _values(act, fields, found)
    if values.get("counter") == found:
        _refuse("counter", "metric.own_counter", _("A metric cannot be its own counter-measure."))
    if "uses" in values:
        appraising.keep_to_granted(act, found, values["uses"])
    changed = records.change(act, found, **values)
    _refuse_hollow(found, changed)
    return changed


@action("metric.move", label=gettext_lazy("Move on"), on="metric")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Approve, publish, take back or retire. What is approved for the first time keeps its formula as version 1."""
    found = act.claim(Metric, pk, SEE, version=version)
    lifecycle.move(act, found, to)
    if to == "approved" and not found.versions.exists():
        versions.keep(act, found, since=None)


@action("metric.set_formula", label=gettext_lazy("Change the formula"), on="metric", right=WORK)
def set_formula(act: Act, *, pk: int, version: int, formula: FormulaFields, since: date | None = None) -> int:
    """Change how it is measured; returns the version that holds now.

    Once approved, every change is a new version that holds for the steps from `since` on, and a break in the series.
    """
    found = act.claim(Metric, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _formula_values(formula, found)
    is_settled = found.versions.exists()
    if is_settled and all(getattr(found, name) == value for name, value in values.items()):
        return found.formula_version
    if _measures_otherwise(found, values):
        appraising.agree_anew(act, found)
    if _will_count_hours(found, values) and not _counts_hours(found.definition, [found.above, found.below]):
        values["uses"] = [Use.IMPROVE.value]  # time that people entered is for improving, until somebody says more
    if is_settled:
        if since is None:
            _refuse("since", "metric.since_missing", _("Say from which day the new formula holds."))
        values["formula_version"] = found.formula_version + 1
    records.change(act, found, **values)
    if is_settled:
        versions.keep(act, found, since=since)
    return found.formula_version


def _values(act: Act, fields: MetricFields, kept: Metric | None = None) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    for name in FIGURES:
        if (value := values.get(name)) is not None and not math.isfinite(value):
            _refuse(name, "metric.not_a_number", _("This must be a number."))
    if "owner" in values:
        values["owner"] = _account(values["owner"])
    if "counter" in values:
        values["counter"] = _metric("counter", values["counter"])
    if "uses" in values:
        values["uses"] = [each.value for each in Use if each in values["uses"]]
    if "concerns" in values:
        values["concerns"] = _concerns(act, values["concerns"], kept.concerns if kept else [])
    return values


def _account(pk: int | None) -> Account | None:
    if pk is None:
        return None
    found = Account.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        _refuse("owner", "metric.owner", _("There is nobody with this number."))
    return found


def _metric(name: str, pk: int | None) -> Metric | None:
    if pk is None:
        return None
    found = Metric.objects.select_related("identity").filter(pk=pk).exclude(state="retired").first()
    if found is None:
        _refuse(name, "metric.other_missing", _("There is no such metric, or it is retired."))
    return found


def _concerns(act: Act, given: list[int], kept: list[int]) -> list[int]:
    known = {*kept, *seeing.seen(act.by, Concern).filter(pk__in=given).values_list("pk", flat=True)}
    if set(given) - known:
        _refuse("concerns", "metric.concern_missing", _("There is no such concern."))
    return sorted(known)


def _formula_values(given: FormulaFields, found: Metric | None) -> dict[str, Any]:
    """The formula's fields as they are kept, refused where they do not hold together."""
    values: dict[str, Any] = dict(given)
    origin = values.get("origin", found.origin if found else Origin.ENTERED)
    if values.get("measure") and values["measure"] not in MEASURES:
        _refuse("measure", "metric.measure_missing", _("The library has no such measure."))
    for name in ("above", "below"):
        if name in values:
            values[name] = _metric(name, values[name])
    if values.get("definition"):
        values["definition"] = _definition(values["definition"])
    if origin == Origin.COMPOSED and (text := values.get("definition", "")):
        values["form"] = FORMS[composing.read(text).figure.what]
    values |= _only_of(origin, values)
    if found is not None:
        values |= _as_kept(found, values)
        _refuse_circle(found, [values.get("above"), values.get("below")])
    return values


def _as_kept(found: Metric, values: Mapping[str, Any]) -> dict[str, Any]:
    """Words that came with the product are shown in a reader's language: left as they were shown, they are the same.

    Where another measure of the library is chosen, words left as they were would describe the one before.
    """
    same = [name for name in WORDS if name in values and values[name] in (found.said(name), getattr(found, name))]
    measure = values.get("measure", found.measure)
    if not measure or measure == found.measure or not found.measure:
        return {name: getattr(found, name) for name in same}
    new = shipping.metric_values(measure, {})
    return {name: new[name] for name in {*same, "form"}}


def _measures_otherwise(found: Metric, values: Mapping[str, Any]) -> bool:
    """Whether a formula makes another figure; one that is entered by hand is what its words say."""
    is_entered = values.get("origin", found.origin) == Origin.ENTERED
    makes = (*MAKES, *WORDS) if is_entered else MAKES
    return any(name in values and values[name] != getattr(found, name) for name in makes)


def _will_count_hours(found: Metric, values: Mapping[str, Any]) -> bool:
    parts = [values.get(name, getattr(found, name)) for name in ("above", "below")]
    return _counts_hours(values.get("definition", found.definition), parts)


def _counts_hours(definition: str, parts: Iterable[Metric | None]) -> bool:
    """Whether a composed measure, or what a ratio stands on, counts the hours that people entered."""
    if definition and "worked_hours" in read_by_definition(composing.read(definition).model_dump()):
        return True
    return any(_counts_hours(each.definition, (each.above, each.below)) for each in parts if each is not None)


def _definition(text: str) -> str:
    """The definition as it is kept: read, and written the one way it can be."""
    try:
        return composing.written(composing.read(text))
    except composing.WrongDefinition as wrong:
        _refuse("definition", "metric.wrong_definition", wording.wrong(wrong))
        raise


def _refuse_circle(found: Metric, parts: list[Metric | None]) -> None:
    """A ratio may stand on ratios, but never on itself."""
    waiting, seen = [each for each in parts if each is not None], set[int]()
    while waiting:
        each = waiting.pop()
        if each.pk == found.pk:
            _refuse("above", "metric.circle", _("A metric cannot stand on itself, not even by way of another one."))
        if each.pk not in seen:
            seen.add(each.pk)
            waiting += [part for part in (each.above, each.below) if part is not None]


def _only_of(origin: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What another origin would need is emptied, so that a formula says one thing."""
    if "origin" not in values:
        return {}
    empty: dict[str, Any] = {}
    if origin != Origin.LIBRARY:
        empty["measure"] = ""
    if origin != Origin.COMPOSED:
        empty["definition"] = ""
    if origin != Origin.RATIO:
        empty |= {"above": None, "below": None}
    return empty


def _refuse_hollow(found: Metric, changed: list[str]) -> None:
    """What is approved or published may not lose what it was approved for."""
    if found.state == "draft" or not changed:
        return
    for transition in lifecycle.life_of(found).transitions:
        asked = {"approved": ("approved",), "published": ("approved", "published")}[found.state]
        if transition.target in asked and not transition.is_back:
            for guard in transition.guards:
                if (missing := guard.missing(found)) is not None:
                    raise Refusal("metric.hollow", missing)


def _refuse(name: str, code: str, said: str) -> None:
    raise Refusal(code, said, fields={name: [said]})
