"""Shapes of the sales overview and of members' accounts."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import YuanField
from backend.common.money import yuan
from orders.queries.sales import BY


class PeriodSerializer(serializers.Serializer[Any]):
    """What a list or file is asked for; both days included."""

    from_on = serializers.DateField(required=False, allow_null=True, default=None)
    to_on = serializers.DateField(required=False, allow_null=True, default=None)
    cooperative = serializers.UUIDField(required=False, allow_null=True, default=None)


class AskSalesSerializer(PeriodSerializer):
    by = serializers.ChoiceField(choices=BY, default="product")
    product = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    member = serializers.UUIDField(required=False, allow_null=True, default=None)
    station = serializers.UUIDField(required=False, allow_null=True, default=None)


class AskAccountsSerializer(PeriodSerializer):
    search = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class TakeSalesSerializer(AskSalesSerializer):
    kind = serializers.CharField(max_length=4)
    purpose = serializers.CharField(max_length=200)


class TakeAccountsSerializer(AskAccountsSerializer):
    kind = serializers.CharField(max_length=4)
    purpose = serializers.CharField(max_length=200)


class SalesFiguresSerializer(serializers.Serializer[Any]):
    sales_count = serializers.IntegerField()
    weight_g = serializers.IntegerField()
    sold = YuanField(source="sold_fen")
    refunded = YuanField(source="refunded_fen")
    net = YuanField(source="net_fen")
    households = YuanField(source="households_fen")
    cooperative = YuanField(source="cooperative_fen")


class SalesRowSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()
    now = SalesFiguresSerializer()
    before = SalesFiguresSerializer()


class SalesOverviewSerializer(serializers.Serializer[Any]):
    from_on = serializers.DateField(source="period.from_on")
    to_on = serializers.DateField(source="period.to_on")
    before_from_on = serializers.DateField(source="earlier.from_on")
    before_to_on = serializers.DateField(source="earlier.to_on")
    rows = SalesRowSerializer(many=True)
    now = SalesFiguresSerializer()
    before = SalesFiguresSerializer()
    open_orders = serializers.IntegerField()
    open_settlements = serializers.IntegerField()
    unsettled_amount = YuanField(source="unsettled_fen")
    open_amount = YuanField(source="open_fen")


class SaleSerializer(serializers.Serializer[Any]):
    """One source split: what one lot gave to one sale, or what a refund took back."""

    on = serializers.DateField(source="split_on")
    order = serializers.CharField(source="source.line.order.number")
    product_name = serializers.CharField(source="source.line.product_name")
    household = serializers.UUIDField(source="household.uid")
    household_name = serializers.CharField(source="household.head_name")
    station_name = serializers.CharField(source="source.station.name")
    lot = serializers.CharField(source="source.lot.code")
    receipt = serializers.UUIDField(source="source.lot.receipt.uid")
    refund = serializers.SerializerMethodField()
    weight_g = serializers.IntegerField()
    amount = YuanField(source="share_fen")
    to_household = YuanField(source="household_fen")

    def get_refund(self, split: Any) -> bool:
        return split.refund_id is not None


class MemberAccountSerializer(serializers.Serializer[Any]):
    membership = serializers.UUIDField(source="uid")
    household = serializers.UUIDField(source="household.uid")
    number = serializers.CharField()
    head_name = serializers.CharField(source="household.head_name")
    village = serializers.CharField(source="household.area.name")
    valid_from = serializers.DateField()
    capital = serializers.SerializerMethodField()
    reserve = serializers.SerializerMethodField()
    subsidy = serializers.SerializerMethodField()
    receipts_count = serializers.IntegerField()
    received_g = serializers.IntegerField()
    unpriced_count = serializers.IntegerField()
    bought = YuanField(source="bought_fen")
    sold = YuanField(source="sold_fen")
    earned = YuanField(source="earned_fen")
    patronage = YuanField(source="patronage_fen")
    payable = serializers.SerializerMethodField()
    paid = serializers.SerializerMethodField()

    def get_capital(self, row: Any) -> str:
        return yuan(row.capital_fen or 0)

    def get_reserve(self, row: Any) -> str:
        return yuan(row.reserve_fen or 0)

    def get_subsidy(self, row: Any) -> str:
        return yuan(row.subsidy_fen or 0)

    def get_payable(self, row: Any) -> str:
        return yuan(self.context["money"].payable_fen.get(str(row.household.uid), 0))

    def get_paid(self, row: Any) -> str:
        return yuan(self.context["money"].paid_fen.get(str(row.household.uid), 0))


class AccountTotalsSerializer(serializers.Serializer[Any]):
    members_count = serializers.IntegerField()
    receipts_count = serializers.IntegerField()
    received_g = serializers.IntegerField()
    capital = YuanField(source="capital_fen")
    reserve = YuanField(source="reserve_fen")
    subsidy = YuanField(source="subsidy_fen")
    bought = YuanField(source="bought_fen")
    sold = YuanField(source="sold_fen")
    earned = YuanField(source="earned_fen")
    patronage = YuanField(source="patronage_fen")
    payable = YuanField(source="payable_fen")
    paid = YuanField(source="paid_fen")


class AccountsAnswerSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = MemberAccountSerializer(many=True)
    totals = AccountTotalsSerializer()
    cooperative = serializers.UUIDField()
    cooperative_name = serializers.CharField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
