"""Our side of `bench.checkout`: answers one line of JSON for each line it is told."""

import json
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import django

django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.common.errors import DomainError
from cooperatives.models import Lot
from tests import cast as people
from tests.orders import market

FAR = date(2099, 1, 1)
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

    def order(self, *listings: Any) -> None:
        lines = [market.wanted(listing, 1) for listing in listings]
        market.place_order(
            lines=lines, receiver=market.RECEIVER, note="", client_key=str(uuid.uuid4()),
            actor=self.actor, now=datetime.now(UTC),
        )  # fmt: skip

    def run(self, orders: int) -> dict[str, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(orders):
            self.order(*self.listings)
        return {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}

    def count(self) -> dict[str, int]:
        with CaptureQueriesContext(connection) as captured:
            self.order(*self.listings)
        return {"sql": len(captured)}

    def race(self, units: int, buyers: int) -> dict[str, int]:
        """All have seen the goods before the first one orders."""
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
        name, *numbers = line.split()
        print(json.dumps(getattr(shop, name)(*map(int, numbers))), flush=True)


if __name__ == "__main__":
    main()
