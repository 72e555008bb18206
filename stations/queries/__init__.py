"""Reads of places and of the counter's day."""

from stations.queries.as_of import StationOn, area_name_on, station_on, status_on
from stations.queries.counter import (
    parcel_by_uid,
    parcel_summary,
    parcels,
    service_records,
    service_summary,
    waiting_between,
)
from stations.queries.places import county_of, leading_branch, station_of
from stations.queries.proof import broken_invariants
from stations.queries.registry import (
    ImportPlan,
    area_detail,
    areas,
    branch_detail,
    branches,
    change_content,
    changes,
    named,
    next_letters,
    plan_import,
    station_detail,
    stations,
    uses_of_area,
)

__all__ = [
    "ImportPlan",
    "StationOn",
    "area_detail",
    "area_name_on",
    "areas",
    "branch_detail",
    "branches",
    "broken_invariants",
    "change_content",
    "changes",
    "county_of",
    "leading_branch",
    "named",
    "next_letters",
    "parcel_by_uid",
    "parcel_summary",
    "parcels",
    "plan_import",
    "service_records",
    "service_summary",
    "station_detail",
    "station_of",
    "station_on",
    "stations",
    "status_on",
    "uses_of_area",
    "waiting_between",
]
