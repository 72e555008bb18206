"""Products as the county keeps them, and what the usual channels pay."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from cooperatives.models import Product, ProductClass, ReferencePrice
from cooperatives.rules import GradeNotWeighed, season_text
from tests.cast import Cast
from tests.cooperatives.scenes import weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]


def card(**changes: Any) -> dict[str, Any]:
    return {
        "code": "carrot", "name": "胡萝卜", "class_code": "vegetable", "aliases": ["红萝卜"],
        "grades": ["first", "second"], "units": ["5斤装"], "season_months": [10, 9],
        "shelf_life_days": 60, "most_g_per_receipt": 1_000_000,
    } | changes  # fmt: skip


def agree(cast: Cast, post: Post, change: dict[str, Any], **changes: Any) -> Any:
    """Another official's word on exactly what was shown."""
    at = f"/api/v1/approvals/product/{change['uid']}"
    shown = cast.client("official").get(at).json()
    body = {"verdict": "approve", "digest": shown["digest"]} | changes
    return post(cast.client("official"), f"{at}/decide", body)


def test_a_product_is_there_once_a_official_agrees(cast: Cast, post: Post) -> None:
    asked = post(cast.client("administrator"), "/api/v1/products", card())
    assert (asked.status_code, asked.json()["state"]) == (202, "proposed")
    assert not Product.objects.filter(code="carrot").exists()
    assert agree(cast, post, asked.json()).json()["state"] == "applied"
    product = Product.objects.get(code="carrot")
    assert (product.season, product.product_class.code) == ("9–10月", "vegetable")
    assert (product.pinyin, product.initials) == ("huluobo hongluobo", "hlb hlb")


def test_who_proposed_goods_does_not_agree_to_them(cast: Cast, post: Post) -> None:
    change = post(cast.client("official"), "/api/v1/products", card()).json()
    at = f"/api/v1/approvals/product/{change['uid']}"
    shown = cast.client("official").get(at).json()
    answer = post(
        cast.client("official"), f"{at}/decide", {"verdict": "approve", "digest": shown["digest"]}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "maker_decides")
    assert not Product.objects.filter(code="carrot").exists()


def test_refused_goods_change_nothing_and_may_be_proposed_anew(cast: Cast, post: Post) -> None:
    change = post(cast.client("administrator"), "/api/v1/products", card()).json()
    again = post(cast.client("administrator"), "/api/v1/products", card())
    assert again.json()["code"] == "goods_change_open"
    refused = agree(cast, post, change, verdict="reject", comment="品类不对")
    assert refused.json()["state"] == "refused"
    assert not Product.objects.filter(code="carrot").exists()
    assert post(cast.client("administrator"), "/api/v1/products", card()).status_code == 202


def test_another_digest_is_not_agreed_to(cast: Cast, post: Post) -> None:
    change = post(cast.client("administrator"), "/api/v1/products", card()).json()
    assert agree(cast, post, change, digest="0" * 64).json()["code"] == "content_changed"
    assert not Product.objects.filter(code="carrot").exists()


def test_the_second_person_reads_what_would_be_another(cast: Cast, post: Post) -> None:
    body = card(code="potato", name="洋芋", version=1)
    change = put(cast, body, path=f"/api/v1/products/{cast.potato.uid}").json()
    shown = cast.client("official").get(f"/api/v1/approvals/product/{change['uid']}").json()
    assert ["名称", "土豆", "洋芋"] in shown["rows"]
    assert "品类" not in [row[0] for row in shown["rows"]]


def test_it_is_revised_from_the_version_that_was_read(cast: Cast, post: Post) -> None:
    body = card(code="potato", name="洋芋", version=1, picture="carrot")
    path = f"/api/v1/products/{cast.potato.uid}"
    assert agree(cast, post, put(cast, body, path=path).json()).status_code == 200
    assert put(cast, body, path=path).status_code == 409
    cast.potato.refresh_from_db()
    assert (cast.potato.name, cast.potato.picture, cast.potato.version) == ("洋芋", "carrot", 2)


def test_goods_that_moved_meanwhile_are_not_overwritten(cast: Cast, post: Post) -> None:
    body = card(code="potato", name="洋芋", version=1)
    change = put(cast, body, path=f"/api/v1/products/{cast.potato.uid}").json()
    Product.objects.filter(pk=cast.potato.pk).update(version=2)
    assert agree(cast, post, change).status_code == 409
    cast.potato.refresh_from_db()
    assert cast.potato.name == "土豆"


@pytest.mark.parametrize("who", ["manager", "township_official", "operator"])
def test_others_neither_read_nor_decide_a_change_of_goods(cast: Cast, post: Post, who: str) -> None:
    change = post(cast.client("administrator"), "/api/v1/products", card()).json()
    at = f"/api/v1/approvals/product/{change['uid']}"
    assert cast.client(who).get(at).status_code == 403
    assert post(cast.client(who), f"{at}/decide", {"verdict": "approve"}).status_code == 403
    assert cast.client(who).get("/api/v1/goods-changes").status_code == 403
    assert not Product.objects.filter(code="carrot").exists()


