"""What the counter must know to take in many weigh-ins at once: a constant number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate, make_aware

from backend.common.actor import Actor
from cooperatives.models import (
    Cooperative,
    Household,
    Lot,
    PriceEntry,
    PriceList,
    Product,
    Receipt,
    StationAttachment,
)
from cooperatives.rules import last_lot_number, lot_code_after
from stations import queries as places
from stations.models import Station


class PriceBook:
    """The price lists of some cooperatives, asked for the price of goods at a moment."""

    def __init__(self, lists: Sequence[PriceList], entries: Sequence[PriceEntry]) -> None:
        self._lists = lists
        self._entries = {(e.price_list_id, e.product_id, e.grade): e for e in entries}

    def at(
        self, cooperative_id: int, product_id: int, grade: str, *, at: datetime
    ) -> PriceEntry | None:
        """The entry of the list in force at a moment: the latest that had begun."""
        for prices in reversed(self._lists):
            if prices.cooperative_id == cooperative_id and prices.effective_from <= at:
                return self._entries.get((prices.pk, product_id, grade))
        return None

    def first_after(
        self, cooperative_id: int, product_id: int, grade: str, *, after: datetime
    ) -> PriceEntry | None:
        """The first entry of a later list that names these goods."""
        for prices in self._lists:
            if prices.cooperative_id == cooperative_id and prices.effective_from > after:
                entry = self._entries.get((prices.pk, product_id, grade))
                if entry is not None:
                    return entry
        return None


def price_book(
    cooperative_ids: Collection[int], product_ids: Collection[int], *, until: datetime
) -> PriceBook:
    """Two statements: the lists begun until a moment, oldest first, and their entries."""
    begun = (
        PriceList.objects.standing()
        .filter(cooperative__in=cooperative_ids, effective_from__lte=until)
        .order_by("effective_from", "number")
    )
    lists = list(begun)
    entries = PriceEntry.objects.filter(price_list__in=lists, product__in=product_ids)
    return PriceBook(lists, list(entries))


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """One reading for a whole batch. `taken` holds the lot codes that are not free.

    `numbers` holds the server's last number by station day, as far as it was asked for.
    """

    station: Station
    county_letters: str
    receipts: dict[UUID, Receipt]
    households: dict[UUID, Household]
    products: dict[UUID, Product]
    attachments: list[StationAttachment]
    prices: PriceBook
    taken: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

    def cooperative_on(self, day: date) -> Cooperative | None:
        for link in self.attachments:
            if link.valid_from <= day and (link.valid_to is None or link.valid_to > day):
                return link.cooperative
        return None

    def next_code(self, day: date) -> str:
        """The server's next code of a day at this station; it is taken with that."""
        prefix = f"{self.county_letters}{day:%y%m%d}{self.station.letters}"
        if prefix not in self.numbers:
            mine = (code for code in self.taken if code.startswith(prefix))
            self.numbers[prefix] = last_lot_number(mine)
        code = lot_code_after(self.numbers[prefix], self.county_letters, day, self.station.letters)
        self.numbers[prefix] += 1
        return code


def counter_facts(
    station: Station,
    actor: Actor,
    *,
    uids: Collection[UUID],
    household_uids: Collection[UUID],
    product_uids: Collection[UUID],
    codes: Collection[str],
    moments: Sequence[datetime],
    now: datetime,
) -> CounterFacts:
    links = StationAttachment.objects.filter(station=station).select_related("cooperative")
    attachments = list(links.order_by("-valid_from"))
    products = Product.objects.select_related("product_class").filter(uid__in=product_uids)
    by_uid = {product.uid: product for product in products}
    served = Household.objects.visible_to(actor).filter(uid__in=household_uids)
    # Rarely there, so nothing is joined: what a replay needs is read after it was found.
    before = Receipt.objects.prefetch_related("household", "product", "station", "lot")
    return CounterFacts(
        station=station,
        county_letters=places.county_of(station.area_code).letters,
        receipts={receipt.uid: receipt for receipt in before.filter(uid__in=uids)},
        households={home.uid: home for home in served.select_related("area")},
        products=by_uid,
        attachments=attachments,
        prices=price_book(
            {link.cooperative_id for link in attachments},
            [product.pk for product in by_uid.values()],
            until=now,
        ),
        taken=_taken_codes(station, codes, moments),
    )


def _taken_codes(station: Station, codes: Collection[str], moments: Sequence[datetime]) -> set[str]:
    """Codes of the station's days, from which the server numbers on, and those asked for."""
    asked = Q(code__in=codes)
    if moments:
        begin = make_aware(datetime.combine(localdate(min(moments)), time.min))
        end = make_aware(datetime.combine(localdate(max(moments)), time.min)) + timedelta(days=1)
        asked |= Q(
            receipt__station=station,
            receipt__weighed_at__gte=begin,
            receipt__weighed_at__lt=end,
        )
    return set(Lot.objects.filter(asked).values_list("code", flat=True))
