"""What the report may say, word by word: a sentence that claims more is not in the product."""

from dataclasses import dataclass

NOT_IDENTIFIED = "NOT_IDENTIFIED"
ESTIMAND = "要回答的问题是：在“支部+合作社”模式下开设服务站，对所服务村的农户实际收入有多大影响。"
NOT_YET = (
    "增收估计在“增收评估”功能完成后提供。届时用入户收入调查比较已开站村与未开站村，"
    "并给出区间；在此之前这里不填任何数字。"
)
NOT_CAUSAL = (
    "销售额不是收入：其中包含手续费、包装、服务费和村集体部分，也没有扣除农户自己的生产成本。",
    "补贴、养老金、救助和帮扶款是转移性收入，不是劳动所得，不计入增收。",
    "账实增收只是到手价与同期当地收购价之差，不能说明没有服务站时农户会卖什么、卖多少。",
    "目前所有服务站都采用支部引领模式，没有对照，支部本身的贡献无法单独识别，不写成金额。",
    "党建事实只计数量，与收入变化之间没有被证明的因果关系。",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no headline is given, and what would change that."""

    code: str
    text: str
    fix: str


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    text: str


ESTIMATE_NOT_MADE = Reason(
    "ESTIMATE_NOT_MADE",
    "还没有作出增收估计。",
    "完成入户收入调查的导入，并运行一次增收评估。",
)
NO_BASELINE = Reason(
    "G3 NO_BASELINE",
    "开站之前的收入调查不足两个年度，无法比较变化。",
    "补录开站前至少两个年度的入户收入调查。",
)
BRANCH = Reason(
    "G12 BRANCH",
    "所有服务站都由支部领办或托管，支部本身的贡献不可识别。",
    "有一部分服务站不由支部领办，或支部措施在不同时间开始，才可能比较。",
)

DEFINITIONS = (
    Definition("经站销售额", "当年完成分账的订单货款，不含运费；按农户所在村（销售时冻结）归属。"),
    Definition("分给农户", "代卖货款分账后应付农户的部分；收购款在称重时已付，不在此重复计算。"),
    Definition("受益户", "当年至少有一笔货源完成分账的农户，一户只算一次。"),
    Definition("活跃服务站", "当年至少有一笔完成分账的服务站。"),
    Definition(
        "账实增收",
        "逐笔计算：农户到手金额 − 重量 × 当地常规渠道收购价。代卖按分账到手额，收购按称重时付款额。"
        "亏的照记，不取零。",
    ),
    Definition("A 类基准", "同产品、同等级、同乡镇，前后 14 天内至少 3 次收购价记录的中位数。"),
    Definition("B 类基准", "没有 A 类时，取 60 天内县内其他乡镇日期最近的收购价记录。"),
    Definition("低值与高值", "低值只含 A 类；高值再加 B 类。数量增加带来的收益没有计量。"),
    Definition("未计量", "没有可用基准价的销售：只报销售额，不报增收。"),
    Definition("对不上账", "分账明细与账本金额不一致的行，不进入任何增收数字。"),
    Definition("<5", "1 至 4 户的格子不公开；为防止倒推，相邻最小的格子一并隐去。"),
)
VOLUME_NOTE = "数量收益未计量：需要开站前的销售数量调查，目前没有。"


def reasons(*, waves_before_stations: int, all_led: bool) -> tuple[Reason, ...]:
    """Refuse by default (IMPACT section 1.4)."""
    found = [ESTIMATE_NOT_MADE]
    if waves_before_stations < 2:
        found.append(NO_BASELINE)
    if all_led:
        found.append(BRANCH)
    return tuple(found)
