"""Many metrics of one history kept up from version to version: only steps that something touched are counted again."""

from hansei.analytics.keeping.library import anchor_of, can_follow, steps_of
from hansei.analytics.keeping.store import Kept, Wanted, brought_up
from hansei.analytics.keeping.touched import day_marks, differing

__all__ = ["Kept", "Wanted", "anchor_of", "brought_up", "can_follow", "day_marks", "differing", "steps_of"]
