"""Nouns of places that come in and go out as workbooks."""

from stations.services.importing.stations import Stations

__all__ = ["Stations"]
