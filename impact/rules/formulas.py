"""What may be computed for an indicator, in words; `impact.queries.formulas` computes each key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """`households` says that few households may stand behind it: such cells stay closed."""

    name: str
    unit: str
    unit_name: str
    meaning: str
    households: bool = False


FORMULAS: dict[str, Formula] = {
    "village_coverage": Formula(
        "村级服务站覆盖率", "percent", "%",
        "期末有服务站服务的行政村 ÷ 行政村总数；按服务村登记和开业日期，社区不计",
    ),
    "active_stations": Formula(
        "活跃服务站率", "percent", "%",
        "本期至少成交一笔（已分账）的服务站 ÷ 期末前已开业的服务站",
    ),
    "lasting_stations": Formula(
        "站点持续运营率", "percent", "%",
        "期末仍在运营的服务站 ÷ 期末前已开业的服务站；按审批的状态变更",
    ),
    "led_stations": Formula(
        "支部领办站点率", "percent", "%",
        "期末由党支部领办的服务站 ÷ 期末前已开业的服务站；按领办起止日期",
    ),
    "passed_inspections": Formula(
        "检查达标率", "percent", "%",
        "本期最近一次检查为达标、先进或模范的服务站 ÷ 本期检查过的服务站；没有检查的期不计算",
    ),
    "services": Formula(
        "便民服务件次", "count", "件次", "服务站登记的全部服务（代买、代卖、代缴费等），冲销的已扣",
    ),
    "training": Formula(
        "培训人次", "count", "人次", "服务站登记的培训，冲销的已扣；站外组织的培训不在内",
    ),
    "parcels": Formula("快递件量", "count", "件", "服务站登记的代收和代发快递，按到站时间"),
    "sales": Formula(
        "经站农产品网络零售额", "yuan", "元",
        "完成分账的货款，不含运费，退款已扣，按农户所在村归属；是销售额，不是农户收入", True,
    ),
    "sales_growth": Formula(
        "经站零售额同比增速", "change", "%",
        "（本期 − 去年同期）÷ 去年同期；去年同期没有销售的不计算", True,
    ),
    "paid": Formula(
        "分给农户的货款", "yuan", "元",
        "代卖货款分账后应付农户的部分；收购款不在内，不等于增收", True,
    ),
    "households": Formula(
        "受益户数", "count", "户", "本期经服务站至少成交一笔的农户，一户只计一次", True,
    ),
    "visits": Formula("走访人次", "count", "人次", "走访登记的人次合计，按走访日期"),
    "assistance": Formula(
        "帮扶折合资金", "yuan", "元", "双帮台账的现金和实物折合合计，按给付日期", True,
    ),
    "loans": Formula("双基联动贷款发放额", "yuan", "元", "登记的贷款发放额合计，按发放日期", True),
    "collective_projects": Formula(
        "村集体经济项目数", "count", "个", "期末前已启动的村集体经济项目，累计",
    ),
}  # fmt: skip
