"""WHAT CHANGED: income surveys, prices, openings, exposure. Reads other apps, writes itself."""

from impact.models.exposure import ProgrammeExposure, StationOpening
from impact.models.reference import IncomeLine, PriceIndex
from impact.models.run import AttributionRun, EstimationSpec
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
    "EstimationSpec",
    "FormRevisit",
    "HouseholdMonth",
    "IncomeEntry",
    "IncomeLine",
    "IncomeSurvey",
    "MonthCheck",
    "PriceIndex",
    "ProgrammeExposure",
    "StationOpening",
    "SummaryCursor",
    "TrueEffect",
]
