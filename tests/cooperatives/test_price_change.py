"""Price change: drafted, agreed by a second person, never retroactive, stopped in time."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.errors import Invalid
from cooperatives import queries
from cooperatives.models import PriceCeiling, PriceDraft, PriceEntry, PriceList, PriceListStop
from cooperatives.rules import pricing
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]
PATH = "/api/v1/price-drafts"
TOMORROW = "2026-09-29T18:00:00+08:00"


def line(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "product": str(cast.potato.uid), "grade": "first", "buy": "1.30", "sell": "2.50",
    } | changes  # fmt: skip


def make(cast: Cast, post: Post, *lines: dict[str, Any], begins: str | None = None) -> Any:
    body = {"effective_from": begins, "note": "入冬调价", "lines": lines or [line(cast)]}
    return post(cast.client("accountant"), PATH, body)


def submitted(cast: Cast, post: Post, *lines: dict[str, Any], begins: str | None = None) -> Any:
    draft = make(cast, post, *lines, begins=begins).json()
    path = f"{PATH}/{draft['uid']}/submit"
    return post(cast.client("accountant"), path, {"version": draft["version"]})


def decide(cast: Cast, post: Post, draft: Any, who: str = "manager", **changes: Any) -> Any:
    body = {"verdict": "approve", "content_digest": draft["content_digest"]} | changes
    return post(cast.client(who), f"{PATH}/{draft['uid']}/decide", body)


def published(cast: Cast, post: Post, *lines: dict[str, Any], begins: str | None = None) -> Any:
    answer = decide(cast, post, submitted(cast, post, *lines, begins=begins).json())
    assert answer.status_code == 200, answer.content.decode()
    return PriceList.objects.get(number=2)


def test_agreed_it_is_a_new_version_and_the_old_one_stays(cast: Cast, post: Post) -> None:
    before = weigh(cast)
    prices = published(cast, post, line(cast, institution="2.80"))
    entry = PriceEntry.objects.get(price_list=prices)
    assert (prices.effective_from, prices.announced_at) == (NOW, NOW)
    assert (entry.buy_fen_per_jin, entry.institution_fen_per_jin) == (130, 280)
    assert weigh(cast, weighed_at=NOW, price_fen_per_jin=130).price_entry == entry
    before.refresh_from_db()
    assert before.price_fen_per_jin == 120


def test_until_then_the_old_prices_hold(cast: Cast, post: Post) -> None:
    submitted(cast, post)
    rows = cast.client("operator").get("/api/v1/prices").json()
    assert [row["buy_per_jin"] for row in rows] == ["1.20", "4.00"]


def test_the_table_shows_the_prices_of_a_day(cast: Cast, post: Post) -> None:
    published(cast, post, begins=TOMORROW)
    client = cast.client("accountant")
    today = client.get("/api/v1/prices?on=2026-09-28").json()
    tomorrow = client.get("/api/v1/prices?on=2026-09-29").json()
    assert [row["buy_per_jin"] for row in today] == ["1.20", "4.00"]
    assert [row["buy_per_jin"] for row in tomorrow] == ["1.30"]


def test_two_lists_for_one_moment_clash(cast: Cast, post: Post) -> None:
    assert submitted(cast, post, begins=TOMORROW).status_code == 200
    answer = submitted(cast, post, begins=TOMORROW)
    assert (answer.status_code, answer.json()["code"]) == (409, "price_dates_clash")


@pytest.mark.parametrize(
    ("begins", "buy", "ok"),
    [
        ("2026-09-28T09:59:00+08:00", "1.30", False),
        ("2026-09-29T09:59:00+08:00", "1.07", False),
        ("2026-09-29T10:00:00+08:00", "1.07", True),
        ("2026-09-28T10:00:00+08:00", "1.08", True),
    ],
)
def test_never_retroactive_and_a_fall_is_announced_a_day_ahead(
    cast: Cast, post: Post, begins: str, buy: str, ok: bool
) -> None:
    answer = submitted(cast, post, line(cast, buy=buy), begins=begins)
    assert (answer.status_code == 200) is ok
    assert (answer.json().get("fields") is None) is ok


def test_a_fall_is_stopped_by_the_township(cast: Cast, post: Post) -> None:
    prices = published(cast, post, line(cast, buy="0.90"))
    assert prices.effective_from == NOW + timedelta(hours=24)
    path = f"/api/v1/price-lists/{prices.uid}/stop"
    answer = post(cast.client("township_official"), path, {"reason": "下调过大，请说明依据"})
    assert answer.json()["stop"]["reason"] == "下调过大，请说明依据"
    assert PriceDraft.objects.get().status == "stopped"
    in_force = queries.price_list_of(cast.cooperative, at=NOW + timedelta(days=2))
    assert in_force == cast.price_list


def test_a_rise_cannot_be_stopped(cast: Cast, post: Post) -> None:
    prices = published(cast, post, begins=TOMORROW)
    path = f"/api/v1/price-lists/{prices.uid}/stop"
    answer = post(cast.client("secretary"), path, {"reason": "涨得太少"})
    assert answer.json()["code"] == "nothing_fell"
    assert not PriceListStop.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("stranger_official", 404), ("manager", 403), ("official", 403)]
)
def test_others_stop_nothing(cast: Cast, post: Post, who: str, status: int) -> None:
    prices = published(cast, post, line(cast, buy="0.90"))
    path = f"/api/v1/price-lists/{prices.uid}/stop"
    assert post(cast.client(who), path, {"reason": "不同意"}).status_code == status
    assert not PriceListStop.objects.exists()


def test_the_countys_ceiling_holds(cast: Cast, post: Post) -> None:
    ceiling = {
        "product": str(cast.potato.uid), "grade": "first", "sell_per_jin": "2.45",
        "valid_from": "2026-09-28", "source": "县发改〔2026〕12 号",
    }  # fmt: skip
    assert post(cast.client("official"), "/api/v1/price-ceilings", ceiling).status_code == 201
    answer = submitted(cast, post)
    assert answer.json()["fields"] == {"lines.0": "第 1 行售价高于县级限价每斤 2.45 元"}
    assert post(cast.client("manager"), "/api/v1/price-ceilings", ceiling).status_code == 403
    assert PriceCeiling.objects.count() == 1


def test_a_signature_on_other_prices_counts_nothing(cast: Cast, post: Post) -> None:
    answer = decide(cast, post, submitted(cast, post).json(), content_digest="0" * 64)
    assert answer.json()["code"] == "content_changed"
    assert PriceList.objects.count() == 1


def test_returned_it_is_revised_from_the_version_that_was_read(cast: Cast, post: Post) -> None:
    draft = decide(
        cast, post, submitted(cast, post).json(), verdict="return", comment="请补机构价"
    ).json()
    body = {"effective_from": None, "lines": [line(cast, buy="1.25")]}
    answers = [revise(cast, draft, body | {"version": draft["version"]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["code"] == "price_draft_changed"
    assert PriceDraft.objects.get().lines[0]["buy_fen"] == 125


def revise(cast: Cast, draft: Any, body: dict[str, Any]) -> Any:
    return cast.client("accountant").put(
        f"{PATH}/{draft['uid']}", json.dumps(body), content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )  # fmt: skip


def test_what_was_submitted_is_not_revised(cast: Cast, post: Post) -> None:
    draft = submitted(cast, post).json()
    body = {"effective_from": None, "lines": [line(cast)], "version": draft["version"]}
    assert revise(cast, draft, body).json()["code"] == "price_draft_closed"


@pytest.mark.parametrize("who", ["operator", "stranger_manager", "accountant", "township_official"])
def test_others_decide_nothing(cast: Cast, post: Post, who: str) -> None:
    draft = submitted(cast, post).json()
    assert decide(cast, post, draft, who).status_code in (403, 404)
    assert PriceList.objects.count() == 1


def test_a_strangers_cooperative_shows_none_of_it(cast: Cast, post: Post) -> None:
    draft = make(cast, post).json()
    client = cast.client("stranger_manager")
    assert client.get(PATH).json()["results"] == []
    assert client.get(f"{PATH}/{draft['uid']}").status_code == 404
    assert client.get(f"/api/v1/price-lists/{cast.price_list.uid}").status_code == 404


@pytest.mark.parametrize("lines", [[], [{"buy": "0"}], [{"grade": "best"}]])
def test_a_wrong_list_is_not_drafted(cast: Cast, post: Post, lines: list[Any]) -> None:
    body = {"effective_from": None, "lines": [line(cast) | row for row in lines]}
    assert post(cast.client("accountant"), PATH, body).status_code == 422
    assert not PriceDraft.objects.exists()


@given(old=st.integers(1, 100_000), new=st.integers(1, 100_000))
def test_a_fall_is_more_than_a_tenth(old: int, new: int) -> None:
    fell = pricing.falls([pricing.Line("p", "first", new, new)], {("p", "first"): old})
    assert bool(fell) == (10 * (old - new) > old)


def test_the_same_goods_twice_are_refused() -> None:
    row = pricing.Line("p", "first", 100, 200)
    with pytest.raises(Invalid):
        pricing.check_lines([row, row])
