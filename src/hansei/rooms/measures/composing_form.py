"""The form that builds a definition without writing it, and reads one back as far as the form can say it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics import composing
from hansei.rooms.measures import wording
from hansei.rooms.measures.models import Step
from hansei.ui.forms import CHOICE, CONTROL

ROWS: Final = 3  # conditions that the form offers
FIGURES: Final = (
    ("interval", gettext_lazy("Time between two instants")),
    ("cases", gettext_lazy("Number of cases")),
    ("steps", gettext_lazy("Number of steps")),
    ("share", gettext_lazy("Share of cases")),
    ("amount", gettext_lazy("Amount of a field")),
)
TESTS: Final = (
    ("", "–"),
    ("is", gettext_lazy("is one of")),
    ("is_not", gettext_lazy("is none of")),
    ("unknown", gettext_lazy("is unknown")),
    ("at_least", gettext_lazy("is at least")),
    ("at_most", gettext_lazy("is at most")),
    ("reached", gettext_lazy("has a step of")),
    ("never", gettext_lazy("has no step of")),
    ("within", gettext_lazy("ends within hours")),
)
SELECT: Final = {"class": CHOICE}
LINES: Final = {"class": CONTROL, "rows": 2}
GROUPS: Final = (
    ("", ("figure",)),
    (gettext_lazy("From"), ("start", "start_values")),
    (gettext_lazy("To, or counted by"), ("end", "end_values")),
    (gettext_lazy("Counted"), ("aggregate", "hours", "amount")),
    (gettext_lazy("In steps, by"), ("step", "by")),
)


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs=SELECT), **more)


def _lines(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=LINES), max_length=5000)


def instants() -> list[tuple[str, str]]:
    """Every instant the form offers: the named ends, and the first or last step by a field."""
    ends = [(f"end:{name}", str(wording.ENDS[name])) for name in composing.ENDS]
    for which, said in (("first", _("the first step, by %(field)s")), ("last", _("the last step, by %(field)s"))):
        ends += [(f"{which}:{name}", said % {"field": wording.field(name)}) for name in composing.STEP_FIELDS]
    return ends


def _fields_of(test: str) -> tuple[str, ...]:
    if test in ("at_least", "at_most"):
        return composing.NUMBERS
    return composing.STEP_FIELDS if test in ("reached", "never") else composing.FIELDS


class ComposingForm(forms.Form):
    """One figure, its instants, and up to three conditions on the cases and on the hits of a share."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        values = _("Values, one a line")
        offered = instants()
        self.fields |= {
            "figure": _choice(_("What is measured"), FIGURES),
            "start": _choice(_("Instant"), offered, required=False),
            "start_values": _lines(values),
            "end": _choice(_("Instant"), offered, required=False),
            "end_values": _lines(values),
            "aggregate": _choice(_("Aggregate"), [*wording.AGGREGATES.items()], required=False),
            "hours": _choice(_("Hours"), [("elapsed", _("elapsed hours")), ("service", _("service hours"))]),
            "amount": _choice(_("Field"), [(name, wording.field(name)) for name in composing.AMOUNTS], required=False),
            "step": _choice(_("Step"), Step.choices),
            "by": _choice(
                _("Split by"),
                [("", "–"), *((name, wording.field(name)) for name in composing.DIMENSIONS)],
                required=False,
            ),
        }
        named = dict.fromkeys((*composing.FIELDS, *composing.NUMBERS, *composing.STEP_FIELDS))
        fields = [(name, wording.field(name)) for name in named]
        ends = [(f"end:{name}", str(wording.ENDS[name])) for name in composing.ENDS]
        for group in ("where", "hit"):
            for at in range(1, ROWS + 1):
                self.fields |= {
                    f"{group}_field_{at}": _choice(_("Field"), [("", "–"), *fields, *ends], required=False),
                    f"{group}_test_{at}": _choice(_("Condition"), TESTS, required=False),
                    f"{group}_values_{at}": _lines(values),
                }

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(label, [self[name] for name in names]) for label, names in GROUPS]

    def conditions(self, group: str) -> list[list[forms.BoundField]]:
        """The rows of conditions."""
        return [[self[f"{group}_{part}_{at}"] for part in ("field", "test", "values")] for at in range(1, ROWS + 1)]

    @property
    def where(self) -> list[list[forms.BoundField]]:
        return self.conditions("where")

    @property
    def hit(self) -> list[list[forms.BoundField]]:
        return self.conditions("hit")

    def definition(self) -> dict[str, Any]:
        """The definition as plain values; `composing.checked` says what is wrong with them."""
        given = self.cleaned_data
        found: dict[str, Any] = {"figure": self._figure(), "step": given["step"]}
        if where := self._conditions("where"):
            found["where"] = where
        return found | ({"by": given["by"]} if given["by"] else {})

    def _figure(self) -> dict[str, Any]:
        given, what = self.cleaned_data, self.cleaned_data["figure"]
        end = _instant(given["end"] or "end:reported", given["end_values"])
        if what == "interval":
            start = _instant(given["start"] or "end:reported", given["start_values"])
            figure = {"what": what, "start": start, "end": end, "aggregate": given["aggregate"] or "median"}
            return figure | {"counted": {"count": given["hours"]}}
        if what == "share":
            return {"what": what, "at": end, "hit": self._conditions("hit")}
        if what == "amount":
            return {"what": what, "at": end, "field": given["amount"], "aggregate": given["aggregate"] or "sum"}
        if what == "cases":
            return {"what": "count", "of": "cases", "at": end}
        step = end.get("step")
        return {"what": "count", "of": "steps"} | ({"step": step} if step else {})

    def _conditions(self, group: str) -> list[dict[str, Any]]:
        given = self.cleaned_data
        rows = [[given[f"{group}_{part}_{at}"] for part in ("field", "test", "values")] for at in range(1, ROWS + 1)]
        return [_condition(field, test, _values(values), given["hours"]) for field, test, values in rows if test]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for group in ("where", "hit"):
            for at in range(1, ROWS + 1):
                field, test = given.get(f"{group}_field_{at}", ""), given.get(f"{group}_test_{at}", "")
                allowed = [f"end:{name}" for name in composing.ENDS] if test == "within" else _fields_of(test)
                if test and field not in allowed:
                    self.add_error(f"{group}_field_{at}", _("This field does not go with this condition."))
        return given


