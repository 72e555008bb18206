"""Products, ceilings and observed prices: what the county keeps for all its cooperatives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.common.search import initials_of, pinyin_of
from cooperatives import queries, rules
from cooperatives.models import PriceCeiling, Product, ProductClass, ReferencePrice
from cooperatives.services.moving import person_of

# An observation older than this is history, which comes by import.
OBSERVED_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """What the county says of a kind of produce."""

    code: str
    name: str
    class_code: str
    aliases: Sequence[str]
    grades: Sequence[str]
    units: Sequence[str]
    season_months: Sequence[int]
    shelf_life_days: int
    most_g_per_receipt: int
    gi_mark: str = ""
    # One of the drawings; empty keeps the one it has.
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCard:
    """What the law asks of a class of goods."""

    code: str
    name: str
    certificate_regime: str
    return_rule: str
    completes_after_h: int


@transaction.atomic
def add_product_class(*, card: ClassCard, actor: Actor, now: datetime) -> ProductClass:
    klass = ProductClass(code=card.code)
    _fill_class(klass, card)
    try:
        with transaction.atomic():
            klass.save()
    except IntegrityError as error:
        raise rules.ProductClassExists from error
    audit.record(actor=actor, action="product_class.add", subject=klass, at=now)
    return klass


@transaction.atomic
def revise_product_class(
    *, version: int, card: ClassCard, actor: Actor, now: datetime
) -> ProductClass:
    """From the version that was read. Receipts and orders keep the rules of their own day."""
    klass = ProductClass.objects.filter(code=card.code).first()
    if klass is None:
        raise NotFound("没有找到这个品类")
    claimed = ProductClass.objects.filter(pk=klass.pk, version=version)
    if not claimed.update(version=F("version") + 1):
        raise Conflict(f"品类已被修改（当前第 {klass.version} 版，您打开的是第 {version} 版）")
    klass.version = version + 1
    _fill_class(klass, card)
    klass.save()
    data: dict[str, object] = {"code": card.code, "regime": card.certificate_regime}
    audit.record(actor=actor, action="product_class.revise", subject=klass, at=now, data=data)
    return klass


def _fill_class(klass: ProductClass, card: ClassCard) -> None:
    rules.check_class(code=card.code, name=card.name, completes_after_h=card.completes_after_h)
    klass.name, klass.certificate_regime = card.name.strip(), card.certificate_regime
    klass.return_rule, klass.completes_after_h = card.return_rule, card.completes_after_h


@transaction.atomic
def add_product(*, card: ProductCard, actor: Actor, now: datetime) -> Product:
    product = Product(code=card.code.strip(), picture=rules.PICTURES[0])
    _fill(product, card)
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as error:
        raise rules.ProductExists from error
    audit.record(actor=actor, action="product.add", subject=product, at=now)
    return product


@transaction.atomic
def revise_product(
    *, uid: UUID, version: int, card: ProductCard, actor: Actor, now: datetime
) -> Product:
    """From the version that was read. What was weighed and sold before keeps its own words."""
    product = queries.product_by_uid(uid)
    if product is None:
        raise NotFound("没有找到这个品种")
    if card.code != product.code:
        raise Invalid(fields={"code": "品种代码是固定的，不能修改"})
    claimed = Product.objects.filter(pk=product.pk, version=version)
    if not claimed.update(version=F("version") + 1):
        raise Conflict(f"品种已被修改（当前第 {product.version} 版，您打开的是第 {version} 版）")
    product.version = version + 1
    _fill(product, card)
    product.save()
    audit.record(actor=actor, action="product.revise", subject=product, at=now)
    return product


def _fill(product: Product, card: ProductCard) -> None:
    klass = ProductClass.objects.filter(code=card.class_code).first()
    if klass is None:
        raise Invalid(fields={"class_code": "没有这个品类，请重新选择"})
    rules.check_product(
        code=card.code, name=card.name, grades=card.grades, months=card.season_months
    )
    aliases = [word.strip() for word in card.aliases if word.strip()]
    words = [card.name.strip(), *aliases]
    sounds = [(pinyin_of(word), initials_of(word)) for word in words]
    product.name, product.product_class, product.aliases = card.name.strip(), klass, aliases
    product.pinyin = " ".join(whole for whole, _ in sounds)[:200]
    product.initials = " ".join(short for _, short in sounds)[:60]
    product.grades, product.units = list(card.grades), [unit.strip() for unit in card.units]
    product.season_months = sorted(set(card.season_months))
    product.season = rules.season_text(product.season_months)
    product.shelf_life_days = card.shelf_life_days
    product.most_g_per_receipt = card.most_g_per_receipt
    product.gi_mark = card.gi_mark.strip()
    product.picture = card.picture or product.picture


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
