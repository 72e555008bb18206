"""How the money of an order was cut, source by source, for whoever may see the source."""

from dataclasses import dataclass
from datetime import date

from backend.common.actor import Actor
from orders.models import FeeRule, SourceSplit
from orders.rules.explaining import ORDER, Step, explain
from orders.rules.waterfall import Fees

PURCHASE = "purchase"


@dataclass(frozen=True, slots=True)
class Explained:
    title: str
    # Empty for a buyer: who grew it is said on the trace page, with consent.
    household_name: str
    lot_code: str
    on: date
    weight_g: int
    share_fen: int
    back: bool
    rule: str
    steps: list[Step]


def explain_order(*, number: str, actor: Actor) -> list[Explained]:
    """One statement. Nothing before completion, nothing out of reach."""
    splits = (
        SourceSplit.objects.visible_to(actor)
        .filter(source__line__order__number=number)
        .select_related(
            "source__line__fee_rule__station", "source__line__fee_rule__cooperative",
            "source__line__fee_rule__product_class", "source__village_rule", "source__lot",
        )
        .order_by("source__line__position", "source_id", "id")
    )  # fmt: skip
    return [_explained(split, named=actor.role != "BY") for split in splits]


def _explained(split: SourceSplit, *, named: bool) -> Explained:
    source, back = split.source, split.refund_id is not None
    rule, village = source.line.fee_rule, source.village_rule
    booked = {part: getattr(split, f"{part}_fen") for part in (*ORDER, "household")}
    return Explained(
        title=source.line.title,
        household_name=source.household_name if named else "",
        lot_code=source.lot.code,
        on=split.split_on,
        weight_g=split.weight_g,
        share_fen=split.share_fen,
        back=back,
        rule="，".join(_name(each) for each in (rule, village) if each),
        steps=explain(
            split.share_fen, booked, fees=Fees.of(rule, village),
            purchase=source.mode == PURCHASE, back=back,
        ),
    )  # fmt: skip


def _name(rule: FeeRule) -> str:
    """收费规则第 3 版（东峡一村电商服务站）."""
    narrowed = [row.name for row in (rule.product_class, rule.cooperative, rule.station) if row]
    holds_for = "村集体" if rule.village_code else "、".join(narrowed) or "全县"
    return f"收费规则第 {rule.number} 版（{holds_for}）"
