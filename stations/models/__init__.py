"""WHERE: areas, branches, stations."""

from stations.models.area import Area, AreaNeighbour
from stations.models.branch import PartyBranch
from stations.models.station import Station, StationBranch, StationCatchment

__all__ = ["Area", "AreaNeighbour", "PartyBranch", "Station", "StationBranch", "StationCatchment"]
