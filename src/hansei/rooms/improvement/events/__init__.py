"""The facts that this room records, one module a record."""

from hansei.rooms.improvement.events.capa import CapaResembled, CapaShared
from hansei.rooms.improvement.events.control import (
    DutyTaken,
    ItemChecked,
    RecheckDecided,
    RecheckDue,
    RechecksPlanned,
    SupervisionGiven,
)
from hansei.rooms.improvement.events.culture import Nominated, NominationAnswered, RoleDutyEnded, RoleDutyNoted
from hansei.rooms.improvement.events.cycles import CycleStepLinked, CycleStepSigned
from hansei.rooms.improvement.events.improvement import (
    AnswerGiven,
    BaselineFrozen,
    Celebrated,
    ImprovementsRanked,
    PlacedByHand,
    RankRuleSet,
    StepWritten,
    TookPart,
)
from hansei.rooms.improvement.events.inputs import SourceChecked, TimeReserved
from hansei.rooms.improvement.events.kata import (
    KataCoached,
    KataMeasured,
    KataObstacleNamed,
    KataStepped,
    KataTargetSet,
    RescoreAsked,
    RescoreDone,
    SwotConcluded,
    SwotConverted,
    SwotEntered,
    SwotVoted,
)
from hansei.rooms.improvement.events.lessons import KnowledgeTransferred, LessonUsed
from hansei.rooms.improvement.events.papers import PaperFrozen

__all__ = [
    "AnswerGiven",
    "BaselineFrozen",
    "CapaResembled",
    "CapaShared",
    "Celebrated",
    "CycleStepLinked",
    "CycleStepSigned",
    "DutyTaken",
    "ImprovementsRanked",
    "ItemChecked",
    "KataCoached",
    "KataMeasured",
    "KataObstacleNamed",
    "KataStepped",
    "KataTargetSet",
    "KnowledgeTransferred",
    "LessonUsed",
    "Nominated",
    "NominationAnswered",
    "PaperFrozen",
    "PlacedByHand",
    "RankRuleSet",
    "RecheckDecided",
    "RecheckDue",
    "RechecksPlanned",
    "RescoreAsked",
    "RescoreDone",
    "RoleDutyEnded",
    "RoleDutyNoted",
    "SourceChecked",
    "StepWritten",
    "SupervisionGiven",
    "SwotConcluded",
    "SwotConverted",
    "SwotEntered",
    "SwotVoted",
    "TimeReserved",
    "TookPart",
]
