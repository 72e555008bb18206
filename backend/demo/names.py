"""Names of people who do not exist: surnames and given names common in eastern Qinghai."""

from functools import cache

import numpy as np
from pypinyin import Style, lazy_pinyin


def words(text: str) -> list[str]:
    return text.split()


HUI_SURNAMES = "马马马马马冶韩王李白安丁祁穆喇"
HUI_GIVEN = words(
    "有福 成林 国良 玉兰 生华 秀花 占海 文忠 明义 舍木 阿舍 有才 得全 进宝 忠林 海燕 桂花 哈三 "
    "正祥 建国 学仁 玉梅 福海 文秀 麦燕 永祥 成龙 小红 生福 金花"
)
HAN_SURNAMES = "李王张刘陈杨赵许祁郭贾魏史宋孙钟雷"
HAN_GIVEN = words(
    "永福 秀英 生莲 玉林 占奎 桂兰 文德 成贵 海云 春梅 国庆 生财 玉珍 启明 长寿 得成 兰英 发财 "
    "青山 积善 延寿 桂英 宝山 德林 玉芳 生元 有德 小军 建军 秀莲 芳 军 强 霞"
)
TU_SURNAMES = "李祁鲍董乔东吕麻胡阿"
TU_GIVEN = words(
    "什姐 生茂 金花 吉祥 加保 三宝 尼玛 文魁 拉毛 扎西 东珠 才旦 玉花 福寿 兰索 生录 明花 国栋"
)
TIBETAN_FIRST = words(
    "才让 扎西 卓玛 多杰 拉毛 索南 完么 仁青 桑杰 旦正 周毛 尕藏 昂毛 先巴 贡保 华旦"
)
TIBETAN_SECOND = words("卓玛 东智 才旦 措 加 吉 项秀 太 南杰 多杰 草 措毛 扎西 什姐")
# People of the county (2020): shares by which a household's names are drawn; invented rounding.
SHARES = (0.37, 0.41, 0.12, 0.10)


def head_name(chance: np.random.Generator, *, tibetan_township: bool) -> str:
    """Two to six characters; a Tibetan name may carry the dot."""
    shares = (0.12, 0.38, 0.10, 0.40) if tibetan_township else SHARES
    kind = int(chance.choice(4, p=shares))
    if kind == 3:
        dot = "·" if chance.random() < 0.4 else ""
        return _pick(chance, TIBETAN_FIRST) + dot + _pick(chance, TIBETAN_SECOND)
    surnames, given = ((HUI_SURNAMES, HUI_GIVEN), (HAN_SURNAMES, HAN_GIVEN),
                       (TU_SURNAMES, TU_GIVEN))[kind]  # fmt: skip
    return _pick(chance, surnames) + _pick(chance, given)


def _pick(chance: np.random.Generator, words: "str | list[str]") -> str:
    return words[int(chance.integers(len(words)))]


@cache
def pinyin_of(text: str) -> tuple[str, str]:
    """Pinyin and initials of a text, without tones, marks or blanks."""
    plain = text.replace("·", "")
    whole = "".join(lazy_pinyin(plain, v_to_u=False))
    return whole, "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))
