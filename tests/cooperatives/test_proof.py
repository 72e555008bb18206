"""`broken_invariants` finds what constraints cannot see."""

from cooperatives.models import Cooperative, Listing, ListingLot, Lot
from cooperatives.queries import broken_invariants
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import on_sale, weigh


def found(_: Cast) -> list[str]:
    return list(broken_invariants(now=NOW))


def test_a_sound_valley_has_none(cast: Cast) -> None:
    on_sale(cast, weigh(cast), weigh(cast, "monitored_household", mode="purchase"))
    assert found(cast) == []


def test_a_lot_code_that_does_not_check_is_named(cast: Cast) -> None:
    weigh(cast)
    Lot.objects.update(code="DT2609280010001X")
    assert found(cast) == ["lot DT2609280010001X: check character is wrong"]


def test_a_lot_that_weighs_other_than_its_receipt_is_named(cast: Cast) -> None:
    code = weigh(cast).lot.code
    Lot.objects.update(received_g=1, available_g=1)
    assert found(cast) == [f"lot {code}: received weight differs from its receipt"]


def test_a_pool_of_other_goods_is_named(cast: Cast) -> None:
    listing, beans = on_sale(cast, weigh(cast)), weigh_beans(cast)
    ListingLot.objects.create(listing=listing, lot=beans, added_at=NOW)
    assert found(cast) == [f"listing {listing.uid}: pool holds {beans.code} of other goods"]


def weigh_beans(cast: Cast) -> Lot:
    lot: Lot = weigh(cast, product_uid=cast.broad_bean.uid, price_fen_per_jin=400).lot
    return lot


def test_lots_kept_by_a_listing_that_is_down_are_named(cast: Cast) -> None:
    listing = on_sale(cast, weigh(cast))
    Listing.objects.update(status="down")
    assert found(cast) == [f"listing {listing.uid}: off sale but still keeps lots"]


def test_a_credit_code_that_does_not_check_is_named(cast: Cast) -> None:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(credit_code="93639999MA990001XB")
    assert found(cast) == [f"cooperative {cast.cooperative.pk}: credit code does not check"]
