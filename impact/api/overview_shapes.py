"""Shapes of the overview: one level of the county, and the households of a village."""

from typing import Any

from rest_framework import serializers

from backend.common.fields import SignedYuanField
from impact.queries.figures import Figures, LeftOut
from impact.queries.headline import Headline
from impact.queries.overview import Overview, Row
from impact.queries.problems import Problem
from impact.queries.settled import Settled

CLOSED = "<5"


class PeriodField(serializers.CharField):
    """ "2026" or "2026-08"; empty for the newest year with sales."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, allow_blank=True, default="", max_length=7, **more)


class PlaceQuerySerializer(serializers.Serializer[Any]):
    # A serializer has a parent of its own; Any lets a field bear the name.
    parent: Any = serializers.RegexField(
        r"^\d{6,12}$", required=False, allow_blank=True, default=""
    )


class OverviewQuerySerializer(PlaceQuerySerializer):
    period = PeriodField()


class CountField(serializers.CharField):
    """A count as text, or "<5" where it is closed."""

    def get_attribute(self, instance: Any) -> Any:
        found = super().get_attribute(instance)
        return CLOSED if found is None else found


class FiguresSerializer(serializers.Serializer[Figures]):
    """Money, lines and weight are null where few households stand behind them."""

    sales = SignedYuanField(source="sales_fen", allow_null=True)
    household_income = SignedYuanField(source="household_fen", allow_null=True)
    lines = serializers.IntegerField(allow_null=True)
    weight_g = serializers.IntegerField(allow_null=True)
    households_reached = CountField(source="households")
    stations_active = serializers.IntegerField()
    stations_total = serializers.IntegerField()


class BesideSerializer(serializers.Serializer[Figures]):
    """The same columns of a period to compare with."""

    sales = SignedYuanField(source="sales_fen", allow_null=True)
    household_income = SignedYuanField(source="household_fen", allow_null=True)
    lines = serializers.IntegerField(allow_null=True)
    weight_g = serializers.IntegerField(allow_null=True)
    households_reached = CountField(source="households")


class LeftOutSerializer(serializers.Serializer[LeftOut]):
    """Sales that no total holds: under review for false trade, and found false. An amount is null
    for a screen where few households stand behind it."""

    review_lines = serializers.IntegerField()
    review_sales = SignedYuanField(source="review_fen", allow_null=True)
    confirmed_lines = serializers.IntegerField()
    confirmed_sales = SignedYuanField(source="confirmed_fen", allow_null=True)


class SettledSerializer(serializers.Serializer[Settled]):
    """`rate_bp` in ten-thousandths; null while no month of the period is due."""

    rate_bp = serializers.IntegerField(allow_null=True)
    months = serializers.IntegerField()


class ProblemSerializer(serializers.Serializer[Problem]):
    key = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()


class HeadlineSerializer(serializers.Serializer[Headline]):
    settled = SettledSerializer()
    settled_before = SettledSerializer()
    problems = ProblemSerializer(many=True)
    open_problems = serializers.IntegerField()
    problems_before = serializers.IntegerField()


class AreaNameSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class RowSerializer(serializers.Serializer[Row]):
    """`code` is a division code, or the station's uid below a village."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()
    figures = FiguresSerializer()
    before = BesideSerializer(allow_null=True)
    year_ago = BesideSerializer(allow_null=True)
    left_out = LeftOutSerializer(allow_null=True)
    suppressed = serializers.BooleanField()
    drill = serializers.BooleanField()


class CheckSerializer(serializers.Serializer[Any]):
    rows_sum_sales = SignedYuanField(source="rows_sum_fen", allow_null=True)
    ledger_sales = SignedYuanField(source="ledger_fen", allow_null=True)
    agrees = serializers.BooleanField()
    months = serializers.ListField(child=serializers.CharField())


