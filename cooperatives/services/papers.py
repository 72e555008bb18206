"""Papers of goods: recorded by the cooperative's accountant, asked for when goods are listed."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from cooperatives import queries, rules
from cooperatives.models import GoodsPaper, Listing, Lot, ProductClass
from cooperatives.services.moving import person_of


@transaction.atomic
def record_paper(
    *,
    product_uid: UUID,
    kind: str,
    number: str,
    issuer: str,
    valid_from: date,
    valid_to: date,
    actor: Actor,
    now: datetime,
) -> GoodsPaper:
    """A paper of the hat's own cooperative; a renewed one is a new row."""
    cooperative = queries.own_cooperative(actor, on=timezone.localdate(now))
    if cooperative is None or str(cooperative.uid) not in actor.cooperatives:
        raise NotFound("您的身份没有对应的合作社")
    product = queries.product_by_uid(product_uid)
    if product is None:
        raise Invalid(fields={"product": "没有这个品种，请重新选择"})
    if valid_to < valid_from:
        raise Invalid(fields={"valid_to": "到期日早于签发日，请核对"})
    try:
        with transaction.atomic():
            paper = GoodsPaper.objects.create(
                cooperative=cooperative, product=product, kind=kind, number=number.strip(),
                issuer=issuer.strip(), valid_from=valid_from, valid_to=valid_to,
                made_by=person_of(actor=actor), at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("这份证件已经登记过，请核对编号") from error
    data: dict[str, object] = {"kind": kind, "number": paper.number}
    audit.record(actor=actor, action="goods_paper.record", subject=paper, at=now, data=data)
    return paper


def check_papers(*, listing: Listing, lots: list[Lot], on: date) -> None:
    """What the class of goods asks of each batch that goes on sale (DOMAIN section 7)."""
    regimes = {lot.receipt.certificate_regime for lot in lots}
    if ProductClass.Regime.QUARANTINE in regimes:
        papers = GoodsPaper.objects.filter(
            cooperative=listing.cooperative, product=listing.product,
            kind=GoodsPaper.Kind.QUARANTINE,
        )  # fmt: skip
        if not papers.in_force(on).exists():
            last = papers.order_by("-valid_to").first()
            rules.refuse_without_quarantine(listing.product.name, last.valid_to if last else None)
    if ProductClass.Regime.COMMITMENT in regimes:
        codes = [lot.code for lot in lots if not _committed(lot)]
        if codes:
            raise rules.PaperMissing(
                f"批次 {'、'.join(codes)} 没有有效的承诺达标合格证，不能上架；请换一个批次"
            )


def _committed(lot: Lot) -> bool:
    paper = getattr(lot, "certificate", None)
    return paper is not None and paper.revoked_at is None
