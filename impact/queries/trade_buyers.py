"""Who bought from whom: orders of a year whose buyer looks like the seller."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from backend.accounts.models import RoleAssignment
from backend.common.sealed import blind_index
from cooperatives.models import Household
from impact.models import TradeFinding
from impact.queries.trades import Suspect
from impact.rules import trades as rules
from orders.models import LineSource, Order
from stations.models import OperatorPosting, Station

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    pk: int
    order: int
    household: int
    station: int


@dataclass(slots=True)
class Acting:
    """Which accounts act for a record, from and to a day."""

    of: dict[Any, list[tuple[int, str, date, date | None]]]

    def on(self, key: Any, day: date) -> rules.Party:
        held = [one for one in self.of.get(key, ()) if one[2] <= day <= (one[3] or day)]
        return rules.Party(
            frozenset(user for user, *_ in held), frozenset(phone for _, phone, *_ in held) - {""}
        )


def own_purchases(sources: QuerySet[LineSource], year: int) -> Iterator[Suspect]:
    """Loops of a household with itself, and stations that bought their own goods."""
    farmers, operators = _acting("HM"), _acting("SO")
    for posting in OperatorPosting.objects.select_related("user", "station"):
        operators.of[str(posting.station.uid)].append(
            (posting.user_id, posting.user.phone_index or "", posting.valid_from, posting.valid_to)
        )
    stations = {one.pk: one for one in Station.objects.all()}
    # A key is worked out once, not for each of a year's rows.
    phones = {pk: blind_index(one.phone) if one.phone else "" for pk, one in stations.items()}
    loops: dict[int, dict[int, str]] = defaultdict(dict)
    own: dict[int, dict[int, str]] = defaultdict(dict)
    for orders, rows in _portions(sources):
        homes = _homes({row.household for row in rows})
        bought = {
            pk: (_buyer(one), timezone.localdate(one.placed_at)) for pk, one in orders.items()
        }
        for row in rows:
            order, (buyer, day) = orders[row.order], bought[row.order]
            if why := _loop(order, buyer, homes[row.household], farmers, day):
                loops[row.household][row.pk] = why
            acting = operators.on(str(stations[row.station].uid), day)
            if said := rules.own_purchase_reasons(buyer, acting, phones[row.station]):
                own[row.station][row.pk] = "；".join(said)
    yield from _loops(loops, year)
    yield from _own(own, stations, year)


def _acting(role: str) -> Acting:
    held: dict[Any, list[tuple[int, str, date, date | None]]] = defaultdict(list)
    agreed = RoleAssignment.objects.filter(role=role, approved_by__isnull=False)
    fields = ("scope_ref", "user", "user__phone_index", "valid_from", "valid_to")
    for ref, user, phone, since, until in agreed.values_list(*fields):
        held[ref].append((user, phone or "", since, until))
    return Acting(held)


def _portions(
    sources: QuerySet[LineSource],
) -> Iterator[tuple[dict[int, Order], list[Source]]]:
    """The sources of so many orders at once, with the orders."""
    fields = ("pk", "line__order", "household", "station")
    ordered = sources.order_by("line__order", "pk").values_list(*fields)
    rows = (Source(*row) for row in ordered.iterator())
    wanted = ("uid", "receiver_phone", "receiver_address", "placed_at", "buyer__phone_index")
    while part := list(islice(rows, AT_ONCE)):
        found = Order.objects.filter(pk__in={row.order for row in part})
        yield found.select_related("buyer").only(*wanted).in_bulk(), part


def _homes(pks: Collection[int]) -> dict[int, Household]:
    wanted = ("uid", "phone_index", "address", "area__name")
    return Household.objects.select_related("area").only(*wanted).in_bulk(list(pks))


def _buyer(order: Order) -> rules.Buyer:
    receiver: Any = order.receiver_phone
    return rules.Buyer(
        order.buyer_id, order.buyer.phone_index or "", receiver.index() if receiver else ""
    )


def _loop(order: Order, buyer: rules.Buyer, home: Household, farmers: Acting, day: date) -> str:
    acting = farmers.on(str(home.uid), day)
    party = rules.Party(acting.accounts, acting.phones | ({home.phone_index} - {""}))
    address: Any = order.receiver_address if home.address else None
    same = bool(address) and address.passes(rules.lives_there(home.area.name, home.address))
    return "；".join(rules.loop_reasons(buyer, party, same_house=same))


def _loops(found: dict[int, dict[int, str]], year: int) -> Iterator[Suspect]:
    for pk, rows in found.items():
        home = Household.objects.get(pk=pk)
        yield Suspect(
            TradeFinding.Kind.LOOP, f"{home.uid}:{year}", home.area_code, pk,
            "买家的账号、手机号或收货地址与卖货农户或其成员相同", tuple(rows.items()),
        )  # fmt: skip


def _own(
    found: dict[int, dict[int, str]], stations: dict[int, Station], year: int
) -> Iterable[Suspect]:
    for pk, rows in found.items():
        station = stations[pk]
        yield Suspect(
            TradeFinding.Kind.SELF_PURCHASE, f"{station.uid}:{year}", station.area_code, None,
            "买家的账号或手机号与该站运营员或站点电话相同", tuple(rows.items()),
        )  # fmt: skip
