"""Shapes of orders."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import YuanField
from cooperatives.models import Grade
from orders.api.claim_shapes import ClaimSerializer
from orders.models import LineSource, Order, OrderLine, OrderStep, PaymentAttempt
from orders.queries.claims import LineLeft
from orders.queries.orders import OrderView
from orders.rules.card import picture_of


class ListedLineSerializer(serializers.Serializer[OrderLine]):
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    picture = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_picture(self, line: OrderLine) -> str:
        return picture_of(line.listing.product.picture)


class ListedOrderSerializer(serializers.Serializer[Order]):
    """An order on a list: no person, only the region."""

    number = serializers.CharField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    total = YuanField(source="total_fen")
    placed_at = serializers.DateTimeField()
    lines = ListedLineSerializer(many=True)
    region = serializers.CharField()
    station_names = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_station_names(self, order: Order) -> list[str]:
        return list(dict.fromkeys(line.station.name for line in order.lines.all()))


class SourceSerializer(serializers.Serializer[LineSource]):
    lot_code = serializers.CharField(source="lot.code")
    household_name = serializers.SerializerMethodField()
    village = serializers.SerializerMethodField()
    station_name = serializers.CharField(source="station.name")
    cooperative_name = serializers.CharField(source="cooperative.name")
    weight_g = serializers.IntegerField()
    share = YuanField(source="share_fen")

    @extend_schema_field(str)
    def get_household_name(self, source: LineSource) -> str:
        return self.view.household_name(source)

    @extend_schema_field(str)
    def get_village(self, source: LineSource) -> str:
        return self.view.villages.get(source.area_code, "")

    @property
    def view(self) -> OrderView:
        return self.context["view"]  # type: ignore[no-any-return]


class OrderLineSerializer(ListedLineSerializer):
    position = serializers.IntegerField()
    # What 再买一次 puts into the cart; the cart asks for today's price and stock.
    listing = serializers.UUIDField(source="listing.uid")
    station_name = serializers.CharField(source="station.name")
    product_name = serializers.CharField()
    grade_name = serializers.SerializerMethodField()
    package_g = serializers.IntegerField()
    weight_g = serializers.IntegerField()
    price = YuanField(source="price_fen")
    amount = YuanField(source="amount_fen")
    sources = SourceSerializer(many=True)

    @extend_schema_field(str)
    def get_grade_name(self, line: OrderLine) -> str:
        return str(Grade(line.grade).label)


class OrderShipmentSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    station_name = serializers.CharField(source="station.name")
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    shipping = YuanField(source="shipping_fen")
    courier = serializers.CharField()
    waybill = serializers.CharField()
    shipped_at = serializers.DateTimeField(allow_null=True)
    pick_up = serializers.BooleanField()
    pick_up_code = serializers.SerializerMethodField()
    # Where and when a buyer who comes by finds the parcel.
    station_address = serializers.CharField(source="station.address")
    station_hours = serializers.CharField(source="station.service_hours")
    station_phone = serializers.CharField(source="station.phone")

    @extend_schema_field(str)
    def get_pick_up_code(self, shipment: Any) -> str:
        """For the buyer alone, while the parcel waits at the station."""
        view: OrderView | None = self.context.get("view")
        waits = shipment.status == "packed"
        return shipment.pick_up_code if waits and view is not None and view.own else ""


class StepSerializer(serializers.Serializer[OrderStep]):
    status = serializers.CharField(source="to_status")
    status_name = serializers.SerializerMethodField()
    at = serializers.DateTimeField()

    @extend_schema_field(str)
    def get_status_name(self, step: OrderStep) -> str:
        return str(Order.Status(step.to_status).label)


class MaskedReceiverSerializer(serializers.Serializer[Order]):
    """Sealed values print their mask; nothing here opens them."""

    name = serializers.CharField(source="receiver_name")
    phone = serializers.CharField(source="receiver_phone")
    address = serializers.CharField(source="receiver_address")


class PaymentSerializer(serializers.Serializer[Any]):
    state = serializers.CharField()
    state_name = serializers.CharField()
    paid_at = serializers.DateTimeField(allow_null=True)


class CanSerializer(serializers.Serializer[Any]):
    pay = serializers.BooleanField()
    cancel = serializers.BooleanField()
    confirm_receipt = serializers.BooleanField()


class AttemptSerializer(serializers.Serializer[PaymentAttempt]):
    """One try to pay, with the number under which Alipay knows it."""

    out_trade_no = serializers.CharField()
    channel = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    amount = YuanField(source="amount_fen")
    created_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)


class MoneyPartSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    amount = YuanField(source="amount_fen")


class OrderRefundSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    amount = YuanField(source="amount_fen")
    reason_name = serializers.CharField(source="get_reason_display")
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    requested_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)


class AdjustmentSerializer(serializers.Serializer[Any]):
    """What was promised and what was packed, by whom and why."""

    kind = serializers.CharField()
    kind_name = serializers.CharField(source="get_kind_display")
    title = serializers.CharField(source="line.title")
    lot_code = serializers.CharField(source="source.lot.code")
    old_g = serializers.IntegerField()
    new_g = serializers.IntegerField()
    fate_name = serializers.CharField(source="get_fate_display")
    reason = serializers.CharField()
    by_name = serializers.CharField()
    at = serializers.DateTimeField()
    refund = YuanField(source="back_fen", allow_null=True)


class ClaimableSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(source="line.position")
    packages = serializers.IntegerField()
    worth = YuanField(source="worth_fen")
    # Why a return or a complaint is not open for the line, in words; empty where it is.
    return_refusal = serializers.SerializerMethodField()
    quality_refusal = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_return_refusal(self, left: LineLeft) -> str:
        return self._why_not(left, "return")

    @extend_schema_field(str)
    def get_quality_refusal(self, left: LineLeft) -> str:
        return self._why_not(left, "quality")

    def _why_not(self, left: LineLeft, kind: str) -> str:
        view: OrderView = self.context["view"]
        return left.why_not(kind, view.order.delivered_at, view.now)


class PlacedTogetherSerializer(serializers.Serializer[Order]):
    number = serializers.CharField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    total = YuanField(source="total_fen")


class PlacedOrderSerializer(serializers.Serializer[Order]):
    """What a buyer is told at once; the rest is read on the order's page."""

    number = serializers.CharField()
    status = serializers.CharField()
    status_name = serializers.CharField(source="get_status_display")
    goods = YuanField(source="goods_fen")
    shipping = YuanField(source="shipping_fen")
    total = YuanField(source="total_fen")
    placed_at = serializers.DateTimeField()


