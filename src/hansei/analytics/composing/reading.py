"""A definition from text that anybody may have written, and back; what is wrong is said with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from hansei.analytics.composing.model import (
    MOST_CONDITIONS,
    MOST_DEPTH,
    AllOf,
    AnyOf,
    Between,
    Definition,
    Is,
    Office,
)

LONGEST_TEXT: Final = 20_000
DEEPEST_JSON: Final = 4 * MOST_DEPTH + 12
# What pydantic calls a fault -> our code. What is not listed is a value that does not fit.
CODES: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown_part",
    "literal_error": "not_one_of",
    "union_tag_invalid": "not_one_of",
    "union_tag_not_found": "missing",
    "too_long": "too_many",
    "too_short": "too_few",
    "string_too_long": "too_long",
    "string_too_short": "empty",
    "greater_than_equal": "out_of_bounds",
    "less_than_equal": "out_of_bounds",
    "finite_number": "out_of_bounds",
    "string_unicode": "not_text",
}
TAGS: Final = {
    "interval",
    "count",
    "amount",
    "share",
    "end",
    "step",
    "is",
    "between",
    "reached",
    "within",
    "all",
    "any",
}


class WrongDefinition(ValueError):
    """No definition: `code` is stable, `place` says where (“where.2.field”), `allowed` what would fit there."""

    def __init__(self, code: str, place: str = "", allowed: Sequence[str] = ()) -> None:
        super().__init__(f"{place or 'definition'}: {code}" + (f" ({', '.join(allowed)})" if allowed else ""))
        self.code, self.place, self.allowed = code, place, tuple(allowed)


def read(text: str) -> Definition:
    """Read a definition. Raises WrongDefinition, for whatever text.

    >>> read('{"figure": {"what": "interval", "end": {"what": "end", "end": "resolved"}}}').figure.aggregate
    'median'
    >>> read('{"figure": {"what": "count", "of": "people"}}')
    Traceback (most recent call last):
    hansei.analytics.composing.reading.WrongDefinition: figure.of: not_one_of (cases, steps)
    """
    return checked(_plain(text))


def written(definition: Definition) -> str:
    """A definition as text: always the same for the same definition, what is usual left out."""
    return json.dumps(
        definition.model_dump(exclude_defaults=True) | _tags(definition), sort_keys=True, ensure_ascii=False
    )


def checked(given: Any) -> Definition:
    """Read a definition from plain values. Raises WrongDefinition."""
    _refuse_deep(given)
    try:
        found = Definition.model_validate(given)
    except ValidationError as wrong:
        raise _of(wrong) from None
    _refuse_senseless(found)
    return found


def _plain(text: str) -> Any:
    if len(text) > LONGEST_TEXT:
        raise WrongDefinition("too_large")
    try:
        text.encode()
        return json.loads(text)
    except UnicodeEncodeError:
        raise WrongDefinition("not_text") from None
    except RecursionError:
        raise WrongDefinition("too_deep") from None
    except ValueError:
        raise WrongDefinition("not_json") from None


def _refuse_deep(given: Any) -> None:
    """Walk with a list of our own: what is nested a million deep must not end the process."""
    waiting: list[tuple[Any, int]] = [(given, 0)]
    parts = 0
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        if depth > DEEPEST_JSON:
            raise WrongDefinition("too_deep")
        if parts > LONGEST_TEXT:
            raise WrongDefinition("too_large")
        if isinstance(value, str) and "\0" in value:
            raise WrongDefinition("not_text")
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        waiting += [(each, depth + 1) for each in inner]


def _of(wrong: ValidationError) -> WrongDefinition:
    first = wrong.errors(include_url=False)[0]
    place = ".".join(str(each + 1 if isinstance(each, int) else each) for each in _said(first["loc"]))
    expected = first.get("ctx", {}).get("expected") or first.get("ctx", {}).get("expected_tags") or ""
    code = CODES.get(first["type"], "does_not_fit")
    allowed = re.findall(r"'([^']*)'", str(expected)) if code == "not_one_of" else []
    return WrongDefinition(code, place, allowed)


def _said(location: Sequence[int | str]) -> Iterator[int | str]:
    """The place without the names of kinds that pydantic puts between: where.2.is.field is where.2.field."""
    passed_over = False
    for at, each in enumerate(location):
        before = location[at - 1] if at else ""
        is_kind = each in TAGS and (isinstance(before, int) or before in ("figure", "start", "end", "at"))
        passed_over = is_kind and not passed_over
        if not passed_over:
            yield each


def _tags(definition: Definition) -> dict[str, Any]:
    """The parts again with their `what`, which is a default and yet says which part it is."""
    where = [_tagged(each) for each in definition.where]
    return {"figure": _tagged(definition.figure)} | ({"where": where} if where else {})


def _tagged(part: Any) -> Any:
    if isinstance(part, BaseModel):
        names = [name for name in type(part).model_fields if name == "what" or _is_said(part, name)]
        return {name: _tagged(getattr(part, name)) for name in names}
    return [_tagged(each) for each in part] if isinstance(part, tuple) else part


def _is_said(part: BaseModel, name: str) -> bool:
    return bool(getattr(part, name) != type(part).model_fields[name].default)


def _refuse_senseless(found: Definition) -> None:
    """What the types cannot say: bounds that exclude all, zones nobody knows, too many conditions altogether."""
    number = 0
    for place, part, depth in _parts(found, "", 0):
        if depth > MOST_DEPTH:
            raise WrongDefinition("too_deep", place)
        if hasattr(part, "what") and part.what in ("is", "between", "reached", "within"):
            number += 1
        if number > MOST_CONDITIONS:
            raise WrongDefinition("too_many", place)
        _refuse_part(part, place)
    figure = found.figure
    if figure.what == "count" and figure.of == "cases" and figure.step is not None:
        raise WrongDefinition("only_of_steps", "figure.step")


def _refuse_part(part: Any, place: str) -> None:
    if isinstance(part, Is) and not part.values and not part.unknown:
        raise WrongDefinition("too_few", f"{place}.values")
    if isinstance(part, Between):
        if part.at_least is None and part.at_most is None:
            raise WrongDefinition("missing", f"{place}.at_least")
        if part.at_least is not None and part.at_most is not None and part.at_least > part.at_most:
            raise WrongDefinition("bounds_crossed", f"{place}.at_most")
    if isinstance(part, Office):
        if round(part.opens * 60) >= round(part.closes * 60):
            raise WrongDefinition("bounds_crossed", f"{place}.closes")
        try:
            ZoneInfo(part.zone)
        except (KeyError, ValueError, OSError):  # not found; not a name; a folder
            raise WrongDefinition("unknown_zone", f"{place}.zone") from None
    if getattr(part, "what", "") in ("interval", "within") and part.start == part.end:
        raise WrongDefinition("same_ends", f"{place}.end")


def _parts(part: Any, place: str, depth: int) -> Iterator[tuple[str, Any, int]]:
    """Every part with its place, groups counting as one deeper."""
    if isinstance(part, tuple):
        for at, each in enumerate(part, 1):
            yield from _parts(each, f"{place}.{at}", depth)
        return
    if not isinstance(part, BaseModel):
        return
    yield place, part, depth
    deeper = depth + 1 if isinstance(part, AllOf | AnyOf) else depth
    for name in type(part).model_fields:
        yield from _parts(getattr(part, name), f"{place}.{name}".lstrip("."), deeper)
