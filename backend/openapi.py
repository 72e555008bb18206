"""How the API describes itself: title, version, and names of choices that share a field's name."""

from typing import Any

PUBLIC = "/api/v1/public/"


def public_needs_no_key(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What anybody may read says so, instead of naming the session of a person."""
    for path, methods in result["paths"].items():
        if path.startswith(PUBLIC):
            for operation in methods.values():
                operation["security"] = [{}]
    return result


SETTINGS = {
    "TITLE": "乡站 Xiangzhan API",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        'Money is a string in yuan ("12.50"), weight an integer in grams. '
        f"What stands under {PUBLIC} is read without a key."
    ),
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "backend.openapi.public_needs_no_key",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    # Without these two `kind` fields with other choices get a name made of a hash.
    "ENUM_NAME_OVERRIDES": {
        "ListFormatEnum": ["xlsx", "csv", "pdf"],
        "ApprovalVerdictEnum": "backend.approvals.models.ApprovalDecision.Verdict",
        "TwoWayVerdictEnum": ["approve", "reject"],
        "ServiceKindEnum": "stations.models.ServiceKind",
        "TableFormatEnum": ["xlsx", "csv"],
        "PartyBranchKindEnum": "stations.models.PartyBranch.Kind",
        "AskedStatusEnum": ["observed", "refused", "moved", "died", "split"],
        "IncomeStatusEnum": "impact.models.IncomeEntry.Status",
        "IncomeMethodEnum": "impact.models.IncomeEntry.Method",
        "IncomeEvidenceEnum": "impact.models.IncomeEntry.Evidence",
        "StationLevelEnum": "stations.models.Station.Level",
        "IndicatorLevelEnum": "impact.models.Level",
        "IndicatorCycleEnum": "impact.models.Cycle",
        "IndicatorMethodEnum": "impact.models.Indicator.Method",
        "IndicatorUnitEnum": "impact.models.Indicator.Unit",
        "IndicatorSetStateEnum": "impact.models.IndicatorSet.State",
        "ScoreSheetStateEnum": "impact.models.ScoreSheet.State",
        "VillageKindEnum": "stations.rules.VILLAGE_KINDS",
    },
}