class GainSerializer(serializers.Serializer[Any]):
    """Yuan a head and year as the report words them; null where the run was refused."""

    verdict = serializers.CharField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    codes = serializers.ListField(child=serializers.CharField())
    run = serializers.CharField(source="run_uid")


class OverviewSerializer(serializers.Serializer[Overview]):
    as_of = serializers.DateTimeField(allow_null=True)
    period = serializers.CharField()
    period_name = serializers.CharField(source="period.name")
    before_name = serializers.CharField(source="period.before.name")
    ended = serializers.BooleanField()
    years = serializers.ListField(child=serializers.IntegerField())
    scope_name = serializers.CharField(source="area.name")
    level = serializers.CharField(source="area.level")
    parent: Any = serializers.CharField(source="area.code")
    breadcrumb = AreaNameSerializer(many=True)
    totals = RowSerializer(allow_null=True)
    rows = RowSerializer(many=True)
    check = CheckSerializer()
    gain = GainSerializer(allow_null=True)
    headline = HeadlineSerializer(allow_null=True)


class PurposeSerializer(serializers.Serializer[Any]):
    """Why households are opened; each of them can read it."""

    period = PeriodField()
    purpose = serializers.CharField(max_length=200)


class HomesQuerySerializer(PurposeSerializer):
    village = serializers.RegexField(r"^\d{12}$")
    station = serializers.UUIDField()


class HomeSerializer(serializers.Serializer[Any]):
    household = serializers.UUIDField(source="household.uid")
    card_no = serializers.CharField(source="household.card_no")
    head_name = serializers.CharField(source="household.head_name")
    figures = BesideSerializer()
    left_out = LeftOutSerializer()


class HomesSerializer(serializers.Serializer[Any]):
    """Without rows where they do not add up to the station's row."""

    period = serializers.CharField()
    period_name = serializers.CharField(source="period.name")
    breadcrumb = AreaNameSerializer(many=True)
    station = RowSerializer()
    rows = HomeSerializer(many=True)
    agrees = serializers.BooleanField()


class HomeLineSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    station = serializers.CharField()
    product = serializers.CharField()
    grade = serializers.CharField()
    weight_g = serializers.IntegerField()
    sales = SignedYuanField(source="sales_fen")
    household_income = SignedYuanField(source="household_fen")
    lot_code = serializers.CharField()
    receipt = serializers.UUIDField()
    weighed_at = serializers.DateTimeField()
    refunded = serializers.BooleanField()
    state = serializers.CharField()


class HomeLinesSerializer(serializers.Serializer[Any]):
    """`totals` are of the period; `lines` the newest 500 of it."""

    household = serializers.UUIDField(source="home.household.uid")
    card_no = serializers.CharField(source="home.household.card_no")
    head_name = serializers.CharField(source="home.household.head_name")
    totals = BesideSerializer(source="home.figures")
    left_out = LeftOutSerializer(source="home.left_out")
    lines = HomeLineSerializer(many=True)


class WatchedSerializer(serializers.Serializer[Any]):
    """`oldest_unsent_at` is what waits on a device since; `late` when that is over a day ago."""

    station = serializers.UUIDField(source="station.uid")
    name = serializers.CharField(source="station.name")
    township = serializers.CharField(source="station.area.parent.name")
    status = serializers.CharField(source="station.get_status_display")
    last_month = serializers.DateField(allow_null=True)
    devices = serializers.IntegerField()
    last_sync_at = serializers.DateTimeField(allow_null=True)
    unsent = serializers.IntegerField()
    oldest_unsent_at = serializers.DateTimeField(allow_null=True)
    complaints = serializers.IntegerField()
    inspected_on = serializers.DateField(allow_null=True)
    grade = serializers.CharField()
    late = serializers.BooleanField()


class TakeOverviewSerializer(OverviewQuerySerializer):
    which = serializers.ChoiceField(choices=["overview", "stations", "findings"])
    file_format = serializers.ChoiceField(choices=["xlsx", "csv", "pdf"])
