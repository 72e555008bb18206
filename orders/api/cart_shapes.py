"""Shapes of what is asked for: a cart to price, an order to place, a list to take away."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import YuanField


class WishSerializer(serializers.Serializer[Any]):
    listing = serializers.UUIDField()
    quantity = serializers.IntegerField()


class QuoteRequestSerializer(serializers.Serializer[Any]):
    lines = WishSerializer(many=True, allow_empty=True)
    region = serializers.CharField(max_length=60, required=False, allow_blank=True)
    pick_up = serializers.BooleanField(required=False)


class QuotedStationSerializer(serializers.Serializer[Any]):
    station = serializers.UUIDField()
    station_name = serializers.CharField()
    order = serializers.IntegerField()
    goods = YuanField(source="goods_fen")
    shipping = YuanField(source="shipping_fen")
    surcharge = YuanField(source="surcharge_fen")
    free_from = YuanField(source="free_from_fen")
    problem = serializers.CharField(allow_null=True)


class QuotedOrderSerializer(serializers.Serializer[Any]):
    merchant_name = serializers.CharField()
    goods = YuanField(source="goods_fen")
    shipping = YuanField(source="shipping_fen")
    total = YuanField(source="total_fen")


class QuotedLineSerializer(serializers.Serializer[Any]):
    listing = serializers.UUIDField()
    title = serializers.CharField()
    price = YuanField(source="price_fen")
    quantity = serializers.IntegerField()
    amount = YuanField(source="amount_fen")
    available_packages = serializers.IntegerField()
    return_rule = serializers.CharField()
    problem = serializers.CharField(allow_null=True)
    order = serializers.IntegerField(allow_null=True)


class QuoteSerializer(serializers.Serializer[Any]):
    goods = YuanField(source="goods_fen")
    shipping = YuanField(source="shipping_fen")
    total = YuanField(source="total_fen")
    stations = QuotedStationSerializer(many=True)
    lines = QuotedLineSerializer(many=True)
    # One per merchant account: a cart under two accounts is two orders and two payments.
    orders = QuotedOrderSerializer(many=True)


class PlacedLineSerializer(WishSerializer):
    price = serializers.CharField(max_length=20)
    # Asked for where the quote says `confirm_required`; without it the goods may be returned.
    no_return_confirmed = serializers.BooleanField(required=False)


class ReceiverSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60, allow_blank=True)
    phone = serializers.CharField(max_length=30, allow_blank=True)
    region = serializers.CharField(max_length=60, allow_blank=True)
    address = serializers.CharField(max_length=200, allow_blank=True)
    pick_up = serializers.BooleanField(required=False)


class InvoiceHeadingSerializer(serializers.Serializer[Any]):
    """Who the invoice is made out to; a tax number for organisations alone."""

    title_kind = serializers.CharField(max_length=20)
    title = serializers.CharField(max_length=200, allow_blank=True)
    tax_number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class PlaceOrderSerializer(serializers.Serializer[Any]):
    lines = PlacedLineSerializer(many=True, allow_empty=True)
    receiver = ReceiverSerializer()
    note = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    # The sum that was read, shipping included; another one is answered as a change to accept.
    total = serializers.CharField(max_length=20, required=False)
    invoice = InvoiceHeadingSerializer(required=False)


class OrderExportSerializer(serializers.Serializer[Any]):
    """The filters of the list, and why the file is taken."""

    kind = serializers.CharField(max_length=4)
    purpose = serializers.CharField(max_length=200)
    status = serializers.CharField(max_length=60, required=False, allow_blank=True)
    number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    product = serializers.CharField(max_length=60, required=False, allow_blank=True)
    household = serializers.CharField(max_length=60, required=False, allow_blank=True)
    station = serializers.CharField(max_length=60, required=False, allow_blank=True)
    since = serializers.CharField(max_length=10, required=False, allow_blank=True)
    until = serializers.CharField(max_length=10, required=False, allow_blank=True)