class OrderSerializer(serializers.Serializer[OrderView]):
    """One order with all that its page shows."""

    number = serializers.CharField(source="order.number")
    status = serializers.CharField(source="order.status")
    status_name = serializers.CharField(source="order.get_status_display")
    goods = YuanField(source="order.goods_fen")
    shipping = YuanField(source="order.shipping_fen")
    total = YuanField(source="order.total_fen")
    placed_at = serializers.DateTimeField(source="order.placed_at")
    paid_at = serializers.DateTimeField(source="order.paid_at", allow_null=True)
    shipped_at = serializers.DateTimeField(source="order.shipped_at", allow_null=True)
    delivered_at = serializers.DateTimeField(source="order.delivered_at", allow_null=True)
    completed_at = serializers.DateTimeField(source="order.completed_at", allow_null=True)
    completes_at = serializers.DateTimeField(source="order.completes_at", allow_null=True)
    hold_expires_at = serializers.DateTimeField(source="hold.expires_at", allow_null=True)
    note = serializers.CharField(source="order.note")
    region = serializers.CharField(source="order.region")
    receiver = MaskedReceiverSerializer(source="order")
    lines = OrderLineSerializer(many=True)
    shipments = OrderShipmentSerializer(many=True)
    steps = StepSerializer(many=True)
    payment = PaymentSerializer(allow_null=True)
    can = CanSerializer()
    money_parts = MoneyPartSerializer(many=True, allow_null=True)
    refunds = OrderRefundSerializer(many=True)
    claims = ClaimSerializer(many=True)
    adjustments = AdjustmentSerializer(many=True)
    claimable = ClaimableSerializer(many=True)
    # Orders of the same cart under other merchant accounts: each is paid by itself.
    placed_together = PlacedTogetherSerializer(many=True)
    attempts = AttemptSerializer(many=True)
