"""The grammar: which cases, what of them, by which instant, in which steps."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# The ends by which times are named, each a column of a case.
CaseEnd = Literal["failed", "detected", "reported", "answered", "restored", "resolved", "verified", "closed", "due"]
CaseField = Literal[
    "kind", "service", "ci", "product", "category", "subcategory", "symptom", "fix_action", "priority",
    "organisation", "channel", "location", "team", "state", "planned",
]  # fmt: skip
NumberField = Literal["priority_rank", "reassigned", "reopened", "events", "worked_hours"]
AmountField = Literal["worked_hours", "reassigned", "reopened", "events"]
StepField = Literal["activity", "state", "substate", "phase", "team"]
Dimension = Literal["kind", "service", "priority", "team", "category", "channel", "organisation", "location"]
StepLength = Literal["day", "week", "month", "quarter"]
Spread = Literal["median", "p90", "mean", "sum", "count"]

ENDS: Final[tuple[str, ...]] = get_args(CaseEnd)
FIELDS: Final[tuple[str, ...]] = get_args(CaseField)
DIMENSIONS: Final[tuple[str, ...]] = get_args(Dimension)
NUMBERS: Final[tuple[str, ...]] = get_args(NumberField)
AMOUNTS: Final[tuple[str, ...]] = get_args(AmountField)
STEP_FIELDS: Final[tuple[str, ...]] = get_args(StepField)
STEPS: Final[tuple[str, ...]] = get_args(StepLength)

MOST_CONDITIONS: Final = 50
MOST_VALUES: Final = 200
MOST_DEPTH: Final = 5  # of groups within groups
LONGEST: Final = 200

Word = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Words = Annotated[tuple[Word, ...], Field(min_length=1, max_length=MOST_VALUES)]
Hour = Annotated[float, Field(ge=0, le=24, allow_inf_nan=False)]
Figure = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class Part(BaseModel):
    """A part of a definition: nothing it does not know, nothing that changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class StepMatch(Part):
    """Steps of a case whose field holds one of these values, as the data write it."""

    field: StepField
    values: Words


class End(Part):
    """A case's own instant: reported, resolved …"""

    what: Literal["end"] = "end"
    end: CaseEnd


class OfSteps(Part):
    """The instant of the first or the last step of a kind, such as the first time in the state “Approved”."""

    what: Literal["step"] = "step"
    which: Literal["first", "last"] = "first"
    step: StepMatch


Instant = Annotated[End | OfSteps, Field(discriminator="what")]
REPORTED: Final = End(end="reported")


class Office(Part):
    """Open hours, the same on each of these weekdays (1 is Monday), in a zone."""

    zone: Word
    days: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(min_length=1, max_length=7)]
    opens: Hour
    closes: Hour


class Hours(Part):
    """How time is counted: by the clock on the wall, or in open hours; those of the data set without an office."""

    count: Literal["elapsed", "service"] = "elapsed"
    office: Office | None = None


ELAPSED: Final = Hours()


class Is(Part):
    """A field of the case holds one of these values; `unknown` counts where it holds none."""

    what: Literal["is"] = "is"
    field: CaseField
    values: Annotated[tuple[Word, ...], Field(max_length=MOST_VALUES)] = ()
    unknown: bool = False
    is_not: bool = False


class Between(Part):
    """A number of the case lies in these bounds, both included; unknown lies in none."""

    what: Literal["between"] = "between"
    field: NumberField
    at_least: Figure | None = None
    at_most: Figure | None = None


class Reached(Part):
    """The case has a step of a kind, or has none (`is_not`)."""

    what: Literal["reached"] = "reached"
    step: StepMatch
    is_not: bool = False


class Within(Part):
    """The time from one instant to the other is at most so many hours; unknown where one of the two is."""

    what: Literal["within"] = "within"
    start: Instant = REPORTED
    end: Instant
    hours: Figure
    counted: Hours = ELAPSED


class AllOf(Part):
    """Every one of these holds."""

    what: Literal["all"] = "all"
    of: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MOST_CONDITIONS)]


class AnyOf(Part):
    """One of these holds at least."""

    what: Literal["any"] = "any"
    of: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MOST_CONDITIONS)]


Condition = Annotated[Is | Between | Reached | Within | AllOf | AnyOf, Field(discriminator="what")]
Conditions = Annotated[tuple[Condition, ...], Field(max_length=MOST_CONDITIONS)]


class Interval(Part):
    """The time between two instants of each case. It falls into the step of the later one."""

    what: Literal["interval"] = "interval"
    start: Instant = REPORTED
    end: Instant
    counted: Hours = ELAPSED
    aggregate: Spread = "median"


class Count(Part):
    """How many cases (by an instant of theirs), or how many steps (by their own instant)."""

    what: Literal["count"] = "count"
    of: Literal["cases", "steps"] = "cases"
    at: Instant = REPORTED  # of cases
    step: StepMatch | None = None  # of steps; without it every step


class Amount(Part):
    """A number that each case has: hours worked, reassignments …"""

    what: Literal["amount"] = "amount"
    field: AmountField
    at: Instant = REPORTED
    aggregate: Spread = "sum"


class Share(Part):
    """Which part of the cases meets these conditions, all of them; cases of which it is unknown are left out."""

    what: Literal["share"] = "share"
    hit: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MOST_CONDITIONS)]
    at: Instant = REPORTED


class Definition(Part):
    """One measure: of which cases (`where`, all conditions), which figure, in which steps, by which dimension."""

    version: Literal[1] = 1
    figure: Annotated[Interval | Count | Amount | Share, Field(discriminator="what")]
    where: Conditions = ()
    by: Dimension | None = None
    step: StepLength = "week"


AllOf.model_rebuild()
AnyOf.model_rebuild()
Share.model_rebuild()
Definition.model_rebuild()
