"""The others' word on a change; the last step applies it in the same transaction."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, NotFound
from stations import queries
from stations.models import PlaceChange, Station
from stations.services import area_changes, linking, station_changes
from stations.services.applications import end_application
from stations.services.opening import OBJECT

APPLY: dict[str, Callable[..., None]] = {
    "area_import": area_changes.apply_rows,
    "area_add": area_changes.apply_rows,
    "area_edit": area_changes.apply_edit,
    "area_close": area_changes.apply_close,
    "area_neighbour": area_changes.apply_neighbour,
    "area_parted": area_changes.apply_parting,
    "station_move": station_changes.apply_move,
    "station_edit": station_changes.apply_station_edit,
    "catchment": linking.apply_catchment,
    "station_branch": linking.apply_branch,
    "posting": station_changes.apply_posting,
    "inspection": station_changes.apply_inspection,
}
STATES = {
    ApprovalRequest.State.APPROVED: PlaceChange.State.APPLIED,
    ApprovalRequest.State.RETURNED: PlaceChange.State.RETURNED,
    ApprovalRequest.State.REJECTED: PlaceChange.State.REJECTED,
}


@transaction.atomic
def decide_change(
    *, change_uid: UUID, verdict: str, comment: str, actor: Actor, now: datetime
) -> PlaceChange:
    """Maker and other roles are refused by the engine; a stale change is refused by its content."""
    change = PlaceChange.objects.visible_to(actor).filter(uid=change_uid).first()
    if change is None:
        raise NotFound("没有找到这项变更")
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(change.uid))
    if request is None:
        raise Conflict("这项变更没有待办的审批，请刷新后查看")
    request = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment,
        content_digest=digest_of(queries.change_content(change)), actor=actor, now=now,
    )  # fmt: skip
    state = STATES.get(ApprovalRequest.State(request.state))
    if state is None:
        return change
    standing = PlaceChange.objects.filter(pk=change.pk, state=PlaceChange.State.SUBMITTED)
    if not standing.update(state=state, closed_at=now):
        raise Conflict
    if state == PlaceChange.State.APPLIED:
        APPLY[change.kind](change=change, now=now)
    elif state == PlaceChange.State.REJECTED and change.payload.get("move") == "approve":
        end_application(
            station=Station.objects.get(uid=change.subject_uid), move="refuse", reason=comment,
            actor=actor, now=now,
        )  # fmt: skip
    data = {"kind": change.kind, "state": str(state)}
    audit.record(actor=actor, action="place_change.close", subject=change, at=now, data=data)
    change.refresh_from_db()
    return change
