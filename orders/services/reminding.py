"""Buyers are told once when what was sold out can be bought again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from backend.accounts.models import User
from backend.accounts.rules.consenting import STOCK_SMS
from backend.accounts.services.consenting import give_consent
from backend.audit.services import reveal
from backend.common.actor import Actor, system_actor
from backend.common.errors import Conflict, NotFound
from backend.messaging.models import Message
from backend.messaging.services import queue_message
from cooperatives.models import Listing
from cooperatives.queries import available_packages
from orders.models import StockReminder

TELLER = system_actor("reminders")
AT_ONCE = 500


class StillInStock(Conflict):
    code, title = "still_in_stock", "这种商品现在有货，可以直接购买"


@transaction.atomic
def ask_reminder(*, listing_uid: UUID, actor: Actor, now: datetime) -> StockReminder:
    """Asking again gives the open reminder; the tap is the consent to be told by short message."""
    listing = Listing.objects.on_sale().filter(uid=listing_uid).first()
    if listing is None:
        raise NotFound("商品已下架或不存在")
    if available_packages([listing.pk], on=localdate(now))[listing.pk]:
        raise StillInStock
    buyer = User.objects.only("pk").get(uid=actor.user_uid)
    give_consent(user=buyer, purpose=STOCK_SMS, now=now)
    StockReminder.objects.bulk_create(
        [StockReminder(buyer=buyer, listing=listing, asked_at=now)], ignore_conflicts=True
    )
    return StockReminder.objects.get(buyer=buyer, listing=listing, told_at__isnull=True)


def forget_reminder(*, uid: UUID, actor: Actor) -> None:
    """Told or open, a buyer takes its own reminder off the list."""
    gone, _ = StockReminder.objects.visible_to(actor).filter(uid=uid).delete()
    if not gone:
        raise NotFound


def tell_returned(*, now: datetime) -> int:
    """Tells whose listing has stock again, the longest waiting first; how many were told."""
    waiting = StockReminder.objects.filter(told_at__isnull=True, listing__status="on_sale")
    listings = list(waiting.order_by().values_list("listing", flat=True).distinct())
    stocked = [pk for pk, left in available_packages(listings, on=localdate(now)).items() if left]
    due = waiting.filter(listing__in=stocked).select_related("buyer", "listing__station")
    return sum(_tell(one, now) for one in due.order_by("id")[:AT_ONCE])


@transaction.atomic
def _tell(reminder: StockReminder, now: datetime) -> int:
    """The mark and the message stand or fall together, so nobody is told twice."""
    still = StockReminder.objects.filter(pk=reminder.pk, told_at__isnull=True)
    if not still.update(told_at=now):
        return 0
    buyer, listing = reminder.buyer, reminder.listing
    if buyer.phone:
        phone = reveal(
            buyer.phone, subject=buyer, field="phone", actor=TELLER, purpose="发送到货提醒",
            now=now, shown=False,
        )  # fmt: skip
        queue_message(
            key=f"reminder:{reminder.uid}", channel=Message.Channel.SMS, recipient_kind="user",
            recipient_uid=str(buyer.uid), address=phone, template="stock_returned",
            text=f"【乡站】您关注的{listing.title}在{listing.station.name}又有货了。", now=now,
        )  # fmt: skip
    return 1
