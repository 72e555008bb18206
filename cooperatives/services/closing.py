"""日结: a station's day is said once, by its operator, or by the manager with a reason (S13)."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.rules import check_made_in_force
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from backend.common.models import StoredPhoto
from cooperatives import queries, rules
from cooperatives.models import DayClose
from cooperatives.services.moving import person_of
from stations import queries as places
from stations.models import Station


def close_day(
    *,
    uid: UUID,
    on: date,
    cash_fen: int,
    unsent_count: int,
    signature: str,
    actor: Actor,
    now: datetime,
) -> DayClose:
    """The operator's close: the device says that it has nothing unsent, and so must the others."""
    check_made_in_force(actor, made_at=now)
    station = places.station_of(actor)
    if station is None:
        raise NotFound("您的身份没有绑定服务站")
    unsent = max(unsent_count, queries.unsent_on_devices(station))
    reason = rules.check_close(
        on=on, today=timezone.localdate(now), unsent=unsent, reason="", manager=False
    )
    return _close(uid, station, on, cash_fen, 0, reason, signature, actor, now)


def close_day_for(
    *,
    uid: UUID,
    station_uid: UUID,
    on: date,
    cash_fen: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> DayClose:
    """The manager's close of a day that its station cannot close; the reason stands in it.

    What the station's devices last said they still owe is written down with it.
    """
    station = queries.station_of_cooperative(actor, station_uid, on=on)
    if station is None:
        raise NotFound("没有找到挂靠本社的这个服务站")
    unsent = queries.unsent_on_devices(station)
    reason = rules.check_close(
        on=on, today=timezone.localdate(now), unsent=unsent, reason=reason, manager=True
    )
    return _close(uid, station, on, cash_fen, unsent, reason, "", actor, now)


def _close(
    uid: UUID,
    station: Station,
    on: date,
    cash_fen: int,
    unsent: int,
    reason: str,
    signature: str,
    actor: Actor,
    now: datetime,
) -> DayClose:
    before: DayClose | None = DayClose.objects.filter(station=station, on=on).first()
    if before is not None:
        if before.uid == uid:
            return before
        raise rules.DayClosed
    cooperative = queries.cooperative_of(station, on=on)
    if cooperative is None:
        raise rules.StationHasNoCooperative
    photo = StoredPhoto.objects.filter(digest=signature).first() if signature else None
    if signature and photo is None:
        raise Invalid(fields={"signature": "没有找到签名照片，请先上传签名"})
    try:
        with transaction.atomic():
            close = DayClose.objects.create(
                uid=uid, station=station, cooperative=cooperative, on=on, cash_fen=cash_fen,
                unsent_count=unsent, reason=reason, signature=photo,
                by=person_of(actor=actor), at=now, **queries.day_figures(station, on=on),
            )  # fmt: skip
            data: dict[str, object] = {"on": str(on), "owed_fen": close.owed_fen}
            audit.record(actor=actor, action="day.close", subject=close, at=now, data=data)
    except IntegrityError as error:
        raise rules.DayClosed from error
    return close
