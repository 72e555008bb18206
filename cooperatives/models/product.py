"""What is sold: classes by law, products, grades, and prices by version."""

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.common.models import EditedModel, UidModel
from cooperatives.models.cooperative import Cooperative


class Grade(models.TextChoices):
    SPECIAL = "special", "特级"
    FIRST = "first", "一级"
    SECOND = "second", "二级"
    MIXED = "mixed", "统货"


class ProductClass(EditedModel):
    """What the law asks of a class of goods (DOMAIN sections 7 and 8)."""

    class Regime(models.TextChoices):
        COMMITMENT = "commitment", "承诺达标合格证"
        QUARANTINE = "quarantine", "检疫证明"
        NONE = "none", "无需证明"

    class ReturnRule(models.TextChoices):
        SEVEN_DAY = "seven_day", "七天无理由退货"
        PERISHABLE = "perishable", "鲜活易腐，不适用七天无理由"
        CONFIRM_REQUIRED = "confirm_required", "下单时确认不宜退货的，不适用七天无理由"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=20)
    certificate_regime = models.CharField(max_length=12, choices=Regime.choices)
    return_rule = models.CharField(max_length=16, choices=ReturnRule.choices)
    # Goods complete this long after delivery: 7 days, fresh goods 48 hours (DESIGN 9).
    completes_after_h = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Product(EditedModel):
    """A kind of produce. `aliases` are other names people search by (洋芋 = 土豆)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=30)
    product_class = models.ForeignKey(ProductClass, on_delete=models.PROTECT)
    aliases = models.JSONField(default=list)
    pinyin = models.CharField(max_length=200)
    initials = models.CharField(max_length=60)
    picture = models.CharField(max_length=40)
    shelf_life_days = models.PositiveIntegerField()
    # A weigh-in above this is refused as a slip of 斤 and 公斤.
    most_g_per_receipt = models.PositiveIntegerField()
    season = models.CharField(max_length=40, default="")
    # Months in which it is brought; `season` is how they read.
    season_months = models.JSONField(default=list)
    # Grades it is weighed in; empty means all. Package words people use for it.
    grades = models.JSONField(default=list)
    units = models.JSONField(default=list)
    gi_mark = models.CharField(max_length=40, default="")
    example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class PriceListQuerySet(models.QuerySet["PriceList"]):
    def standing(self) -> "PriceListQuerySet":
        """Those that nobody stopped before they took effect."""
        return self.filter(stop__isnull=True)


class PriceList(UidModel):
    """A cooperative's prices from an instant on; never edited, never retroactive."""

    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.PROTECT, related_name="price_lists"
    )
    number = models.PositiveIntegerField()
    effective_from = models.DateTimeField()
    announced_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PriceListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="price_list_once"),
            models.CheckConstraint(
                name="price_list_not_retroactive",
                condition=Q(effective_from__gte=F("announced_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cooperative_id} v{self.number}"


class PriceEntry(models.Model):
    """Buying price (paid or promised to the household) and selling price, per 斤."""

    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="entries")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    buy_fen_per_jin = models.PositiveIntegerField()
    sell_fen_per_jin = models.PositiveIntegerField()
    # What an institution pays; above the selling price the difference is a transfer, not a market
    # gain (IMPACT section 2). Empty: institutions pay the selling price.
    institution_fen_per_jin = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "product", "grade"], name="price_entry_once"
            ),
            models.CheckConstraint(
                name="prices_above_zero",
                condition=Q(buy_fen_per_jin__gt=0) & Q(sell_fen_per_jin__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.grade} {self.sell_fen_per_jin}"


class ReferencePrice(models.Model):
    """What the usual channel pays: a dated observation with its source (IMPACT section 3)."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    area_code = models.CharField(max_length=12)
    observed_on = models.DateField()
    channel = models.CharField(max_length=20)
    price_fen_per_jin = models.PositiveIntegerField()
    source = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["product", "grade", "area_code", "observed_on"])]

    def __str__(self) -> str:
        return f"{self.product_id} {self.observed_on} {self.price_fen_per_jin}"
