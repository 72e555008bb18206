"""Which fee rule holds for what, and what another one would have taken from past sales."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Max, Model, Q, QuerySet

from backend.common.actor import AreaRange
from cooperatives.models import Cooperative, Listing, ProductClass
from orders.models import FeeRule, SourceSplit
from orders.rules.setting import check_preview_size
from orders.rules.waterfall import PART_NAMES, Fees, Parts, Piece, cut_line
from stations.models import Area, Station

PREVIEWED = (
    "household", "purchase", "cooperative", "station", "village", "packaging", "payment_fee",
)  # fmt: skip
SCOPES: dict[str, tuple[type[Model], str]] = {
    "product_class": (ProductClass, "code"), "cooperative": (Cooperative, "uid"),
    "station": (Station, "uid"), "village": (Area, "code"),
}  # fmt: skip
Narrowed = tuple[int | None, int | None, int | None]
WHOLE_COUNTY: Narrowed = (None, None, None)


@dataclass(frozen=True, slots=True)
class FeeBook:
    """The versions in force of some counties: the narrowest that fits a listing holds."""

    general: Mapping[tuple[str, Narrowed], FeeRule]
    villages: Mapping[str, FeeRule]

    @property
    def counties(self) -> set[str]:
        """Those with a rule for all that no narrower one names."""
        return {county for county, narrowed in self.general if narrowed == WHOLE_COUNTY}

    def of(self, listing: Listing) -> FeeRule | None:
        goods = listing.product.product_class_id
        county = listing.area_code[:6]
        return self.narrowest(county, listing.station_id, listing.cooperative_id, goods)

    def narrowest(self, county: str, station: int, cooperative: int, goods: int) -> FeeRule | None:
        """Station before cooperative before class of goods."""
        fits = (
            (county, (where, partner, kind))
            for where in (station, None)
            for partner in (cooperative, None)
            for kind in (goods, None)
        )
        return next((self.general[each] for each in fits if each in self.general), None)

    def of_village(self, code: str) -> FeeRule | None:
        return self.villages.get(code)

    def terms(self, rule: FeeRule | None, villages: Iterable[str]) -> list[Fees]:
        """What a rule takes from goods, once per village with terms of its own."""
        if rule is None:
            return []
        own = {self.of_village(code) for code in villages} or {None}
        return sorted((Fees.of(rule, each) for each in own), key=lambda fees: fees.village_bp)


def fee_book(counties: Iterable[str], *, now: datetime) -> FeeBook:
    """One statement; of each scope the version that came into force last."""
    rules = FeeRule.objects.filter(county_code__in=list(counties), effective_from__lte=now)
    general: dict[tuple[str, Narrowed], FeeRule] = {}
    villages: dict[str, FeeRule] = {}
    for rule in rules.order_by("effective_from", "number"):
        if rule.village_code:
            villages[rule.village_code] = rule
        else:
            narrowed = (rule.station_id, rule.cooperative_id, rule.product_class_id)
            general[rule.county_code, narrowed] = rule
    return FeeBook(general, villages)


def most_taken(county_code: str) -> tuple[int, int]:
    """(highest share of a village's own rule, highest of the others' shares), in basis points."""
    rules = FeeRule.objects.filter(county_code=county_code)
    others = rules.filter(village_code="").aggregate(
        most=Max(F("payment_fee_bp") + F("station_bp") + F("cooperative_bp"))
    )
    village = rules.exclude(village_code="").aggregate(most=Max("village_bp"))
    return village["most"] or 0, others["most"] or 0


def scope_name(content: Mapping[str, Any]) -> str:
    """What a proposal holds for, by name: somebody signs it. Empty: the whole county."""
    scope = {"cooperative": content.get("cooperative")} | (content.get("scope") or {})
    return " ".join(
        str(model._default_manager.filter(**{key: scope[name]}).values_list("name", flat=True)[0])
        for name, (model, key) in SCOPES.items()
        if scope.get(name)
    )


@dataclass(frozen=True, slots=True)
class PreviewPart:
    part: str
    name: str
    old_fen: int
    new_fen: int


@dataclass(frozen=True, slots=True)
class FeePreview:
    """What a proposed rule would have made of sales that are done."""

    from_on: date
    to_on: date
    sources: int
    share_fen: int
    # Sales under a narrower rule, which the proposed one would not have reached.
    narrower: int
    parts: list[PreviewPart]


def preview(*, rule: FeeRule, from_on: date, to_on: date) -> FeePreview:
    """`rule` is not stored yet. Sums only: no household and no buyer stands in them."""
    splits = _sold(rule, from_on, to_on)
    check_preview_size(splits.count())
    old, new = dict.fromkeys(PREVIEWED, 0), dict.fromkeys(PREVIEWED, 0)
    sources = share_fen = narrower = 0
    for _, rows in groupby(splits.iterator(chunk_size=2_000), lambda row: row.source.line_id):
        line = list(rows)
        if _narrower(line[0].source.line.fee_rule, rule):
            narrower += len(line)
            continue
        sources += len(line)
        share_fen += sum(row.share_fen for row in line)
        _add(old, _cut_again(line, None))
        _add(new, _cut_again(line, rule))
    parts = [PreviewPart(part, PART_NAMES[part], old[part], new[part]) for part in PREVIEWED]
    return FeePreview(from_on, to_on, sources, share_fen, narrower, parts)


def _sold(rule: FeeRule, from_on: date, to_on: date) -> QuerySet[SourceSplit]:
    area = AreaRange.of(rule.village_code or rule.county_code)
    reach = Q(area_code__gte=area.low, area_code__lt=area.high)
    if rule.product_class_id:
        reach &= Q(source__line__listing__product__product_class=rule.product_class_id)
    if rule.cooperative_id:
        reach &= Q(source__cooperative=rule.cooperative_id)
    if rule.station_id:
        reach &= Q(source__station=rule.station_id)
    found = SourceSplit.objects.filter(reach, refund__isnull=True, split_on__range=(from_on, to_on))
    return found.select_related(
        "source__line__fee_rule", "source__village_rule"
    ).order_by("source__line_id", "source_id")  # fmt: skip


def _narrower(held: FeeRule, rule: FeeRule) -> bool:
    """Whether the line's rule would still have held beside the proposed one."""
    return not rule.village_code and _rank(held) > _rank(rule)


def _rank(rule: FeeRule) -> tuple[bool, bool, bool]:
    return bool(rule.station_id), bool(rule.cooperative_id), bool(rule.product_class_id)


def _cut_again(line: list[SourceSplit], rule: FeeRule | None) -> list[Parts]:
    return cut_line(line[0].source.line.quantity, [_piece(row, rule) for row in line])


def _piece(row: SourceSplit, rule: FeeRule | None) -> Piece:
    source = row.source
    general, village = source.line.fee_rule, source.village_rule
    if rule is not None:
        general, village = (general, rule) if rule.village_code else (rule, village)
    return Piece(
        key=source.pk,
        weight_g=row.weight_g,
        share_fen=row.share_fen,
        fees=Fees.of(general, village),
        purchase=source.mode == "purchase",
    )


def _add(sums: dict[str, int], cuts: Iterable[Parts]) -> None:
    for parts in cuts:
        for part in sums:
            sums[part] += getattr(parts, part)
