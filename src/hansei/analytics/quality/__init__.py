"""What is wrong with an import, how much of it, and which measures that distorts. Codes and figures, no words."""

from hansei.analytics.quality.distortion import DISTORTS
from hansei.analytics.quality.notes import QualityNote, quality

__all__ = ["DISTORTS", "QualityNote", "quality"]
