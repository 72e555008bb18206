"""Ceilings and observed prices: what the county keeps for all its cooperatives."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden, Invalid, NotFound
from cooperatives import queries
from cooperatives.models import PriceCeiling, ReferencePrice
from cooperatives.services.moving import person_of

# An observation older than this is history, which comes by import.
OBSERVED_WITHIN = timedelta(days=60)


@transaction.atomic
def set_ceiling(
    *,
    product_uid: UUID,
    grade: str,
    sell_fen_per_jin: int,
    valid_from: date,
    valid_to: date | None,
    source: str,
    actor: Actor,
    now: datetime,
) -> PriceCeiling:
    """The county's ceiling; a lower one beside it counts, none is ever edited."""
    product = queries.product_by_uid(product_uid)
    if product is None:
        raise Invalid(fields={"product": "没有这个品种，请重新选择"})
    if valid_from < timezone.localdate(now):
        raise Invalid(fields={"valid_from": "限价不能追溯到过去，请从今天或以后开始"})
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(fields={"valid_to": "结束日期不能早于开始日期"})
    if not source.strip():
        raise Invalid(fields={"source": "请写明限价依据，例如文件号"})
    county = next((reach.low[:6] for reach in actor.ranges), "")
    if not county:
        raise Forbidden("限价由县级干部设定")
    ceiling = PriceCeiling.objects.create(
        county_code=county, product=product, grade=grade, sell_fen_per_jin=sell_fen_per_jin,
        valid_from=valid_from, valid_to=valid_to, source=source.strip(),
        made_by=person_of(actor=actor), at=now,
    )  # fmt: skip
    data: dict[str, object] = {"product": product.code, "fen": sell_fen_per_jin}
    audit.record(actor=actor, action="price_ceiling.set", subject=ceiling, at=now, data=data)
    return ceiling


@transaction.atomic
def observe_price(
    *,
    product_uid: UUID,
    grade: str,
    area_code: str,
    observed_on: date,
    channel: str,
    price_fen_per_jin: int,
    source: str,
    actor: Actor,
    now: datetime,
) -> ReferencePrice:
    """What the usual channel pays: dated, with its channel and source (IMPACT section 3)."""
    product = queries.product_by_uid(product_uid)
    if product is None:
        raise Invalid(fields={"product": "没有这个品种，请重新选择"})
    if not actor.reaches_area(area_code):
        raise NotFound("没有找到这个地区")
    today = timezone.localdate(now)
    if not today - OBSERVED_WITHIN <= observed_on <= today:
        raise Invalid(fields={"observed_on": "观察日期应在最近 60 天内，更早的请用导入"})
    if not channel.strip() or not source.strip():
        raise Invalid(fields={"source": "请写明渠道和来源，例如 贩子上门、村价格观察员"})
    observed = ReferencePrice.objects.create(
        product=product, grade=grade, area_code=area_code, observed_on=observed_on,
        channel=channel.strip(), price_fen_per_jin=price_fen_per_jin, source=source.strip(),
    )  # fmt: skip
    data: dict[str, object] = {"area": area_code, "fen": price_fen_per_jin}
    audit.record(actor=actor, action="reference_price.observe", subject=product, at=now, data=data)
    return observed