def _values(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _instant(code: str, values: str) -> dict[str, Any]:
    which, _colon, name = code.partition(":")
    if which == "end":
        return {"what": "end", "end": name}
    return {"what": "step", "which": which, "step": {"field": name, "values": _values(values)}}


def _condition(field: str, test: str, values: list[str], hours: str) -> dict[str, Any]:
    if test in ("is", "is_not"):
        return {"what": "is", "field": field, "values": values, "is_not": test == "is_not"}
    if test == "unknown":
        return {"what": "is", "field": field, "unknown": True}
    if test in ("at_least", "at_most"):
        return {"what": "between", "field": field, test: _number(values)}
    if test == "within":
        end = {"what": "end", "end": field.partition(":")[2]}
        return {"what": "within", "end": end, "hours": _number(values), "counted": {"count": hours}}
    return {"what": "reached", "step": {"field": field, "values": values}, "is_not": test == "never"}


def _number(values: list[str]) -> Any:
    """The first line as it stands: what is no number is refused where it stands."""
    return values[0].replace(",", ".") if values else None


def initial_of(text: str) -> dict[str, Any] | None:
    """What the form shows for a definition; None for one that it cannot say, which is then shown as text only."""
    if not text:
        return {"figure": "interval", "start": "end:reported", "end": "end:resolved", "aggregate": "median"}
    found = composing.read(text)
    figure = found.figure
    said: dict[str, Any] = {"step": found.step, "by": found.by or "", "hours": "elapsed", "figure": figure.what}
    if isinstance(figure, composing.Count):
        said["figure"] = figure.of
        said |= _said_instant("end", figure.at)
        if figure.step is not None:
            said |= {"end": f"first:{figure.step.field}", "end_values": "\n".join(figure.step.values)}
    elif isinstance(figure, composing.Interval):
        said |= _said_instant("start", figure.start) | _said_instant("end", figure.end)
        said |= {"aggregate": figure.aggregate, "hours": figure.counted.count}
    else:
        said |= _said_instant("end", figure.at)
        said |= {"aggregate": getattr(figure, "aggregate", ""), "amount": getattr(figure, "field", "")}
    for group, conditions in (("where", found.where), ("hit", getattr(figure, "hit", ()))):
        for at, each in enumerate(conditions, 1):
            said |= _said_condition(f"{group}_%s_{at}", each)
    form = ComposingForm(said | {"version": 1})
    same = form.is_valid() and len(found.where) <= ROWS and _reads(form.definition()) == found
    return said if same else None


def _reads(given: dict[str, Any]) -> composing.Definition | None:
    try:
        return composing.checked(given)
    except composing.WrongDefinition:
        return None


def _said_instant(name: str, of: Any) -> dict[str, str]:
    if isinstance(of, composing.End):
        return {name: f"end:{of.end}"}
    return {name: f"{of.which}:{of.step.field}", f"{name}_values": "\n".join(of.step.values)}


def _said_condition(name: str, part: Any) -> dict[str, Any]:
    if isinstance(part, composing.Is):
        test = "unknown" if part.unknown else "is_not" if part.is_not else "is"
        return {name % "field": part.field, name % "test": test, name % "values": "\n".join(part.values)}
    if isinstance(part, composing.Between):
        test = "at_most" if part.at_least is None else "at_least"
        return {name % "field": part.field, name % "test": test, name % "values": str(getattr(part, test))}
    if isinstance(part, composing.Reached):
        test = "never" if part.is_not else "reached"
        return {name % "field": part.step.field, name % "test": test, name % "values": "\n".join(part.step.values)}
    if isinstance(part, composing.Within) and isinstance(part.end, composing.End):
        return {name % "field": f"end:{part.end.end}", name % "test": "within", name % "values": str(part.hours)}
    return {}
