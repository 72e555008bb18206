"""The only writers of places and of the counter's day."""

from stations.services.areas import import_areas
from stations.services.handing_over import HandoverSaid, hand_over, remind_overdue, undo_handover
from stations.services.parcels import ParcelSaid, end_parcel, take_in_parcel
from stations.services.recording import ServiceSaid, record_service, void_service

__all__ = [
    "HandoverSaid",
    "ParcelSaid",
    "ServiceSaid",
    "end_parcel",
    "hand_over",
    "import_areas",
    "record_service",
    "remind_overdue",
    "take_in_parcel",
    "undo_handover",
    "void_service",
]
