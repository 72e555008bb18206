"""Photos of a weigh-in: uploaded after the data, attached once, private."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.audit import services as audit
from backend.common import photos
from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.models import StoredPhoto
from cooperatives.models import Receipt, ReceiptPhoto
from cooperatives.services.moving import person_of


def keep_photo(*, raw: bytes, actor: Actor, now: datetime) -> StoredPhoto:
    """Stores a photo that belongs to nothing yet."""
    return photos.store(raw=raw, actor=actor, now=now)


@transaction.atomic
def keep_receipt_photo(
    *, raw: bytes, receipt_uid: UUID, kind: str, actor: Actor, now: datetime
) -> StoredPhoto:
    """Stores a photo and hangs it on a receipt of the operator's own station; again is the same."""
    own = Receipt.objects.visible_to(actor).filter(station__uid__in=actor.stations)
    receipt = own.select_related("lot").filter(uid=receipt_uid).first()
    if receipt is None:
        raise NotFound("没有找到这张收货单，请先上传收货单再传照片")
    photo = photos.store(raw=raw, actor=actor, now=now)
    known = ReceiptPhoto.objects.filter(receipt=receipt, photo=photo, kind=kind).exists()
    ReceiptPhoto.objects.bulk_create(
        [ReceiptPhoto(receipt=receipt, photo=photo, kind=kind, by=person_of(actor=actor), at=now)],
        ignore_conflicts=True,
    )
    if not known:
        data: dict[str, object] = {"photo": photo.digest, "kind": kind}
        audit.record(actor=actor, action="receipt.photo", subject=receipt.lot, at=now, data=data)
    return photo
