"""WHERE: areas, branches, stations, and the counter's day."""

from stations.models.area import Area, AreaNeighbour
from stations.models.area_version import AreaVersion
from stations.models.branch import BranchCount, BranchRename, PartyBranch
from stations.models.change import PlaceChange
from stations.models.counter import Handover, Parcel, ServiceKind, ServiceRecord
from stations.models.record import (
    Inspection,
    InspectionObjection,
    OperatorPosting,
    StationMove,
)
from stations.models.station import Station, StationBranch, StationCatchment

__all__ = [
    "Area",
    "AreaNeighbour",
    "AreaVersion",
    "BranchCount",
    "BranchRename",
    "Handover",
    "Inspection",
    "InspectionObjection",
    "OperatorPosting",
    "Parcel",
    "PartyBranch",
    "PlaceChange",
    "ServiceKind",
    "ServiceRecord",
    "Station",
    "StationBranch",
    "StationCatchment",
    "StationMove",
]
