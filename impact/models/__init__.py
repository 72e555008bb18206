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
    MonthCheck,
    SummaryCursor,
)
from impact.models.survey import FormRevisit, IncomeEntry, IncomeSurvey, TrueEffect

__all__ = [
    "AreaMonth",
    "AreaYear",
    "AttributionRun",
    "Cycle",
    "EstimationSpec",
    "FormRevisit",
    "HouseholdMonth",
    "IncomeEntry",
    "IncomeLine",
    "IncomeSurvey",
    "Indicator",
    "IndicatorSet",
    "IndicatorTarget",
    "Level",
    "MonthCheck",
    "PriceIndex",
    "ProgrammeExposure",
    "ScoreEntry",
    "ScoreEvidence",
    "ScoreRemark",
    "ScoreSheet",
    "StationOpening",
    "SummaryCursor",
    "TrueEffect",
]
