"""The shop's list, search and product page at 20, 2,000 and 20,000 listings against their floor.

Needs PostgreSQL (DATABASE_URL) with an empty or a scratch database: the small demo is loaded where
there is none, then listings are added by a stated rule until there are enough, three lots each.
Ours is the whole request through Django's handler with every middleware. The floor is a bare view
that reads the same columns with `.values()` and answers JSON, without middleware: what nobody can
go below in this framework. Figures: wall and CPU of this process, medians, run in turn; and the
statements of one request. An answer kept for its moment stands beside the handler's least one.
With --oscar the same three of django-oscar, at 2,000 products each, in turn with ours (it gets an
environment of its own, as in `bench.checkout`): theirs are pages, ours is what our pages ask.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice, product
from typing import Any, LiteralString

from psycopg import sql

SIZES = (20, 2_000, 20_000)
# Beside django-oscar: how many products each side has, and what TARGETS asks of our CPU.
BESIDE, SEVERAL = 2_000, 5
AT_MOST = {"goods": 60, "page": 14, "search": 20}
LIST = "/api/v1/public/listings"
# Packages of the added listings weigh more than any of the demo's, which tells them apart.
LOTS, ROUNDS, HEAVY_G = 3, 15, 100_000
WORDS = ("土豆", "yangyu", "td", "长宁 土豆", "長寧")
TWINS = """
CREATE TEMP TABLE twin AS
SELECT l.id AS listing_id,
       nextval(pg_get_serial_sequence('cooperatives_receipt', 'id')) AS receipt_id,
       nextval(pg_get_serial_sequence('cooperatives_lot', 'id')) AS lot_id
FROM cooperatives_listing l CROSS JOIN generate_series(1, %s)
WHERE l.package_g > %s AND l.id %% 10 <> 0
  AND NOT EXISTS (SELECT 1 FROM cooperatives_listinglot p WHERE p.listing_id = l.id)
"""
COLUMNS = (
    "uid", "title", "product__name", "product__code", "grade", "package_g", "price_fen",
    "product__picture", "station__area__parent__name", "station__name", "sold_packages",
    "product__season", "product__product_class__code",
)  # fmt: skip


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    os.environ.setdefault("BROKER_URL", "memory://")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("DATABASE_URL must name a PostgreSQL scratch database")
    call_command("migrate", verbosity=0)
    call_command("demo", "--if-empty")


def fill(most: int) -> None:
    """Package sizes run through stations and products; every tenth listing stays sold out."""
    from cooperatives.models import Listing, Lot, Product
    from stations.models import Station

    have = Listing.objects.filter(package_g__gt=HEAVY_G).count()
    if have >= most:
        return
    model = Lot.objects.select_related("receipt").order_by("pk").first()
    assert model
    stations = list(Station.objects.select_related("area__parent"))
    products = list(Product.objects.select_related("product_class"))
    places = product(range(HEAVY_G + 1, 900_000), stations, products)
    rows = [a_listing(model, *place) for place in islice(places, have, most)]
    Listing.objects.bulk_create(rows, batch_size=2_000)
    stock(model)


def a_listing(model: Any, package_g: int, station: Any, kind: Any) -> Any:
    from cooperatives.models import Listing
    from cooperatives.services import search_text_of

    one = Listing(
        station=station, cooperative_id=model.receipt.cooperative_id, product=kind,
        grade="first", title=f"{station.area.name}{kind.name} {package_g}", package_g=package_g,
        price_fen=package_g // 100, area_code=station.area_code, status="on_sale",
        made_by_id=model.receipt.operator_id,
        on_sale_at=model.receipt.weighed_at + timedelta(seconds=(package_g * 7919) % 86_400),
    )  # fmt: skip
    one.search_text = search_text_of(listing=one)
    return one


def stock(model: Any) -> None:
    """Three lots of a tonne for each listing without any; their receipts are twins of one."""
    from django.db import connection

    from cooperatives.models import Lot, Receipt

    lot = {
        "id": "twin.lot_id", "uid": "gen_random_uuid()", "code": "'B' || twin.lot_id",
        "receipt_id": "twin.receipt_id", "received_g": "1000000", "available_g": "1000000",
        "held_g": "0", "sold_g": "0", "rejected_g": "0", "wasted_g": "0",
        "expires_on": "DATE '2099-12-31'",
    }  # fmt: skip
    receipt = {"id": "twin.receipt_id", "uid": "gen_random_uuid()"}
    with connection.cursor() as cursor:
        cursor.execute(TWINS, [LOTS, HEAVY_G])
        cursor.execute(twin_of(Receipt, receipt), [model.receipt_id])
        cursor.execute(twin_of(Lot, lot), [model.pk])
        cursor.execute(
            "INSERT INTO cooperatives_listinglot (listing_id, lot_id, added_at)"
            " SELECT listing_id, lot_id, now() FROM twin"
        )
        cursor.execute("DROP TABLE twin")
        cursor.execute("ANALYZE")


def twin_of(kind: Any, given: dict[str, LiteralString]) -> sql.Composed:
    columns = [field.column for field in kind._meta.local_concrete_fields]
    values = [
        sql.SQL(given[column]) if column in given else sql.Identifier("model", column)
        for column in columns
    ]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE"
        " SELECT {values} FROM twin, {table} model WHERE model.id = %s"
    ).format(
        table=sql.Identifier(kind._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(column) for column in columns),
        values=sql.SQL(", ").join(values),
    )


def show_only(count: int) -> None:
    """That many of the added listings stand on sale, nothing else."""
    from django.db import connection
    from django.utils import timezone

    from cooperatives.models import Listing
    from cooperatives.services import sort_shelf

    Listing.objects.filter(status="on_sale").update(status="down")
    chosen = Listing.objects.filter(package_g__gt=HEAVY_G).order_by("pk")[:count]
    Listing.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).update(
        status="on_sale"
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cooperatives_listing")
    sort_shelf(now=timezone.now())


def one_on_sale() -> str:
    from cooperatives.models import Listing

    return str(Listing.objects.filter(status="on_sale", pool__isnull=False).first().uid)


def floor_list(words: str = "") -> Callable[[], object]:
    """A bare view's work: the columns of a card, newest first, as JSON."""
    from django.http import JsonResponse

    from cooperatives.models import Listing

    def answer() -> object:
        rows = Listing.objects.filter(status="on_sale").order_by("-on_sale_at", "-id")
        if words:
            rows = rows.filter(search_text__contains=words)
        return JsonResponse({"results": list(rows.values(*COLUMNS)[:20])})

    return answer


