"""Our side of `bench.checkout`: answers one line of JSON for each line it is told."""

import json
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import django

django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.common.errors import DomainError
from backend.common.money import yuan
from cooperatives.models import Lot
from tests import cast as people
from tests.orders import market

FAR = date(2099, 1, 1)
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
PACKAGES_G = (1_000, 2_000, 3_000)


class Shop:
    def __init__(self) -> None:
        self.cast = people.build()
        self.listings = [
            market.a_listing(
                self.cast,
                *[
                    market.a_lot(self.cast, household="potato_household", net_g=2_000_000,
                                 number=3 * line + n, expires_on=FAR)
                    for n in (1, 2, 3)
                ],
                package_g=package_g,
            )
            for line, package_g in enumerate(PACKAGES_G)
        ]  # fmt: skip
        self.actor = self.cast.actor("buyer")
        self.client = self.cast.client("buyer")

    def order(self, *listings: Any) -> None:
        lines = [market.wanted(listing, 1) for listing in listings]
        market.place_order(
            lines=lines, receiver=market.RECEIVER, note="", client_key=str(uuid.uuid4()),
            actor=self.actor, now=datetime.now(UTC),
        )  # fmt: skip

    def serve(self) -> None:
        self.order(*self.listings)

    def walk(self) -> None:
        """Cart and order form ask what it comes to, then the order is placed."""
        lines = [
            {"listing": str(one.uid), "quantity": 1, "price": yuan(one.price_fen)}
            for one in self.listings
        ]
        region = market.RECEIVER.region
        for known in ({}, {"region": region}):
            asked = self.post("orders/quote", {"lines": lines, **known})
            assert asked.status_code == 200, asked.content
        receiver = asdict(market.RECEIVER)
        placed = self.post("orders", {"lines": lines, "receiver": receiver, "note": ""})
        assert placed.status_code == 201, placed.content

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.client.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )  # fmt: skip

    def run(self, way: str, orders: str) -> dict[str, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(int(orders)):
            getattr(self, way)()
        return {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}

    def count(self, way: str) -> dict[str, int]:
        with CaptureQueriesContext(connection) as captured:
            getattr(self, way)()
        return {"sql": sum(not one["sql"].startswith(FRAME) for one in captured.captured_queries)}

    def race(self, units_for: str, buyers_for: str) -> dict[str, int]:
        """All have seen the goods before the first one orders."""
        units, buyers = int(units_for), int(buyers_for)
        lot = market.a_lot(
            self.cast, household="monitored_household", net_g=500 * units, number=90,
            expires_on=FAR,
        )  # fmt: skip
        listing = market.a_listing(self.cast, lot, package_g=500)
        ready = threading.Barrier(buyers)

        def buy(_: int) -> bool:
            try:
                assert Lot.objects.get(pk=lot.pk).available_g >= 500
                ready.wait()
                self.order(listing)
            except DomainError:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(buyers) as pool:
            return {"sold": sum(pool.map(buy, range(buyers)))}


def main() -> None:
    shop = Shop()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        name, *words = line.split()
        print(json.dumps(getattr(shop, name)(*words)), flush=True)


if __name__ == "__main__":
    main()
