"""Orders with frozen names, prices and provenance."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from backend.common.sealed import SealedField
from cooperatives.models import Cooperative, Household, Listing, Lot
from orders.rules.refunding import return_rule_of
from stations.models import Station


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: Actor) -> "OrderQuerySet":
        """A buyer's own; a station's and a cooperative's by their lines; never by area."""
        if actor.system:
            return self.all()
        reach = Q(pk__in=[])
        if actor.role == "BY":
            reach |= Q(buyer__uid=actor.user_uid)
        if actor.stations:
            reach |= Q(
                pk__in=OrderLine.objects.filter(station__uid__in=actor.stations).values("order")
            )
        if actor.cooperatives:
            reach |= Q(
                pk__in=OrderLine.objects.filter(cooperative__uid__in=actor.cooperatives).values(
                    "order"
                )
            )
        if actor.role == "AU":
            reach |= _in_ranges(actor)
        return self.filter(reach)


def _in_ranges(actor: Actor) -> Q:
    reach = Q(pk__in=[])
    for area in actor.ranges:
        reach |= Q(station__area_code__gte=area.low, station__area_code__lt=area.high)
    return Q(pk__in=OrderLine.objects.filter(reach).values("order"))


class Order(UidModel):
    """One order of one buyer under one merchant account; one shipment per ship-from station."""

    class Status(models.TextChoices):
        PLACED = "placed", "待付款"
        PAID = "paid", "待发货"
        PACKED = "packed", "已打包"
        SHIPPED = "shipped", "运输中"
        DELIVERED = "delivered", "已送达"
        COMPLETED = "completed", "已完成"
        EXPIRED = "expired", "超时未付"
        CANCELLED = "cancelled", "已取消"

    class BuyerKind(models.TextChoices):
        PERSON = "person", "个人"
        BUSINESS = "business", "商户"
        INSTITUTION = "institution", "预算单位"

    # OD + date + running digits; what people read aloud.
    number = models.CharField(max_length=20, unique=True)
    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="orders")
    buyer_kind = models.CharField(
        max_length=12, choices=BuyerKind.choices, default=BuyerKind.PERSON
    )
    # The buyer's Idempotency-Key: placing twice is one order, also after a crash.
    client_key = models.CharField(max_length=80)
    merchant = models.ForeignKey("orders.MerchantAccount", on_delete=models.PROTECT)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLACED)
    goods_fen = models.BigIntegerField()
    shipping_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()
    receiver_name = SealedField(mask="text")
    receiver_phone = SealedField(mask="phone")
    receiver_address = SealedField(mask="text")
    # What may stand on lists: province and city, no person.
    region = models.CharField(max_length=40)
    note = models.CharField(max_length=200, default="")
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    completes_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "client_key"], name="order_placed_once"),
            models.CheckConstraint(
                name="order_total_is_goods_and_shipping",
                condition=Q(total_fen=F("goods_fen") + F("shipping_fen")) & Q(goods_fen__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"]),
            models.Index(
                fields=["completes_at"],
                name="order_due_to_complete",
                condition=Q(status="delivered"),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """Packages of one listing. Names and prices are frozen at sale (invariant 2)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="order_lines")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="order_lines")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT)
    fee_rule = models.ForeignKey("orders.FeeRule", on_delete=models.PROTECT)
    title = models.CharField(max_length=60)
    product_name = models.CharField(max_length=30)
    product_code = models.CharField(max_length=20)
    grade = models.CharField(max_length=8)
    return_rule = models.CharField(max_length=16)
    # The buyer's tick at this purchase (consumer law, Art. 25), where the class asks for one.
    no_return_confirmed = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField()
    package_g = models.PositiveIntegerField()
    price_fen = models.PositiveIntegerField()
    weight_g = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="line_once"),
            models.CheckConstraint(
                name="line_adds_up",
                condition=Q(amount_fen=F("price_fen") * F("quantity"))
                & Q(weight_g=F("package_g") * F("quantity"))
                & Q(quantity__gt=0),
            ),
            models.CheckConstraint(
                name="only_what_asks_for_it_is_confirmed",
                condition=Q(no_return_confirmed=False) | Q(return_rule="confirm_required"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}.{self.position}"

    @property
    def returns_by(self) -> str:
        """The rule that holds for this purchase."""
        return return_rule_of(self.return_rule, confirmed=self.no_return_confirmed)


class LineSource(models.Model):
    """Where the goods of a line come from: lot, household, cooperative, station. Append-only.

    Weights of a line's sources sum to the line's weight, shares to its amount (invariant 2).
    """

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="sources")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="line_sources")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="line_sources")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT)
    station = models.ForeignKey(Station, on_delete=models.PROTECT)
    household_name = models.CharField(max_length=20)
    area_code = models.CharField(max_length=12)
    mode = models.CharField(max_length=12)
    policy = models.CharField(max_length=16)
    # The village's own rule in force at sale, where it has one; else the line's rule says it all.
    village_rule = models.ForeignKey(
        "orders.FeeRule", on_delete=models.PROTECT, null=True, related_name="+"
    )
    weight_g = models.PositiveIntegerField()
    share_fen = models.BigIntegerField()
    # Put in at packing in the place of another lot; the others were frozen at sale.
    substitute = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "lot"],
                condition=Q(substitute=False),
                name="source_once_per_lot",
            ),
            models.CheckConstraint(
                name="source_weighs_something", condition=Q(weight_g__gt=0) & Q(share_fen__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.lot_id}"


class Hold(models.Model):
    """The stock of an unpaid order, kept until `expires_at`; its weights are the line sources."""

    class State(models.TextChoices):
        HELD = "held", "占用"
        SOLD = "sold", "售出"
        RELEASED = "released", "释放"

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="hold")
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="hold_due", condition=Q(state="held"))]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"


class OrderStep(models.Model):
    """Each change of an order's status: who, when, from, to. Append-only."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")
    from_status = models.CharField(max_length=10)
    to_status = models.CharField(max_length=10)
    actor_uid = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.order_id} {self.to_status}"
