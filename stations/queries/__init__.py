"""Reads of places and of the counter's day."""

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

__all__ = [
    "broken_invariants",
    "county_of",
    "leading_branch",
    "parcel_by_uid",
    "parcel_summary",
    "parcels",
    "service_records",
    "service_summary",
    "station_of",
    "waiting_between",
]
