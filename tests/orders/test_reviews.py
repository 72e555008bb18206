"""评价: one per received line, looked at where it must be, answered once, never deleted."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from backend.common.photos import store
from backend.messaging.models import Message
from orders.models import Order, Review, ReviewStep
from tests.cast import NOW, Cast
from tests.orders.market import a_listing, a_lot, an_order, wanted
from tests.orders.trade import sell
from tests.pictures import located

pytestmark = pytest.mark.usefixtures("clock")
WORDS = {"position": 1, "taste": 5, "freshness": 4, "packing": 3, "text": "很面，好吃"}


@pytest.fixture
def order(cast: Cast) -> Order:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    return sell(cast, a_listing(cast, lot), 1, key="received")


def address(order: Order) -> str:
    return f"/api/v1/orders/{order.number}/reviews"


def public(visitor: Client, order: Order) -> Any:
    listing = order.lines.get().listing
    return visitor.get(f"/api/v1/public/listings/{listing.uid}/reviews").json()


def test_plain_words_are_shown_at_once_with_count_and_mean_and_without_a_name(
    cast: Cast, order: Order, post: Any, visitor: Client
) -> None:
    assert post(cast.client("buyer"), address(order), WORDS).json()["state"] == "published"
    shown = public(visitor, order)
    assert (shown["rating"]["count"], shown["rating"]["mean"]) == (1, "4.0")
    name = cast.users["buyer"].name
    assert shown["results"][0]["by"] == f"{name[:1]}**"
    assert name not in str(shown)


def test_a_line_is_reviewed_once(cast: Cast, order: Order, post: Any) -> None:
    buyer = cast.client("buyer")
    first = post(buyer, address(order), WORDS).json()
    assert post(buyer, address(order), WORDS).json()["uid"] == first["uid"]
    other = post(buyer, address(order), WORDS | {"text": "又想了想"})
    assert (other.status_code, other.json()["code"]) == (409, "already_reviewed")
    assert Review.objects.count() == 1


def test_what_has_not_arrived_is_not_reviewed(cast: Cast, post: Any) -> None:
    lot = a_lot(cast, household="potato_household", net_g=9_000, number=1)
    placed = an_order(cast, wanted(a_listing(cast, lot), 1))
    answer = post(cast.client("buyer"), address(placed), WORDS)
    assert (answer.json()["code"], Review.objects.exists()) == ("not_received_yet", False)


def test_who_did_not_buy_says_nothing(cast: Cast, order: Order, post: Any) -> None:
    assert post(cast.client("stranger_buyer"), address(order), WORDS).status_code == 404
    assert post(cast.client("operator"), address(order), WORDS).status_code == 403
    assert not Review.objects.exists()


@pytest.mark.parametrize("text", ["打我电话 154 9000 9999", "加微信看好货", "见 www.shop.cn"])
def test_numbers_and_links_wait_for_the_office(
    cast: Cast, order: Order, post: Any, visitor: Client, text: str
) -> None:
    review = post(cast.client("buyer"), address(order), WORDS | {"text": text}).json()
    assert review["state"] == "waiting"
    assert public(visitor, order)["rating"] == {
        "count": 0, "mean": None, "taste": None, "freshness": None, "packing": None,
    }  # fmt: skip


def moderate(post: Any, client: Client, review: Any, **said: str) -> Any:
    return post(client, f"/api/v1/reviews/{review['uid']}/moderate", said)


def test_a_low_mark_is_no_reason_to_hide_and_the_buyer_reads_the_reason(
    cast: Cast, order: Order, post: Any, visitor: Client
) -> None:
    buyer, official = cast.client("buyer"), cast.client("official")
    review = post(buyer, address(order), WORDS | {"taste": 1}).json()
    refused = moderate(post, official, review, move="hide", reason="low")
    assert "reason" in refused.json()["fields"]
    assert moderate(post, official, review, move="hide", reason="abusive").status_code == 200
    assert public(visitor, order)["results"] == []
    mine = buyer.get(f"/api/v1/reviews?order={order.number}").json()["results"][0]
    assert (mine["state"], mine["why"]) == ("hidden", "辱骂他人")
    assert moderate(post, official, review, move="publish").json()["state"] == "published"
    again = moderate(post, official, review, move="publish")
    assert (again.status_code, again.json()["code"]) == (409, "review_moved")


def test_the_seller_does_not_decide_what_is_shown(cast: Cast, order: Order, post: Any) -> None:
    review = post(cast.client("buyer"), address(order), WORDS).json()
    said = {"move": "hide", "reason": "abusive"}
    assert moderate(post, cast.client("manager"), review, **said).status_code == 403
    assert moderate(post, cast.client("operator"), review, **said).status_code == 403
    assert moderate(post, cast.client("buyer"), review, **said).status_code == 403
    assert Review.objects.get().state == "published"


def test_an_official_who_bought_does_not_decide_on_the_own_words(
    cast: Cast, order: Order, post: Any
) -> None:
    review = post(cast.client("buyer"), address(order), WORDS).json()
    Review.objects.update(buyer=cast.users["official"])
    refused = moderate(post, cast.client("official"), review, move="hide", reason="abusive")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_review")


def test_the_station_does_not_read_what_waits(cast: Cast, order: Order, post: Any) -> None:
    review = post(cast.client("buyer"), address(order), WORDS | {"text": "加微信"}).json()
    assert cast.client("operator").get("/api/v1/reviews").json()["results"] == []
    assert reply(post, cast.client("operator"), review, "谢谢您").status_code == 404
    assert cast.client("official").get("/api/v1/reviews").json()["results"] != []


def reply(post: Any, client: Client, review: Any, text: str) -> Any:
    return post(client, f"/api/v1/reviews/{review['uid']}/reply", {"reply": text})


def test_the_station_answers_once_in_words_that_everybody_may_read(
    cast: Cast, order: Order, post: Any, visitor: Client
) -> None:
    review = post(cast.client("buyer"), address(order), WORDS).json()
    operator = cast.client("operator")
    assert "reply" in reply(post, operator, review, "请打 15490001111").json()["fields"]
    assert reply(post, operator, review, "谢谢您").json()["reply"] == "谢谢您"
    again = reply(post, operator, review, "再谢谢")
    assert (again.status_code, again.json()["code"]) == (409, "already_answered")
    assert public(visitor, order)["results"][0]["reply"] == "谢谢您"


def test_a_strangers_station_neither_reads_nor_answers(cast: Cast, order: Order, post: Any) -> None:
    review = post(cast.client("buyer"), address(order), WORDS).json()
    stranger = cast.client("stranger")
    assert stranger.get("/api/v1/reviews").json()["results"] == []
    assert reply(post, stranger, review, "谢谢您").status_code == 404
    assert Review.objects.get().reply == ""


def test_steps_and_marks_are_held_by_the_database(cast: Cast, order: Order, post: Any) -> None:
    post(cast.client("buyer"), address(order), WORDS)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewStep.objects.update(reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.update(taste=6)


def told(cast: Cast, who: str) -> list[str]:
    mine = Message.objects.filter(template="review", recipient_uid=str(cast.users[who].uid))
    return list(mine.order_by("id").values_list("notice", flat=True))


def test_the_office_is_told_what_waits_and_the_author_what_became_of_it(
    cast: Cast, order: Order, post: Any
) -> None:
    office = cast.client("township_official")
    review = post(cast.client("buyer"), address(order), WORDS | {"text": "加微信"}).json()
    assert [words.endswith("等待审核后公开") for words in told(cast, "township_official")] == [True]
    assert office.get("/api/v1/reviews/waiting").json() == {"count": 1}
    moderate(post, office, review, move="hide", reason="advert")
    moderate(post, office, review, move="publish")
    assert told(cast, "buyer") == [
        "您对“东峡土豆 5 斤”的评价没有公开：广告或无关链接", "您对“东峡土豆 5 斤”的评价已公开",
    ]  # fmt: skip
    assert office.get("/api/v1/reviews/waiting").json() == {"count": 0}


def test_plain_words_trouble_nobody(cast: Cast, order: Order, post: Any) -> None:
    post(cast.client("buyer"), address(order), WORDS)
    assert not Message.objects.filter(template="review").exists()


def test_a_shown_photo_keeps_its_address_and_a_hidden_one_has_none(
    cast: Cast, order: Order, post: Any, visitor: Client
) -> None:
    buyer, office = cast.client("buyer"), cast.client("township_official")
    photo = store(raw=located(), actor=cast.actor("buyer"), now=NOW)
    review = post(buyer, address(order), WORDS | {"photo_hash": photo.digest}).json()
    shown = f"/photos/reviews/{photo.digest}.webp"
    assert visitor.get(shown).status_code == 404
    moderate(post, office, review, move="publish")
    assert public(visitor, order)["results"][0]["photo_url"] == shown
    assert visitor.get(shown)["Content-Type"] == "image/webp"
    moderate(post, office, review, move="hide", reason="personal")
    assert visitor.get(shown).status_code == 404
