"""The readers of improvements: how they ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.improvement.models import End, Improvement

WORSE = (End.WORSE_ROLLED_BACK, End.WORSE_KEPT)


@dataclass(frozen=True)
class Outcomes:
    """How many closed improvements ended in which way, and the two shares (0 to 1, None where nothing counts)."""

    effective: int
    target_missed: int
    no_effect: int
    worse: int
    without_proof: int
    withdrawn: int
    open: int

    @property
    def answered(self) -> int:
        return self.effective + self.target_missed + self.no_effect + self.worse

    @property
    def success(self) -> float | None:
        """Effective ones among those with an answer. What was done without proof never counts here."""
        return self.effective / self.answered if self.answered else None

    @property
    def unproved(self) -> float | None:
        """Those done without proof among all that were done."""
        done = self.answered + self.without_proof
        return self.without_proof / done if done else None


@query("improvement.outcomes")
def outcomes(account: Account) -> Outcomes:
    """Return how the improvements this person may see ended."""
    seen = Improvement.objects.filter(rights.predicate(account, "improvement.see", prefix="identity__"))
    n: dict[str, int] = dict(seen.order_by().values_list("end").annotate(n=Count("pk")))
    return Outcomes(
        effective=n.get(End.EFFECTIVE, 0),
        target_missed=n.get(End.TARGET_MISSED, 0),
        no_effect=n.get(End.NO_EFFECT, 0),
        worse=sum(n.get(each, 0) for each in WORSE),
        without_proof=n.get(End.WITHOUT_PROOF, 0),
        withdrawn=n.get(End.WITHDRAWN, 0),
        open=n.get("", 0),
    )
