"""WHERE: areas, branches, stations, and the counter's day."""

from stations.models.area import Area, AreaNeighbour
from stations.models.branch import PartyBranch
from stations.models.counter import Handover, Parcel, ServiceKind, ServiceRecord
from stations.models.station import Station, StationBranch, StationCatchment

__all__ = [
    "Area",
    "AreaNeighbour",
    "Handover",
    "Parcel",
    "PartyBranch",
    "ServiceKind",
    "ServiceRecord",
    "Station",
    "StationBranch",
    "StationCatchment",
]
