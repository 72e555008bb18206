"""WHAT CHANGED: income surveys, prices, openings, exposure. Reads other apps, writes itself."""

from impact.models.exposure import ProgrammeExposure, StationOpening
from impact.models.indicator import Cycle, Indicator, IndicatorSet, IndicatorTarget, Level
from impact.models.reference import IncomeLine, PriceIndex
from impact.models.run import AttributionRun, EstimationSpec
from impact.models.score_sheet import ScoreEntry, ScoreEvidence, ScoreRemark, ScoreSheet
from impact.models.summary import (
    AreaMonth,
    AreaYear,
    HouseholdMonth,
    LeftOutMonth,
    MonthCheck,
    SettledMonth,
    SummaryCursor,
)
from impact.models.survey import FormRevisit, IncomeEntry, IncomeSurvey, TrueEffect
from impact.models.trade import FindingRow, TradeFinding

__all__ = [
    "AreaMonth",
    "AreaYear",
    "AttributionRun",
    "Cycle",
    "EstimationSpec",
    "FindingRow",
    "FormRevisit",
    "HouseholdMonth",
    "IncomeEntry",
    "IncomeLine",
    "IncomeSurvey",
    "Indicator",
    "IndicatorSet",
    "IndicatorTarget",
    "LeftOutMonth",
    "Level",
    "MonthCheck",
    "PriceIndex",
    "ProgrammeExposure",
    "ScoreEntry",
    "ScoreEvidence",
    "ScoreRemark",
    "ScoreSheet",
    "SettledMonth",
    "StationOpening",
    "SummaryCursor",
    "TradeFinding",
    "TrueEffect",
]
