"""The income card of a year: the ledger's part filled in, the rest for pen and signatures."""

from datetime import datetime
from typing import Any

from django.db import transaction

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.money import yuan
from backend.common.printing import pdf
from backend.common.weight import jin_text
from cooperatives.models import Household
from orders.queries.income_card import CardFacts, card_facts
from orders.rules.period import Period

SIGN = ["户主", "帮扶责任人", "第一书记", "村党支部书记"]
BLANK = ""
CAVEATS = ["平台销售为毛收入，未扣种养成本，不等于增收。", "空格由农户如实填写，签字后生效。"]


@transaction.atomic
def print_income_card(*, household: Household, year: Period, actor: Actor, now: datetime) -> bytes:
    """A4; to be signed by head of household, officer, first secretary and village secretary."""
    if str(household.uid) not in actor.households:
        audit.record_access(
            actor=actor, subject=household, fields="账单", purpose="打印收入明白卡", at=now
        )
    return pdf(
        "backend/common/papers/report.typ", _card(card_facts(household, year), year), now=now
    )


def _card(facts: CardFacts, year: Period) -> dict[str, Any]:
    one = facts.household
    goods = [
        [f"{row.product_name}（{row.mode_name}）", jin_text(row.weight_g), yuan(row.gross_fen),
         yuan(row.net_fen)]
        for row in facts.goods
    ]  # fmt: skip
    total = ["平台合计", "", *(yuan(sum(getattr(row, name) for row in facts.goods))
             for name in ("gross_fen", "net_fen"))]  # fmt: skip
    return {
        "title": f"{year.from_on.year} 年农户收入明白卡",
        "about": f"{one.head_name} 户　卡号 {one.card_no}　{one.area.name}　家庭人口 {one.size} 人",
        "caveats": CAVEATS,
        "sections": [
            {"heading": "一、平台销售（由账本带出，不可改）", "right": [1, 2, 3],
             "head": ["产品", "重量", "毛收入（元）", "到手（元）"], "rows": [*goods, total]},
            {"heading": "二、全年收入", "head": ["项目", "金额（元）", "说明"], "right": [1],
             "rows": [
                ["工资性收入", BLANK, "务工、公益岗位"],
                ["生产经营性收入", BLANK, "含上列平台毛收入及其他销售"],
                ["其中：合作社盈余返还", yuan(facts.refund_fen), "由账本带出"],
                ["财产性收入", BLANK, "利息、租金、分红、土地流转"],
                ["其中：合作社按账户分配", yuan(facts.by_account_fen), "由账本带出"],
                ["转移性收入", BLANK, "补贴、救助"],
                ["生产经营性支出", BLANK, "种子、化肥、饲料等"],
                ["纯收入", BLANK, "四项收入之和减支出"],
                ["人均纯收入", BLANK, f"纯收入 ÷ {one.size} 人"],
             ]},
        ],
        "signatures": SIGN,
    }  # fmt: skip
