"""What is sold: classes by law, the produce of DOMAIN section 7, its packages and prices."""

from typing import NamedTuple


class Kind(NamedTuple):
    """One product: sizes in grams, prices in fen per 斤 of the first grade in 2020."""

    code: str
    name: str
    klass: str
    aliases: tuple[str, ...]
    picture: str
    shelf_days: int
    most_g: int
    season: str
    grades: tuple[str, ...]
    fen_per_jin: int
    retail_g: int
    bulk_g: int
    example: bool = False
    gi_mark: str = ""


CLASSES = (
    ("vegetable", "蔬菜", "commitment", "perishable", 48),
    ("mushroom", "食用菌", "commitment", "perishable", 48),
    ("fish", "水产", "commitment", "perishable", 48),
    ("meat", "畜肉", "quarantine", "perishable", 48),
    ("dry_legume", "干豆", "none", "seven_day", 168),
    ("grain", "粮食", "none", "seven_day", 168),
    ("oil", "油料食用油", "none", "seven_day", 168),
    ("herb", "药材", "none", "confirm_required", 168),
    ("honey", "蜂蜜", "none", "seven_day", 168),
    ("craft", "手工艺品", "none", "seven_day", 168),
)
KINDS = (
    Kind("potato", "土豆", "vegetable", ("洋芋", "马铃薯"), "potato", 150, 2_000_000, "9–10月",
         ("first", "second"), 150, 5_000, 25_000),
    Kind("scallion", "大通鸡腿葱", "vegetable", ("鸡腿葱", "大葱"), "onion", 60, 1_500_000,
         "9–10月", ("first", "second"), 260, 2_500, 10_000, gi_mark="大通鸡腿葱"),
    Kind("broad_bean", "蚕豆", "dry_legume", ("大通蚕豆", "胡豆"), "beans", 365, 1_500_000,
         "9–10月", ("first", "second"), 420, 2_500, 25_000),
    Kind("yak_meat", "牦牛肉", "meat", ("大通牦牛", "牛肉"), "cut-of-meat", 180, 500_000, "10–11月",
         ("special", "first"), 4_400, 500, 10_000),
    Kind("highland_barley", "青稞", "grain", ("元麦", "裸大麦"), "sheaf-of-rice", 365, 2_000_000,
         "秋季",
         ("first",), 300, 2_500, 25_000),
    Kind("wheat", "小麦", "grain", ("麦子",), "sheaf-of-rice", 365, 2_000_000, "秋季", ("first",),
         170,
         5_000, 25_000),
    Kind("pea", "豌豆", "dry_legume", ("麻豌豆",), "beans", 365, 1_500_000, "秋季", ("first",),
         340, 2_500, 25_000),
    Kind("rapeseed", "油菜籽", "oil", ("菜籽",), "jar", 365, 1_500_000, "秋季", ("mixed",), 360,
         2_500, 25_000),
    Kind("rapeseed_oil", "菜籽油", "oil", ("清油", "菜油"), "jar", 540, 800_000, "全年", ("first",),
         1_050, 4_500, 18_000),
    Kind("garlic_sprout", "蒜苗", "vegetable", ("青蒜",), "garlic", 20, 800_000, "7–9月",
         ("first",), 310, 2_500, 10_000, example=True),
    Kind("baby_cabbage", "娃娃菜", "vegetable", ("小白菜",), "leafy-green", 20, 1_500_000, "7–9月",
         ("first",), 160, 5_000, 15_000, example=True),
    Kind("lily", "百合", "vegetable", ("鲜百合",), "garlic", 60, 500_000, "10月", ("first",),
         1_500, 1_000, 5_000, example=True),
    Kind("angelica", "当归", "herb", ("秦归",), "herb", 540, 500_000, "10–11月", ("first",), 3_200,
         500, 5_000, example=True),
    Kind("astragalus", "黄芪", "herb", ("黄耆", "北芪"), "herb", 540, 500_000, "10–11月",
         ("first",), 2_400, 500, 5_000, example=True),
    Kind("cold_water_fish", "冷水鱼", "fish", ("虹鳟",), "fish", 7, 500_000, "全年", ("first",),
         2_200, 1_500, 10_000, example=True),
    Kind("honey", "土蜂蜜", "honey", ("蜂蜜",), "honey-pot", 540, 300_000, "7–9月",
         ("special", "first"), 3_600, 500, 5_000, example=True),
    Kind("embroidery", "刺绣", "craft", ("土族刺绣", "盘绣"), "yarn", 3_600, 50_000, "全年",
         ("special",), 26_000, 200, 1_000, example=True),
    Kind("morel", "羊肚菌", "mushroom", ("羊肚菇",), "mushroom", 365, 100_000, "5–6月", ("first",),
         20_000, 100, 1_000, example=True),
)  # fmt: skip
SEASONS = {
    "9–10月": (9, 10), "10–11月": (10, 11), "7–9月": (7, 8, 9), "5–6月": (5, 6), "10月": (10,),
    "秋季": (9, 10, 11), "全年": tuple(range(1, 13)),
}  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}
# Sold by weight in quantity; every station sells the first and two or three of the others.
STAPLE = "potato"
MAINS = ("potato", "scallion", "broad_bean", "yak_meat", "highland_barley", "rapeseed_oil")
RETAIL_ONLY = ("garlic_sprout", "honey", "embroidery", "morel", "lily", "angelica", "astragalus",
               "cold_water_fish", "baby_cabbage", "wheat", "pea", "rapeseed")  # fmt: skip
GRADE_PERCENT = {"special": 118, "first": 100, "second": 82, "mixed": 92}
GRADE_NAMES = {"special": "特级", "first": "一级", "second": "二级", "mixed": "统货"}
# Never listed anywhere, so that its first listing waits for the manager.
NEVER_LISTED = ("broad_bean", "second")
YEARLY_RISE_PERCENT = 3
BULK_PERCENT = 91
# What is promised to the household at the scale, of the selling price.
BUY_PERCENT = 86


def county_price(kind: Kind, grade: str, year: int) -> int:
    """The county's selling price in fen per 斤: grade, and three percent a year since 2020."""
    rise = 100 + YEARLY_RISE_PERCENT * (year - 2020)
    return kind.fen_per_jin * GRADE_PERCENT[grade] * rise // 10_000


def package_price(fen_per_jin: int, package_g: int, *, bulk: bool) -> int:
    """A package in whole 角, bulk nine percent below the list."""
    percent = BULK_PERCENT if bulk else 100
    return max(package_g * fen_per_jin * percent // 50_000 // 10 * 10, 10)


def package_text(package_g: int) -> str:
    jin, rest = divmod(package_g, 500)
    return f"{package_g}克" if rest or jin < 2 else f"{jin}斤装"