def floor_detail(uid: str) -> Callable[[], object]:
    from django.http import JsonResponse

    from cooperatives.models import Listing, ListingLot

    def answer() -> object:
        row = Listing.objects.filter(uid=uid).values(*COLUMNS).get()
        lots = ListingLot.objects.filter(listing__uid=uid, lot__available_g__gt=0)
        columns = ("lot__code", "lot__available_g", "lot__receipt__household__area__name")
        return JsonResponse({"listing": row, "lots": list(lots.values(*columns))})

    return answer


def ours(address: str, query: dict[str, str] | None = None) -> Callable[[], object]:
    from django.test import Client

    client = Client()

    def answer() -> object:
        response = client.get(address, query)
        assert response.status_code == 200, response.content
        return response

    return answer


def statements(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def several(work: Callable[[], object]) -> None:
    for _ in range(SEVERAL):
        work()


def beside_oscar() -> None:
    """Medians of CPU per request over the rounds, the first of which only warms up."""
    from django.conf import settings

    from bench.checkout import database, oscar_python, worker
    from bench.pairs import once
    from tests.template import ROOT

    settings.PUBLIC_KEPT_S = 0
    show_only(BESIDE)
    page = f"{LIST}/{one_on_sale()}"
    asked = {"goods": ours(LIST), "page": ours(page), "search": ours(LIST, {"search": "土豆"})}
    script = [str(oscar_python()), str(ROOT / "bench" / "catalogue_oscar.py"), str(BESIDE)]
    with database(f"xz_bench_oscar_{os.getpid()}") as theirs:
        environment = {"BENCH_DATABASE_URL": theirs, "PATH": os.environ["PATH"]}
        with worker(script, environment) as oscar:
            for way, mine in asked.items():
                figures = [
                    (once(partial(several, mine)).cpu_s, oscar.ask("run", way, SEVERAL)["cpu_s"])
                    for _ in range(ROUNDS + 1)
                ][1:]
                own, peer = (
                    statistics.median(each) / SEVERAL for each in zip(*figures, strict=True)
                )
                sql = statements(mine), oscar.ask("count", way)["sql"]
                print(
                    f"{way:<8} ours {own * 1000:7.1f} ms CPU {sql[0]:4} SQL   oscar "
                    f"{peer * 1000:7.1f} ms CPU {sql[1]:4} SQL   1/{peer / own:.1f}"
                    f" (asked: <= 1/{AT_MOST[way]})",
                    flush=True,
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--oscar", action="store_true")
    given = parser.parse_args()
    sizes = [BESIDE] if given.oscar else given.sizes
    start()
    fill(max(sizes))
    if given.oscar:
        beside_oscar()
    else:
        beside_the_floor(sizes)


def beside_the_floor(sizes: Sequence[int]) -> None:
    from django.conf import settings

    from bench.pairs import in_turn, show

    for size in sizes:
        show_only(size)
        uid = one_on_sale()
        settings.PUBLIC_KEPT_S = 0
        pairs = [("list", ours(LIST), floor_list())]
        pairs += [(f"search {w}", ours(LIST, {"search": w}), floor_list(w)) for w in WORDS]
        pairs.append(("product page", ours(f"{LIST}/{uid}"), floor_detail(uid)))
        for name, mine, floor in pairs:
            print(f"\n{size} listings, {name}: {statements(mine)} statements")
            figures = in_turn(mine, floor, rounds=ROUNDS)
            show("ours, whole request", figures[0], "floor, bare .values()", figures[1])
        settings.PUBLIC_KEPT_S = 3_600
        print(f"\n{size} listings, list and page kept")
        for address in (LIST, f"{LIST}/{uid}"):
            figures = in_turn(ours(address), ours("/healthz"), rounds=ROUNDS)
            show("ours, kept bytes", figures[0], "the handler's least answer", figures[1])


if __name__ == "__main__":
    main()
