"""What happens to corrective and preventive actions and violations besides changes of their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class CapaShared(Event, kind="capa.shared"):
    """The customer was told; the report is kept as it was told."""

    record: Annotated[int, Touches("record")]
    report: int
    number: int
    fields: list[str]
    seal: str


@dataclass(frozen=True)
class CapaResembled(Event, kind="capa.resembled"):
    """A new case is like an earlier one; likeness is that of the wording, 0 to 1."""

    record: Annotated[int, Touches("record")]
    earlier: Annotated[int, Touches("earlier")]
    likeness: float
