"""How the catalogue is now: metrics and concerns, formulas and values, how these are collected, how good data are."""

from hansei.rooms.measures.models.appraisal import Appraisal, AppraisalApproval
from hansei.rooms.measures.models.catalogue import (
    FORMULA,
    Concern,
    Direction,
    Form,
    FormulaVersion,
    Kind,
    Metric,
    Origin,
    Reason,
    Step,
    Timing,
    Use,
)
from hansei.rooms.measures.models.collection import CheckPoint, CollectionRun, Collector, EnteredValue, Method
from hansei.rooms.measures.models.dashboards import Audience, Dashboard, DashboardShare, DashboardViews, Refresh
from hansei.rooms.measures.models.desk import DeskSetting
from hansei.rooms.measures.models.information import InformationCheck
from hansei.rooms.measures.models.watching import Rule, Side, Strength, TrendSignal

__all__ = [
    "FORMULA",
    "Appraisal",
    "AppraisalApproval",
    "Audience",
    "CheckPoint",
    "CollectionRun",
    "Collector",
    "Concern",
    "Dashboard",
    "DashboardShare",
    "DashboardViews",
    "DeskSetting",
    "Direction",
    "EnteredValue",
    "Form",
    "FormulaVersion",
    "InformationCheck",
    "Kind",
    "Method",
    "Metric",
    "Origin",
    "Reason",
    "Refresh",
    "Rule",
    "Side",
    "Step",
    "Strength",
    "Timing",
    "TrendSignal",
    "Use",
]
