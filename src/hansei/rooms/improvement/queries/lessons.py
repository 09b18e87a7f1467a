"""The readers of lessons: how many were used again."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.improvement.models import Lesson, LessonUse


@dataclass(frozen=True)
class Reuse:
    """Published lessons, how many of them were used in another improvement, and all their uses."""

    published: int
    used: int
    uses: int

    @property
    def share(self) -> float | None:
        """Lessons used again among the published ones."""
        return self.used / self.published if self.published else None


@query("lesson.reuse")
def reuse(account: Account) -> Reuse:
    """Return how many published lessons this person may see were used again."""
    seen = Lesson.objects.filter(rights.predicate(account, "improvement.see", prefix="identity__"), state="published")
    uses = LessonUse.objects.filter(lesson__in=seen.values("pk"))
    return Reuse(seen.count(), uses.order_by().values("lesson").distinct().count(), uses.count())
