"""What a dated intervention did to a measure: a plain answer out of four, and four guards beside it."""

from hansei.analytics.statistics.effect.answer import effect_of
from hansei.analytics.statistics.effect.model import Answer, Circumstances, Effect, Guard, Kind, Series

__all__ = ["Answer", "Circumstances", "Effect", "Guard", "Kind", "Series", "effect_of"]
