"""Policy periods with their categories, and the notices people consent to: a county's first rows.

They are data from then on: a county edits and adds rows, and code never asks for a period by name.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """`categories` are (code, name of the time, group on today's screens)."""

    code: str
    name: str
    from_on: date
    to_on: date | None
    categories: tuple[tuple[str, str, str], ...]


SOURCE = "公开资料整理，县级核定"
# DOMAIN section 5. Old names stand in historical reports alone (SCREENS P9).
PERIODS = (
    Period(
        "2013-2020",
        "建档立卡时期",
        date(2013, 1, 1),
        date(2020, 12, 31),
        (
            ("poor", "一般贫困户", "lifted"),
            ("poor_low_income", "低保贫困户", "lifted"),
            ("poor_five_guarantees", "五保户", "lifted"),
            ("lifted", "已脱贫户", "lifted"),
            ("general", "一般户", "general"),
        ),
    ),
    Period(
        "2021-2025",
        "巩固衔接过渡期",
        date(2021, 1, 1),
        date(2025, 12, 31),
        (
            ("lifted", "脱贫户", "lifted"),
            ("unstable_lifted", "脱贫不稳定户", "monitored"),
            ("marginal_vulnerable", "边缘易致贫户", "monitored"),
            ("sudden_hardship", "突发严重困难户", "monitored"),
            ("general", "一般户", "general"),
        ),
    ),
    Period(
        "2026-",
        "常态化帮扶",
        date(2026, 1, 1),
        None,
        (
            ("assisted", "帮扶户", "lifted"),
            ("monitored", "监测户", "monitored"),
            ("general", "一般户", "general"),
        ),
    ),
)

NOTICE_VERSION = "1"
NOTICES_FROM = date(2019, 1, 1)
NOTICES = {
    "registry": (
        "为开展农户服务，登记户主、家庭人口、劳动力、耕地、联系电话和村组；身份证号加密保存，"
        "仅经批准可以查看，每次查看都会留下记录，您可以随时查询。您可以要求更正、复制或停止使用。"
    ),
    "public_notice": (
        "结算前在本村公示姓名（隐去中间字）、村名和金额五天，供村民核对。不公示身份证号、"
        "电话和账户。不同意公示的，可到村委会当面核对。"
    ),
    "survey": (
        "每年入户了解一次家庭收入和支出，用于测算增收，不作为评定待遇的唯一依据。"
        "您可以不回答任何一项，填好后由您本人核对并确认。"
    ),
    "check_in": (
        "工作人员入户时只记录当时是否在本村和与村委会的距离，不记录行踪，坐标不超过九十天即删除。"
        "您可以不同意在您家中签到。"
    ),
    "public_name": (
        "您交售的农产品在溯源页上写明户主姓名。不同意的，只写村名和合作社名。同意后可随时撤回。"
    ),
}
