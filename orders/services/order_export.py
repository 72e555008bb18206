"""The list of orders as a file: goods and money, no person; the audit chain keeps who took it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localtime

from backend.accounts.models import User
from backend.accounts.rules import ROLES
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.common.money import yuan
from backend.common.tables import KINDS, watermark, written
from cooperatives.models import Grade
from orders.models import Order
from orders.queries.orders import OrderFilter, orders_of
from orders.rules.refunding import check_reason

MOST_ORDERS = 5_000
HEAD = (
    "订单号", "下单时间", "状态", "收货地区", "服务站", "商品", "品种", "等级", "件数",
    "重量（克）", "单价（元）", "金额（元）", "快递", "运单号",
)  # fmt: skip


def export_orders(
    *, wanted: OrderFilter, kind: str, purpose: str, actor: Actor, now: datetime
) -> bytes:
    """A row per line within reach, under the filters that the list was read with."""
    purpose = check_reason(purpose, "purpose")
    if kind not in KINDS:
        raise Invalid(fields={"kind": "请选择 xlsx 或 csv"})
    me = User.objects.get(uid=actor.user_uid)
    orders = list(
        orders_of(actor=actor, wanted=wanted)
        .prefetch_related("shipments")
        .order_by("-id")[: MOST_ORDERS + 1]
    )
    if len(orders) > MOST_ORDERS:
        raise Invalid(fields={"filter": f"一次最多导出 {MOST_ORDERS} 笔订单，请缩短日期范围"})
    rows = [row for order in orders for row in _rows(order)]
    data = {"kind": kind, "rows": len(rows), "purpose": purpose}
    audit.record(actor=actor, action="order.export", subject=me, at=now, data=data)
    mark = watermark(name=me.name, hat=ROLES.get(actor.role, ""), purpose=purpose, now=now)
    return written(kind, mark=mark, head=HEAD, rows=rows)


def _rows(order: Order) -> Iterator[tuple[object, ...]]:
    parcels = {parcel.station_id: parcel for parcel in order.shipments.all()}
    for line in order.lines.all():
        parcel = parcels[line.station_id]
        yield (
            order.number, f"{localtime(order.placed_at):%Y-%m-%d %H:%M}",
            order.get_status_display(), order.region, line.station.name, line.title,
            line.product_name, Grade(line.grade).label, line.quantity, line.weight_g,
            yuan(line.price_fen), yuan(line.amount_fen), parcel.courier, parcel.waybill,
        )  # fmt: skip
