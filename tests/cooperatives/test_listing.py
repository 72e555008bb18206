"""Putting on sale: what a manager must release, what is on sale at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import ContentChanged, MakerDecides
from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from cooperatives import queries, rules, services
from cooperatives.models import Listing, ListingLot, ListingReview
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import offer, on_sale, release, weigh


def test_the_first_listing_of_a_product_and_grade_waits_for_the_manager(cast: Cast) -> None:
    listing = offer(cast, weigh(cast))
    request = ApprovalRequest.objects.get()
    assert listing.status == "submitted"
    assert (request.state, request.steps) == ("open", [["CM"]])
    assert request.scope_ref == str(cast.cooperative.uid)


def test_the_manager_releases_it(cast: Cast) -> None:
    listing = on_sale(cast, weigh(cast))
    assert (listing.status, listing.on_sale_at) == ("on_sale", NOW)
    steps = ListingReview.objects.order_by("id").values_list("from_status", "to_status")
    assert list(steps) == [("draft", "submitted"), ("submitted", "on_sale")]
    assert ApprovalRequest.objects.get().state == "approved"


def test_the_second_listing_at_the_listed_price_is_on_sale_at_once(cast: Cast) -> None:
    on_sale(cast, weigh(cast))
    again = offer(cast, weigh(cast), package_g=5_000, price_fen=2_400)
    assert again.status == "on_sale"
    assert ApprovalRequest.objects.open().count() == 0


def test_a_price_above_the_list_waits_again(cast: Cast) -> None:
    on_sale(cast, weigh(cast))
    assert offer(cast, weigh(cast), package_g=5_000, price_fen=2_401).status == "submitted"


def test_a_listing_is_found_by_names_sounds_and_township(cast: Cast) -> None:
    found = offer(cast, weigh(cast)).search_text
    assert found == (
        "高原土豆 5 斤装 土豆 洋芋 马铃薯 tudou yangyu malingshu td yy mls 一级 "
        "东峡镇 dongxiazhen dxz 东峡一村"
    )


def test_more_stock_is_on_sale_at_once(cast: Cast) -> None:
    listing = on_sale(cast, weigh(cast))
    more = weigh(cast, "monitored_household")
    services.add_stock(
        listing_uid=listing.uid, lot_codes=[more.lot.code], actor=cast.actor("operator"), now=NOW
    )
    assert queries.available_packages([listing.pk], on=NOW.date()) == {listing.pk: 10}


def test_a_lot_is_sold_by_one_listing(cast: Cast) -> None:
    receipt = weigh(cast)
    on_sale(cast, receipt)
    with pytest.raises(rules.LotAlreadyListed):
        offer(cast, receipt, package_g=5_000)
    assert Listing.objects.count() == 1


def test_a_lot_of_another_grade_does_not_match(cast: Cast) -> None:
    with pytest.raises(rules.LotDoesNotMatch):
        offer(cast, weigh(cast), grade="second")
    assert not Listing.objects.exists()


def test_the_same_package_is_listed_once(cast: Cast) -> None:
    on_sale(cast, weigh(cast))
    with pytest.raises(rules.ListingExists):
        offer(cast, weigh(cast))
    assert Listing.objects.count() == 1


@pytest.mark.parametrize("codes", [[], ["DT260928001000ZZ"]])
def test_lots_must_be_named_and_known(cast: Cast, codes: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        offer(cast, lot_codes=codes)
    assert list(refused.value.fields) == ["lots"]
    assert not Listing.objects.exists()


def test_an_expired_lot_is_not_put_on_sale(cast: Cast) -> None:
    receipt = weigh(cast)
    with pytest.raises(Invalid, match="填写有误"):
        offer(cast, receipt, now=NOW + timedelta(days=91))


def test_the_maker_does_not_release(cast: Cast) -> None:
    listing = offer(cast, weigh(cast))
    both_hats = replace(cast.actor("manager"), user_uid=str(cast.users["operator"].uid))
    with pytest.raises(MakerDecides):
        release(listing, both_hats)
    assert Listing.objects.get().status == "submitted"


@pytest.mark.parametrize("who", ["operator", "accountant", "township_official"])
def test_nobody_but_the_manager_releases(cast: Cast, who: str) -> None:
    listing = offer(cast, weigh(cast))
    with pytest.raises(Forbidden):
        release(listing, cast.actor(who))
    assert Listing.objects.get().status == "submitted"


def test_another_cooperative_does_not_see_it(cast: Cast) -> None:
    listing = offer(cast, weigh(cast))
    with pytest.raises(NotFound):
        release(listing, cast.actor("stranger_manager"))


def test_words_changed_after_submitting_are_not_released(cast: Cast) -> None:
    listing = offer(cast, weigh(cast))
    Listing.objects.filter(pk=listing.pk).update(title="别的名字")
    with pytest.raises(ContentChanged):
        release(listing, cast.actor("manager"))


def test_a_release_happens_once(cast: Cast) -> None:
    listing = on_sale(cast, weigh(cast))
    with pytest.raises(Conflict):
        release(listing, cast.actor("manager"))
    assert ListingReview.objects.count() == 2


def test_a_returned_listing_frees_its_lots_and_is_sent_in_again(cast: Cast) -> None:
    receipt = weigh(cast)
    listing = offer(cast, receipt)
    services.return_listing(
        listing_uid=listing.uid, reason="请补充说明", actor=cast.actor("manager"), now=NOW
    )
    assert not ListingLot.objects.exists()
    again = offer(cast, receipt, story="海拔两千八百米")
    assert (again.pk, again.status, again.story) == (listing.pk, "submitted", "海拔两千八百米")


def test_a_return_says_why(cast: Cast) -> None:
    listing = offer(cast, weigh(cast))
    with pytest.raises(Invalid):
        services.return_listing(
            listing_uid=listing.uid, reason=" ", actor=cast.actor("manager"), now=NOW
        )
    assert Listing.objects.get().status == "submitted"


@pytest.mark.parametrize("who", ["operator", "manager", "township_official", "official"])
def test_these_may_take_it_down(cast: Cast, who: str) -> None:
    listing = on_sale(cast, weigh(cast))
    down = services.take_down(
        listing_uid=listing.uid, reason="图文不符", actor=cast.actor(who), now=NOW
    )
    assert down.status == "down"
    assert not ListingLot.objects.exists()


@pytest.mark.parametrize("who", ["accountant", "secretary", "auditor"])
def test_these_may_not(cast: Cast, who: str) -> None:
    listing = on_sale(cast, weigh(cast))
    with pytest.raises(Forbidden):
        services.take_down(
            listing_uid=listing.uid, reason="图文不符", actor=cast.actor(who), now=NOW
        )
    assert Listing.objects.get().status == "on_sale"


def test_a_takedown_while_waiting_voids_the_request(cast: Cast) -> None:
    listing = offer(cast, weigh(cast))
    services.take_down(
        listing_uid=listing.uid, reason="不卖了", actor=cast.actor("operator"), now=NOW
    )
    assert ApprovalRequest.objects.get().state == "voided"


def test_what_is_down_stays_down(cast: Cast) -> None:
    listing = on_sale(cast, weigh(cast))
    said = {"listing_uid": listing.uid, "reason": "不卖了", "actor": cast.actor("operator")}
    services.take_down(**said, now=NOW)
    with pytest.raises(IllegalMove):
        services.take_down(**said, now=NOW)
