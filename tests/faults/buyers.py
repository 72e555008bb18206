"""Many buyers at once over HTTP: each looks at the goods, all wait for each other, all order."""

import asyncio
import uuid
from collections import Counter
from typing import Any

import httpx

from tests.faults.site import Site

TOKEN = "c" * 32


class Crowd:
    def __init__(self, place: Site, sessions: list[str], listings: list[str]) -> None:
        self.place, self.sessions, self.listings = place, sessions, listings

    def buy_at_once(self) -> Counter[str]:
        """How many got which answer: `201`, or the code of the refusal."""
        return asyncio.run(self._all())

    async def _all(self) -> Counter[str]:
        # Each phone has a connection of its own: one kept idle may be closed as it is used again.
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=0)
        async with httpx.AsyncClient(
            base_url=self.place.base_url, timeout=300, limits=limits
        ) as http:
            looks = [self._look(http, n) for n in range(len(self.sessions))]
            assert set(await asyncio.gather(*looks)) == {200}
            # Everybody has seen goods on the shelf; now everybody orders.
            said = await asyncio.gather(*(self._order(http, n) for n in range(len(self.sessions))))
        return Counter(said)

    async def _look(self, http: httpx.AsyncClient, number: int) -> int:
        listing = self.listings[number % len(self.listings)]
        return (await http.get(f"/api/v1/public/listings/{listing}")).status_code

    async def _order(self, http: httpx.AsyncClient, number: int) -> str:
        answer = await http.post(
            "/api/v1/orders", json=self.basket(number), headers=self.headers(number)
        )
        return "201" if answer.status_code == 201 else str(answer.json()["code"])

    def order(self, number: int, key: str) -> httpx.Response:
        """One buyer's order under a key of its own, so that it may be sent again."""
        return httpx.post(
            f"{self.place.base_url}/api/v1/orders", json=self.basket(number),
            headers=self.headers(number, key), timeout=30,
        )  # fmt: skip

    def basket(self, number: int) -> dict[str, Any]:
        """One package of each listing; every second basket names them the other way round."""
        order = self.listings if number % 2 else self.listings[::-1]
        lines = [{"listing": uid, "quantity": 1, "price": "15.00"} for uid in order]
        receiver = {"name": "周敏", "phone": "15490009999", "region": "青海省西宁市",
                    "address": "城中区长江路 1 号"}  # fmt: skip
        return {"lines": lines, "receiver": receiver, "note": ""}

    def headers(self, number: int, key: str = "") -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.sessions[number]}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Idempotency-Key": key or str(uuid.uuid4()),
        }
