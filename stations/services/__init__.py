"""The only writers of places and of the counter's day."""

from stations.services.applications import (
    apply_for_station,
    resend_application,
    withdraw_application,
)
from stations.services.area_changes import (
    propose_area,
    propose_area_close,
    propose_area_edit,
    propose_import,
    propose_neighbour,
    propose_parting,
)
from stations.services.areas import import_area_file, import_areas
from stations.services.branches import count_members, create_branch, edit_branch, edit_contact
from stations.services.deciding import decide_change
from stations.services.escalating import tell_past_due
from stations.services.exporting import take_list
from stations.services.handing_over import HandoverSaid, hand_over, remind_overdue, undo_handover
from stations.services.linking import propose_branch, propose_catchment
from stations.services.objecting import answer_objection, object_to_inspection
from stations.services.parcels import ParcelSaid, end_parcel, take_in_parcel
from stations.services.recording import ServiceSaid, record_service, void_service
from stations.services.station_changes import (
    note_cooperative,
    propose_inspection,
    propose_move,
    propose_posting,
    propose_station_edit,
)

__all__ = [
    "HandoverSaid",
    "ParcelSaid",
    "ServiceSaid",
    "answer_objection",
    "apply_for_station",
    "count_members",
    "create_branch",
    "decide_change",
    "edit_branch",
    "edit_contact",
    "end_parcel",
    "hand_over",
    "import_area_file",
    "import_areas",
    "note_cooperative",
    "object_to_inspection",
    "propose_area",
    "propose_area_close",
    "propose_area_edit",
    "propose_branch",
    "propose_catchment",
    "propose_import",
    "propose_inspection",
    "propose_move",
    "propose_neighbour",
    "propose_parting",
    "propose_posting",
    "propose_station_edit",
    "record_service",
    "remind_overdue",
    "resend_application",
    "take_in_parcel",
    "take_list",
    "tell_past_due",
    "undo_handover",
    "void_service",
    "withdraw_application",
]
