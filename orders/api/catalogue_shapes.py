"""Shapes of the public catalogue.

A list answers thousands of readers, so it is written straight from columns (`card_of`, `story_of`);
the serializers here describe it in the schema, and a test holds both to the same fields.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from backend.common.fields import YuanField
from backend.common.money import yuan
from cooperatives.models import GoodsPaper, Grade, ProductClass
from cooperatives.queries import PoolLot
from cooperatives.rules import price_per_jin_fen
from orders.queries.catalogue import Suggestions
from orders.queries.listing_page import ListingStory
from orders.queries.sellers import Delivery, Seller
from orders.rules.card import card_picture, photo_of, township_of
from stations.models import StationBranch

GRADES = dict(Grade.choices)
RETURN_RULES = dict(ProductClass.ReturnRule.choices)
REGIMES = dict(ProductClass.Regime.choices)
PARTS = dict(StationBranch.Part.choices)


class CardSerializer(serializers.Serializer[Any]):
    """One listing on a list; `picture` is its first photo, else the drawing of the product."""

    uid = serializers.UUIDField()
    title = serializers.CharField()
    product_name = serializers.CharField()
    product_code = serializers.CharField()
    grade = serializers.CharField()
    grade_name = serializers.CharField()
    package_g = serializers.IntegerField()
    price = YuanField()
    price_per_jin = YuanField()
    picture = serializers.CharField()
    township = serializers.CharField()
    station_name = serializers.CharField()
    available_packages = serializers.IntegerField()
    sold_packages = serializers.IntegerField()
    season = serializers.CharField()
    in_season = serializers.BooleanField()
    category = serializers.CharField()


def card_of(row: Mapping[str, Any], *, month: int) -> dict[str, Any]:
    """`row` holds the columns of `queries.catalogue.on_sale`."""
    price_fen, package_g = row["price_fen"], row["package_g"]
    return {
        "uid": str(row["uid"]),
        "title": row["title"],
        "product_name": row["product__name"],
        "product_code": row["product__code"],
        "grade": row["grade"],
        "grade_name": GRADES[row["grade"]],
        "package_g": package_g,
        "price": yuan(price_fen),
        "price_per_jin": yuan(price_per_jin_fen(price_fen, package_g)),
        "picture": card_picture(row),
        "township": township_of(row),
        "station_name": row["station__name"],
        "available_packages": row["available_packages"],
        "sold_packages": row["sold_packages"],
        "season": row["product__season"],
        "in_season": month in row["product__season_months"],
        "category": row["product__product_class__code"],
    }


class CategorySerializer(serializers.Serializer[Any]):
    """`listings` on sale, `in_season` so many of them this month."""

    code = serializers.CharField()
    name = serializers.CharField()
    listings = serializers.IntegerField()
    in_season = serializers.IntegerField()


class ShelfTownshipSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class SuggestionsSerializer(serializers.Serializer[Suggestions]):
    """Names that find something: near to what was typed, and of goods in season."""

    near = serializers.ListField(child=serializers.CharField())
    in_season = serializers.ListField(child=serializers.CharField())


class ZoneSerializer(serializers.Serializer[Any]):
    """A region that costs more, or to which nothing is sent."""

    region = serializers.CharField()
    served = serializers.BooleanField()
    surcharge = YuanField()


class ShippingSerializer(serializers.Serializer[Any]):
    """The fee covers the first grams; each further step costs `step`. No step, no weight."""

    fee = YuanField()
    free_from = YuanField()
    first_g = serializers.IntegerField()
    step_g = serializers.IntegerField()
    step = YuanField()
    zones = ZoneSerializer(many=True)


def shipping_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "fee": yuan(row["fee_fen"]),
        "free_from": yuan(row["free_from_fen"]),
        "first_g": row["first_g"],
        "step_g": row["step_g"],
        "step": yuan(row["step_fen"]),
        "zones": [
            {"region": zone["region"], "served": zone["served"],
             "surcharge": yuan(zone["surcharge_fen"])}
            for zone in row["zones"]
        ],
    }  # fmt: skip


class StoryStationSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    township = serializers.CharField()
    village = serializers.CharField()
    opened_on = serializers.DateField(allow_null=True)


class StoryCooperativeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    credit_code = serializers.CharField()


class StoryLotSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    received_on = serializers.DateField()
    available_g = serializers.IntegerField()


class StoryBranchSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    part_name = serializers.CharField()


class ProvenanceSerializer(serializers.Serializer[Any]):
    """Where it comes from; households by number, by name only with their consent."""

    station = StoryStationSerializer()
    cooperative = StoryCooperativeSerializer()
    lots = StoryLotSerializer(many=True)
    households = serializers.IntegerField()
    household_names = serializers.ListField(child=serializers.CharField())
    branch = StoryBranchSerializer(allow_null=True)


def provenance_of(story: ListingStory) -> dict[str, Any]:
    row = story.listing
    branch = row["branch"]
    return {
        "station": {
            "name": row["station__name"],
            "township": township_of(row),
            "village": row["station__area__name"],
            "opened_on": row["station__opened_on"],
        },
        "cooperative": {
            "name": row["cooperative__name"],
            "credit_code": row["cooperative__credit_code"],
        },
        "lots": [lot_of(lot) for lot in story.lots],
        "households": story.households,
        "household_names": story.household_names,
        "branch": branch and {"name": branch["name"], "part_name": PARTS[branch["part"]]},
    }


def lot_of(lot: PoolLot) -> dict[str, Any]:
    return {"code": lot.code, "received_on": lot.received_on, "available_g": lot.available_g}


class MoneyRangeSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    low = YuanField()
    high = YuanField()


class ListingStorySerializer(CardSerializer):
    """The page of one listing: the card, then photos, provenance and where the money goes."""

    photos = serializers.ListField(child=serializers.CharField())
    story = serializers.CharField()
    shelf_life_days = serializers.IntegerField()
    gi_mark = serializers.CharField()
    return_rule = serializers.CharField()
    return_rule_name = serializers.CharField()
    certificate_regime = serializers.CharField()
    certificate_regime_name = serializers.CharField()
    shipping = ShippingSerializer(allow_null=True)
    provenance = ProvenanceSerializer()
    where_the_money_goes = MoneyRangeSerializer(many=True)


def story_of(story: ListingStory, *, month: int) -> dict[str, Any]:
    row = story.listing
    stock = {"available_packages": story.available_packages, "photo": None}
    return_rule = row["product__product_class__return_rule"]
    regime = row["product__product_class__certificate_regime"]
    return {
        **card_of({**row, **stock}, month=month),
        "photos": [photo_of(digest) for digest in story.photos],
        "story": row["story"],
        "shelf_life_days": row["product__shelf_life_days"],
        "gi_mark": row["product__gi_mark"],
        "return_rule": return_rule,
        "return_rule_name": RETURN_RULES[return_rule],
        "certificate_regime": regime,
        "certificate_regime_name": REGIMES[regime],
        "shipping": shipping_of(story.shipping) if story.shipping else None,
        "provenance": provenance_of(story),
        "where_the_money_goes": [
            {"part": part.part, "name": part.name,
             "low": yuan(part.low_fen), "high": yuan(part.high_fen)}
            for part in story.money
        ],
    }  # fmt: skip


class GoodsPaperSerializer(serializers.Serializer[GoodsPaper]):
    kind_name = serializers.CharField(source="get_kind_display")
    number = serializers.CharField()
    issuer = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()


class SellerSerializer(serializers.Serializer[Seller]):
    """Licence and papers of who sells, and how many households sell their own produce by it."""

    name = serializers.CharField()
    credit_code = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.CharField()
    business = serializers.CharField()
    self_produced_households = serializers.IntegerField()
    papers = GoodsPaperSerializer(many=True)


class DeliverySerializer(serializers.Serializer[Delivery]):
    """Medians in days over the last parcels of the station that arrived; no promise."""

    parcels = serializers.IntegerField()
    days_to_ship = serializers.DecimalField(max_digits=5, decimal_places=1)
    days_on_the_way = serializers.DecimalField(max_digits=5, decimal_places=1)
