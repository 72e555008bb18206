"""Papers of goods: recorded once, and asked for when a batch goes on sale."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cooperatives import rules
from cooperatives.models import Certificate, GoodsPaper, Listing
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import offer, weigh

pytestmark = pytest.mark.usefixtures("clock")
Post = Callable[..., Any]
PATH = "/api/v1/goods-papers"


def said(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "product": str(cast.potato.uid), "kind": "quarantine", "number": "青动检 001",
        "issuer": "县动物卫生监督所", "valid_from": "2026-09-01", "valid_to": "2026-10-31",
    } | changes  # fmt: skip


@pytest.fixture
def as_meat(cast: Cast) -> Cast:
    """The law asks of these goods what it asks of meat."""
    cast.potato.product_class.certificate_regime = "quarantine"
    cast.potato.product_class.save()
    return cast


def test_without_a_quarantine_paper_nothing_is_listed_and_the_reason_is_said(
    as_meat: Cast,
) -> None:
    with pytest.raises(rules.PaperMissing, match="土豆没有登记检疫证明，不能上架"):
        offer(as_meat, weigh(as_meat))
    assert not Listing.objects.exists()


def test_under_a_paper_in_force_it_is_listed(as_meat: Cast, post: Post) -> None:
    assert post(as_meat.client("accountant"), PATH, said(as_meat)).status_code == 201
    assert offer(as_meat, weigh(as_meat)).status == "submitted"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"valid_to": "2026-09-27"}, "检疫证明已于 2026-09-27 到期"),
        ({"kind": "test"}, "没有登记检疫证明"),
    ],
)
def test_an_expired_or_another_paper_does_not_do(
    as_meat: Cast, post: Post, changes: dict[str, str], why: str
) -> None:
    post(as_meat.client("accountant"), PATH, said(as_meat, **changes))
    with pytest.raises(rules.PaperMissing, match=why):
        offer(as_meat, weigh(as_meat))


def test_a_paper_of_another_cooperative_does_not_do(as_meat: Cast) -> None:
    GoodsPaper.objects.create(
        cooperative=as_meat.other_cooperative, product=as_meat.potato, kind="quarantine",
        number="1", issuer="所", valid_from=date(2026, 9, 1), valid_to=date(2026, 12, 1),
        made_by=as_meat.users["accountant"], at=NOW,
    )  # fmt: skip
    with pytest.raises(rules.PaperMissing):
        offer(as_meat, weigh(as_meat))


def test_a_batch_whose_commitment_was_revoked_is_not_listed(cast: Cast) -> None:
    receipt = weigh(cast)
    Certificate.objects.filter(lot=receipt.lot).update(revoked_at=NOW)
    with pytest.raises(rules.PaperMissing, match="承诺达标合格证"):
        offer(cast, receipt)


def test_the_same_paper_twice_is_a_conflict(cast: Cast, post: Post) -> None:
    client = cast.client("accountant")
    assert post(client, PATH, said(cast)).status_code == 201
    assert post(client, PATH, said(cast)).status_code == 409
    assert GoodsPaper.objects.count() == 1


def test_dates_out_of_order_name_their_field(cast: Cast, post: Post) -> None:
    answer = post(cast.client("accountant"), PATH, said(cast, valid_to="2026-08-01"))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["valid_to"])


@pytest.mark.parametrize("who", ["manager", "operator", "official", "secretary"])
def test_others_record_no_paper(cast: Cast, post: Post, who: str) -> None:
    assert post(cast.client(who), PATH, said(cast)).status_code == 403
    assert not GoodsPaper.objects.exists()


def test_a_stranger_sees_none(cast: Cast, post: Post) -> None:
    post(cast.client("accountant"), PATH, said(cast))
    assert cast.client("stranger_manager").get(PATH).json()["results"] == []
    assert len(cast.client("operator").get(PATH).json()["results"]) == 1
