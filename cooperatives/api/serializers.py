"""Shapes of households, prices, lots and listings."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import YuanField
from backend.common.photos import signed_address
from cooperatives.models import Grade, Listing, ListingPhoto, Lot
from cooperatives.queries import listing_digest
from cooperatives.rules import price_per_jin_fen


class PartnerSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()


class StationMineSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField(source="station.uid")
    name = serializers.CharField(source="station.name")
    status = serializers.CharField(source="station.status")
    letters = serializers.CharField(source="station.letters")
    county_letters = serializers.CharField()
    township = serializers.CharField()
    village = serializers.CharField(source="station.area.name")
    cooperative = PartnerSerializer(allow_null=True)


class HouseholdSerializer(serializers.Serializer[Any]):
    """The phone shows its last four digits alone; nothing sealed leaves here."""

    uid = serializers.UUIDField()
    card_no = serializers.CharField()
    head_name = serializers.CharField()
    village = serializers.CharField(source="area.name")
    size = serializers.IntegerField()
    category = serializers.CharField()
    category_name = serializers.CharField(source="get_category_display")
    phone_tail = serializers.CharField()
    # By these the counter finds a household without a network.
    pinyin = serializers.CharField()
    initials = serializers.CharField()
    village_initials = serializers.CharField(source="area.initials")


class ProductSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    picture = serializers.CharField()
    class_name = serializers.CharField(source="product_class.name")
    certificate_regime = serializers.CharField(source="product_class.certificate_regime")
    # The counter warns before it sends: above this a weigh-in is refused.
    most_g_per_receipt = serializers.IntegerField()


class PriceSerializer(serializers.Serializer[Any]):
    price_entry = serializers.IntegerField(source="pk")
    product = ProductSerializer()
    grade = serializers.CharField()
    grade_name = serializers.CharField(source="get_grade_display")
    buy_per_jin = YuanField(source="buy_fen_per_jin")
    sell_per_jin = YuanField(source="sell_fen_per_jin")
    institution_per_jin = YuanField(source="institution_fen_per_jin", allow_null=True)
    effective_from = serializers.DateTimeField(source="price_list.effective_from")


class LotSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    product_name = serializers.CharField(source="receipt.product.name")
    product_uid = serializers.UUIDField(source="receipt.product.uid")
    picture = serializers.CharField(source="receipt.product.picture")
    grade = serializers.CharField(source="receipt.grade")
    grade_name = serializers.CharField(source="receipt.get_grade_display")
    household_name = serializers.CharField(source="receipt.household.head_name")
    receipt = serializers.UUIDField(source="receipt.uid")
    received_g = serializers.IntegerField()
    available_g = serializers.IntegerField()
    held_g = serializers.IntegerField()
    sold_g = serializers.IntegerField()
    rejected_g = serializers.IntegerField()
    wasted_g = serializers.IntegerField()
    priced = serializers.SerializerMethodField()
    expires_on = serializers.DateField()
    listing_title = serializers.CharField(source="pool.listing.title", default=None)

    def get_priced(self, lot: Lot) -> bool:
        """待定价 lots cannot be put on sale yet."""
        return lot.receipt.price_entry_id is not None


class LotCodesSerializer(serializers.Serializer[Any]):
    lots = serializers.ListField(
        child=serializers.CharField(max_length=40), min_length=1, max_length=50
    )


class OfferSerializer(LotCodesSerializer):
    product = serializers.UUIDField()
    grade = serializers.ChoiceField(choices=Grade.choices)
    title = serializers.CharField(min_length=2, max_length=60)
    story = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    package_g = serializers.IntegerField(min_value=1, max_value=1_000_000)
    price = YuanField()
    policy = serializers.ChoiceField(
        choices=Listing.Policy.choices, required=False, default=Listing.Policy.FIRST_EXPIRING
    )
    # Hashes of uploaded photos, in the order buyers see them.
    photos = serializers.ListField(
        child=serializers.RegexField(r"^[0-9a-f]{64}$"), max_length=6, default=list
    )
    # Of the returned listing that is sent in again: another version answers 409.
    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class ReleaseSerializer(serializers.Serializer[Any]):
    content_digest = serializers.CharField(max_length=64)


class ListingPhotoSerializer(serializers.Serializer[Any]):
    hash = serializers.CharField(source="photo.digest")
    url = serializers.SerializerMethodField()
    thumb_url = serializers.SerializerMethodField()
    width = serializers.IntegerField(source="photo.width")
    height = serializers.IntegerField(source="photo.height")

    def get_url(self, row: ListingPhoto) -> str:
        return signed_address(row.photo.digest)

    def get_thumb_url(self, row: ListingPhoto) -> str:
        return signed_address(row.photo.digest, thumb=True)


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class PoolLotSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="lot.code")
    available_g = serializers.IntegerField(source="lot.available_g")


class ListingSerializer(serializers.Serializer[Any]):
    """A row of `queries.listings`, which has loaded pool and reviews."""

    uid = serializers.UUIDField()
    title = serializers.CharField()
    story = serializers.CharField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    product_uid = serializers.UUIDField(source="product.uid")
    product_name = serializers.CharField(source="product.name")
    picture = serializers.CharField(source="product.picture")
    grade = serializers.CharField()
    grade_name = serializers.CharField(source="get_grade_display")
    station_name = serializers.CharField(source="station.name")
    package_g = serializers.IntegerField()
    price = YuanField(source="price_fen")
    price_per_jin = serializers.SerializerMethodField()
    available_packages = serializers.SerializerMethodField()
    sold_packages = serializers.IntegerField()
    on_sale_at = serializers.DateTimeField(allow_null=True)
    lots = PoolLotSerializer(source="sellable_lots", many=True)
    policy = serializers.CharField()
    policy_name = serializers.CharField(source="get_policy_display")
    photos = ListingPhotoSerializer(source="all_photos", many=True)
    content_digest = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    version = serializers.IntegerField()

    def get_price_per_jin(self, listing: Listing) -> str:
        return YuanField().to_representation(
            price_per_jin_fen(listing.price_fen, listing.package_g)
        )

    def get_content_digest(self, listing: Listing) -> str:
        """Names what is read here; the manager's release gives it back."""
        return listing_digest(listing)

    def get_available_packages(self, listing: Any) -> int:
        stock_g: int = sum(row.lot.available_g for row in listing.sellable_lots)
        return stock_g // int(listing.package_g)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_reason(self, listing: Any) -> str | None:
        """Why it came back or went down; None while nothing was refused."""
        refused = listing.status in {Listing.Status.RETURNED, Listing.Status.DOWN}
        return listing.all_reviews[0].reason if refused and listing.all_reviews else None
