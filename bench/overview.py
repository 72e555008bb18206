"""The county overview over 10k, 100k and 1M order lines: summaries against the raw group-by.

Needs PostgreSQL (DATABASE_URL) with a scratch database: the small demo is loaded where there is
none. Rows are added by copying one split (its source too) to households, each at a station of its
own, and days by a stated rule, with foreign keys switched off for the copy; each month has one
transfer whose entries hold what its splits say, so that the ledger agrees. Ours is the whole query
behind the page (closing, comparison, check); the peer is the statement the page would need without
summaries: every month by township. Tables are vacuumed after growing, as the
server does by itself in time.
Printed: statements, median milliseconds in turn, their ratio, what following one day costs, and
what the nightly false-trade checks of a year cost.
"""

import argparse
import os
from datetime import UTC, date, datetime
from typing import LiteralString
from uuid import uuid4

from bench.pairs import in_turn, once, show

SIZES = (10_000, 100_000, 1_000_000)
NOW = datetime(2026, 10, 1, tzinfo=UTC)
COPIES: LiteralString = """
WITH home AS (SELECT id, area_code, row_number() OVER (ORDER BY id) - 1 AS n
              FROM cooperatives_household),
     counter AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM stations_station),
     made AS (
  INSERT INTO orders_linesource (line_id, lot_id, household_id, cooperative_id, station_id,
      household_name, area_code, mode, policy, weight_g, share_fen,
      substitute)
  SELECT s.line_id, s.lot_id, home.id, s.cooperative_id, counter.id, '', home.area_code,
      'consignment', s.policy, 5000, 3000, TRUE
  FROM generate_series(1, %(count)s::bigint) AS g
  CROSS JOIN (SELECT * FROM orders_linesource ORDER BY id LIMIT 1) s
  JOIN home ON home.n = (g * 7919) %% (SELECT count(*) FROM home)
  JOIN counter ON counter.n = home.n %% (SELECT count(*) FROM counter)
  RETURNING id, household_id, area_code)
INSERT INTO orders_sourcesplit (source_id, transfer_id, household_id, area_code, split_on, weight_g,
    share_fen, payment_fee_fen, packaging_fen, station_fen, cooperative_fen, village_fen,
    household_fen)
SELECT id, (SELECT min(id) FROM ledger_transfer), household_id, area_code,
    DATE '2021-10-01' + (id %% 1826)::int, 5000, 3000, 18, 100, 150, 672, 60, 2000
FROM made
"""
RAW: LiteralString = """
SELECT substr(area_code, 1, 9), date_trunc('month', split_on), sum(share_fen), sum(household_fen),
       count(*), sum(weight_g),
       count(DISTINCT household_id), count(DISTINCT source.station_id)
FROM (SELECT sp.*, so.station_id FROM orders_sourcesplit sp
      JOIN orders_linesource so ON so.id = sp.source_id) source
GROUP BY 1, 2
"""


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    os.environ.setdefault("BROKER_URL", "memory://")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo", "--if-empty")


def grow(count: int) -> None:
    """Until there are exactly so many splits; the ledger follows month by month."""
    from django.db import connection

    from orders.models import SourceSplit

    missing = count - SourceSplit.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        if missing > 0:
            cursor.execute(COPIES, {"count": missing})
        else:
            # The demo holds more than the smallest size: its newest rows go.
            cursor.execute(
                "DELETE FROM orders_sourcesplit WHERE id IN"
                " (SELECT id FROM orders_sourcesplit ORDER BY id DESC LIMIT %s)", [-missing],
            )  # fmt: skip
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE orders_sourcesplit, orders_linesource")


def balance() -> None:
    """One transfer a month books what the added splits say."""
    from django.db import connection

    from backend.ledger.models import Account, Entry, Transfer
    from impact.models import MonthCheck
    from impact.services import summing

    for check in MonthCheck.objects.differing():
        sales = check.villages_sales_fen + check.left_out_sales_fen - check.ledger_sales_fen
        paid = check.villages_paid_fen + check.left_out_paid_fen - check.ledger_paid_fen
        booked = Transfer.objects.create(
            key=f"bench:{uuid4()}", kind="split", reference="bench", booked_on=check.month,
            booked_at=NOW, actor_uid="system:bench",
        )  # fmt: skip
        parts = {"held": -sales, "household": paid, "cooperative": sales - paid}
        accounts = Account.objects.filter(county_code=check.county_code)
        with connection.cursor() as cursor:
            # Also into months that are closed: the copies above stand behind the triggers too.
            cursor.execute("SET session_replication_role = replica")
            Entry.objects.bulk_create(
                Entry(transfer=booked, account=accounts.filter(kind=kind)[0], amount_fen=fen)
                for kind, fen in parts.items()
            )
            cursor.execute("SET session_replication_role = DEFAULT")
    summing.compare_all(now=NOW)


def county() -> str:
    from stations.models import Area

    return Area.objects.filter(level="county").values_list("code", flat=True)[0]


def one_day() -> set[tuple[str, date]]:
    """The villages' months that one day's splits touch."""
    from orders.models import SourceSplit

    rows = SourceSplit.objects.filter(split_on=date(2025, 10, 15)).order_by()
    return {(code, date(2025, 10, 1)) for code in rows.values_list("area_code", flat=True)}


def measure(count: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from backend.common.actor import Actor, AreaRange
    from impact.queries.overview import overview
    from impact.services import summing, trading

    grow(count)
    rebuilt = once(lambda: summing.rebuild_months(now=NOW))
    balance()
    reader = Actor(user_uid="bench", role="CO", ranges=(AreaRange.of(county()),))

    def ours() -> None:
        found = overview(actor=reader, parent="", period="2025", now=NOW)
        if not found.check.agrees:
            raise SystemExit("tables and ledger differ: nothing was measured")

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAW)
            cursor.fetchall()

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with CaptureQueriesContext(connection) as asked:
        ours()
    day = once(lambda: summing.sum_places(one_day(), now=NOW))
    print(f"\n{count:,} lines: {len(asked)} statements, {rebuilt.wall_s:.1f} s from nothing, "
          f"{day.wall_s:.2f} s for the months of one day")  # fmt: skip
    ours_took, raw_took = in_turn(ours, raw)
    show("overview", ours_took, "raw group-by", raw_took)
    checked = once(lambda: trading.check_trades(county_code=county(), year=2025, now=NOW))
    print(f"false-trade checks of one year: {checked.wall_s:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    said = parser.parse_args()
    start()
    for size in said.sizes:
        measure(size)


if __name__ == "__main__":
    main()
