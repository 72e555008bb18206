"""Shapes of the public catalogue."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import YuanField
from cooperatives.models import Listing
from cooperatives.rules import price_per_jin_fen
from orders.queries.catalogue import ListingStory
from stations.models import Area, StationBranch


def picture_of(name: str) -> str:
    """The drawing of a product; all of them are marked 示意图 on the page."""
    return f"/static/products/{name or 'produce'}.svg"


def township_of(village: Area) -> str:
    """The township of a station's village; a station may also stand in the township itself."""
    parent = village.parent
    return parent.name if parent and parent.level == Area.Level.TOWNSHIP else village.name


class CardSerializer(serializers.Serializer[Listing]):
    """One listing on a list."""

    uid = serializers.UUIDField()
    title = serializers.CharField()
    product_name = serializers.CharField(source="product.name")
    product_code = serializers.CharField(source="product.code")
    grade = serializers.CharField()
    grade_name = serializers.CharField(source="get_grade_display")
    package_g = serializers.IntegerField()
    price = YuanField(source="price_fen")
    price_per_jin = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField()
    township = serializers.SerializerMethodField()
    station_name = serializers.CharField(source="station.name")
    available_packages = serializers.IntegerField()
    sold_packages = serializers.IntegerField()
    season = serializers.CharField(source="product.season")
    category = serializers.CharField(source="product.product_class.code")

    @extend_schema_field(str)
    def get_price_per_jin(self, listing: Listing) -> str:
        return YuanField().to_representation(
            price_per_jin_fen(listing.price_fen, listing.package_g)
        )

    @extend_schema_field(str)
    def get_picture(self, listing: Listing) -> str:
        return picture_of(listing.product.picture)

    @extend_schema_field(str)
    def get_township(self, listing: Listing) -> str:
        return township_of(listing.station.area)


class CategorySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    listings = serializers.IntegerField()


class ZoneSerializer(serializers.Serializer[Any]):
    """A region that costs more, or to which nothing is sent."""

    region = serializers.CharField()
    served = serializers.BooleanField()
    surcharge = YuanField(source="surcharge_fen")


class ShippingSerializer(serializers.Serializer[Listing]):
    """The fee covers the first grams; each further step costs `step`. No step, no weight."""

    fee = YuanField(source="shipping_fee_fen")
    free_from = YuanField(source="shipping_free_from_fen")
    first_g = serializers.IntegerField(source="shipping_first_g")
    step_g = serializers.IntegerField(source="shipping_step_g")
    step = YuanField(source="shipping_step_fen")
    zones = ZoneSerializer(source="shipping_zones", many=True)


class StoryStationSerializer(serializers.Serializer[Listing]):
    name = serializers.CharField(source="station.name")
    township = serializers.SerializerMethodField()
    village = serializers.CharField(source="station.area.name")
    opened_on = serializers.DateField(source="station.opened_on", allow_null=True)

    @extend_schema_field(str)
    def get_township(self, listing: Listing) -> str:
        return township_of(listing.station.area)


class StoryCooperativeSerializer(serializers.Serializer[Listing]):
    name = serializers.CharField(source="cooperative.name")
    credit_code = serializers.CharField(source="cooperative.credit_code")


class StoryLotSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    received_on = serializers.DateField()
    available_g = serializers.IntegerField()


class StoryBranchSerializer(serializers.Serializer[StationBranch]):
    name = serializers.CharField(source="branch.name")
    part_name = serializers.CharField(source="get_part_display")


class ProvenanceSerializer(serializers.Serializer[ListingStory]):
    """Where it comes from; households by number, by name only with their consent."""

    station = StoryStationSerializer(source="listing")
    cooperative = StoryCooperativeSerializer(source="listing")
    lots = StoryLotSerializer(many=True)
    households = serializers.IntegerField()
    household_names = serializers.ListField(child=serializers.CharField())
    branch = StoryBranchSerializer(allow_null=True)


class MoneyRangeSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    low = YuanField(source="low_fen")
    high = YuanField(source="high_fen")


class ListingStorySerializer(CardSerializer):
    """The page of one listing: the card, then provenance and where the money goes."""

    story = serializers.CharField()
    shelf_life_days = serializers.IntegerField(source="product.shelf_life_days")
    return_rule = serializers.CharField(source="product.product_class.return_rule")
    return_rule_name = serializers.CharField(source="product.product_class.get_return_rule_display")
    certificate_regime = serializers.CharField(source="product.product_class.certificate_regime")
    certificate_regime_name = serializers.CharField(
        source="product.product_class.get_certificate_regime_display"
    )
    shipping = serializers.SerializerMethodField()
    provenance = serializers.SerializerMethodField()
    where_the_money_goes = serializers.SerializerMethodField()

    @extend_schema_field(ShippingSerializer(allow_null=True))
    def get_shipping(self, listing: Any) -> Any:
        return None if listing.shipping_fee_fen is None else ShippingSerializer(listing).data

    @extend_schema_field(ProvenanceSerializer)
    def get_provenance(self, _: Listing) -> Any:
        return ProvenanceSerializer(self.context["story"]).data

    @extend_schema_field(MoneyRangeSerializer(many=True))
    def get_where_the_money_goes(self, _: Listing) -> Any:
        return MoneyRangeSerializer(self.context["story"].money, many=True).data
