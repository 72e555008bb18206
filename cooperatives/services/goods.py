"""Goods as the county keeps them: proposed by one person, in force by another's word."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from backend.common.search import initials_of, pinyin_of
from cooperatives import queries, rules
from cooperatives.models import GoodsChange, Product, ProductClass
from cooperatives.services.moving import person_of

KIND, OBJECT = "product", "goods_change"


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


Card = ProductCard | ClassCard
Goods = Product | ProductClass


def revise_product(
    *, uid: UUID, version: int, card: ProductCard, actor: Actor, now: datetime
) -> GoodsChange:
    """Proposes another card for what is known; its code never changes."""
    product = queries.product_by_uid(uid)
    if product is None:
        raise NotFound("没有找到这个品种")
    if card.code != product.code:
        raise Invalid(fields={"code": "品种代码是固定的，不能修改"})
    return propose_goods(card=card, version=version, actor=actor, now=now)


@transaction.atomic
def propose_goods(*, card: Card, version: int, actor: Actor, now: datetime) -> GoodsChange:
    """Checked now as it would be written; `version` is the one that was read, 0 for new goods."""
    _filled(card, version)
    change = GoodsChange(
        kind=_kind_of(card), code=card.code, version=version, content=asdict(card),
        made_by=person_of(actor=actor), made_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        raise rules.GoodsChangeOpen from error
    verb = "修改" if version else "新增"
    approvals.open_request(
        kind=KIND, object_kind=OBJECT, object_uid=str(change.uid),
        title=f"{verb}{change.get_kind_display()}：{card.name.strip()}",
        content_digest=queries.goods_digest(change), area_code=settings.COUNTY_CODE, scope_ref="",
        amount_fen=0, actor=actor, now=now, default_steps=[["CO"]],
    )  # fmt: skip
    return change


@transaction.atomic
def decide_goods(
    *, uid: UUID, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> GoodsChange:
    """The second person's word. Receipts and orders keep the rules of their own day."""
    change = GoodsChange.objects.filter(uid=uid).first()
    if change is None:
        raise NotFound
    request = approving.open_request_of(object_kind=OBJECT, object_uid=str(uid))
    if request is None:
        raise Conflict("这项改动已有人处理，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    agreed = decided.state == ApprovalRequest.State.APPROVED
    if agreed:
        _apply(change, actor, now)
    change.state = GoodsChange.State.APPLIED if agreed else GoodsChange.State.REFUSED
    change.decided_at = now
    change.save(update_fields=["state", "decided_at"])
    return change


def _kind_of(card: Card) -> str:
    return GoodsChange.Kind.PRODUCT if isinstance(card, ProductCard) else GoodsChange.Kind.CLASS


def _apply(change: GoodsChange, actor: Actor, now: datetime) -> None:
    """Writes it, only from the version that was signed."""
    of_product = change.kind == GoodsChange.Kind.PRODUCT
    card: Card = ProductCard(**change.content) if of_product else ClassCard(**change.content)
    goods = _filled(card, change.version)
    if change.version:
        still = type(goods).objects.filter(pk=goods.pk, version=change.version)
        if not still.update(version=F("version") + 1):
            raise _moved(goods.version, change.version)
        goods.version = change.version + 1
    try:
        with transaction.atomic():
            goods.save()
    except IntegrityError as error:
        raise _exists(card) from error
    action = (
        f"{'product' if of_product else 'product_class'}.{'revise' if change.version else 'add'}"
    )
    audit.record(
        actor=actor, action=action, subject=goods, at=now, data={"change": str(change.uid)}
    )


def _exists(card: Card) -> Conflict:
    return rules.ProductExists() if isinstance(card, ProductCard) else rules.ProductClassExists()


def _moved(now_at: int, read_at: int) -> Conflict:
    return Conflict(
        f"内容已被修改（当前第 {now_at} 版，您打开的是第 {read_at} 版），请重新打开再改"
    )


def _filled(card: Card, version: int) -> Goods:
    """The record as it would stand, not stored; refuses what cannot be."""
    of_product = isinstance(card, ProductCard)
    found = queries.goods_of(
        GoodsChange.Kind.PRODUCT if of_product else GoodsChange.Kind.CLASS, card.code
    )
    if found is not None and not version:
        raise _exists(card)
    if found is None and version:
        raise NotFound("没有找到这个品种" if of_product else "没有找到这个品类")
    if found is not None and found.version != version:
        raise _moved(found.version, version)
    if isinstance(card, ProductCard):
        product = (
            found
            if isinstance(found, Product)
            else Product(code=card.code, picture=rules.PICTURES[0])
        )
        return _with_card(product, card)
    klass = found if isinstance(found, ProductClass) else ProductClass(code=card.code)
    return _with_class(klass, card)


def _with_class(klass: ProductClass, card: ClassCard) -> ProductClass:
    rules.check_class(code=card.code, name=card.name, completes_after_h=card.completes_after_h)
    klass.name, klass.certificate_regime = card.name.strip(), card.certificate_regime
    klass.return_rule, klass.completes_after_h = card.return_rule, card.completes_after_h
    return klass


def _with_card(product: Product, card: ProductCard) -> Product:
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
    return product
