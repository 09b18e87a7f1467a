"""What happens to plans and reports beside the events of every record, and those of sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class PaperFrozen(Event, kind="improvement.paper_frozen"):
    """A plan or report was approved: its words and facts stand from now on; the seal is over all of them."""

    record: Annotated[int, Touches("record")]
    frozen: int
    template: int
    seal: str