def put(cast: Cast, body: dict[str, Any], *, path: str) -> Any:
    return cast.client("administrator").put(
        path, json.dumps(body), content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )  # fmt: skip


def honey(**changes: Any) -> dict[str, Any]:
    return {
        "code": "honey", "name": "蜂蜜", "certificate_regime": "none",
        "return_rule": "seven_day", "completes_after_h": 168,
    } | changes  # fmt: skip


def test_a_class_is_added_and_revised_and_a_receipt_keeps_its_day(cast: Cast, post: Post) -> None:
    receipt, path = weigh(cast), "/api/v1/product-classes"
    agree(cast, post, post(cast.client("administrator"), path, honey()).json())
    assert (
        post(cast.client("administrator"), path, honey()).json()["code"] == "product_class_exists"
    )
    revised = honey(name="蔬菜", version=1)
    change = put(cast, revised, path=f"{path}/vegetable").json()
    shown = cast.client("official").get(f"/api/v1/approvals/product/{change['uid']}").json()
    assert ["上市凭证", "承诺达标合格证", "无需证明"] in shown["rows"]
    agree(cast, post, change)
    assert put(cast, revised, path=f"{path}/vegetable").status_code == 409
    assert ProductClass.objects.get(code="vegetable").certificate_regime == "none"
    receipt.refresh_from_db()
    assert receipt.certificate_regime == "commitment"


@pytest.mark.parametrize("changes", [{"code": "蜜"}, {"completes_after_h": 0}, {"name": " "}])
def test_a_wrong_class_is_refused(cast: Cast, post: Post, changes: dict[str, Any]) -> None:
    answer = post(cast.client("administrator"), "/api/v1/product-classes", honey(**changes))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, list(changes))
    assert not ProductClass.objects.filter(code="honey").exists()


def test_a_manager_adds_no_class(cast: Cast, post: Post) -> None:
    assert post(cast.client("manager"), "/api/v1/product-classes", honey()).status_code == 403


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"code": "potato"}, 409),
        ({"picture": "a-cat"}, 422),
        ({"code": "Carrot!"}, 422),
        ({"class_code": "nothing"}, 422),
        ({"season_months": [13]}, 422),
        ({"grades": ["best"]}, 422),
    ],
)
def test_a_wrong_card_is_refused(
    cast: Cast, post: Post, changes: dict[str, Any], status: int
) -> None:
    answer = post(cast.client("administrator"), "/api/v1/products", card(**changes))
    assert answer.status_code == status
    assert Product.objects.count() == 2


@pytest.mark.parametrize("who", ["manager", "operator", "township_official", "buyer"])
def test_others_add_no_product(cast: Cast, post: Post, who: str) -> None:
    assert post(cast.client(who), "/api/v1/products", card()).status_code == 403
    assert Product.objects.count() == 2


def test_a_grade_the_product_does_not_have_is_not_weighed(cast: Cast) -> None:
    Product.objects.filter(pk=cast.potato.pk).update(grades=["second"])
    with pytest.raises(GradeNotWeighed):
        weigh(cast)


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ([9, 10], "9–10月"),
        ([12, 1, 11], "11–1月"),
        ([5], "5月"),
        ([1, 5, 6], "1月、5–6月"),
        (list(range(1, 13)), "全年"),
        ([], ""),
    ],
)
def test_a_season_reads_as_people_say_it(months: list[int], text: str) -> None:
    assert season_text(months) == text


def observed(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "product": str(cast.potato.uid), "grade": "first", "area_code": "630121103",
        "observed_on": "2026-09-27", "channel": "贩子上门", "price_per_jin": "0.95",
        "source": "东峡村价格观察员",
    } | changes  # fmt: skip


def test_an_observed_price_has_its_channel_and_source(cast: Cast, post: Post) -> None:
    answer = post(cast.client("township_official"), "/api/v1/reference-prices", observed(cast))
    row = ReferencePrice.objects.get()
    assert answer.status_code == 201
    assert (row.price_fen_per_jin, row.channel, row.source) == (
        95, "贩子上门", "东峡村价格观察员",
    )  # fmt: skip
    listed = cast.client("official").get("/api/v1/reference-prices").json()["results"]
    assert [one["area_name"] for one in listed] == ["东峡镇"]


@pytest.mark.parametrize(
    ("who", "changes", "status"),
    [
        ("stranger_official", {}, 404),
        ("manager", {}, 403),
        ("township_official", {"observed_on": "2026-09-29"}, 422),
        ("township_official", {"observed_on": "2026-06-01"}, 422),
        ("township_official", {"source": " "}, 422),
    ],
)
def test_a_price_nobody_can_vouch_for_is_refused(
    cast: Cast, post: Post, who: str, changes: dict[str, Any], status: int
) -> None:
    answer = post(cast.client(who), "/api/v1/reference-prices", observed(cast, **changes))
    assert answer.status_code == status
    assert not ReferencePrice.objects.exists()
