"""What a year's surplus would be to each member: trade from the sales, bases from the accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from backend.common.actor import Actor
from backend.common.errors import Invalid, NotFound
from backend.ledger.models import Entry
from cooperatives import queries as cooperatives
from cooperatives.models import (
    Cooperative,
    Membership,
    Receipt,
    SurplusDistribution,
    SurplusShare,
)
from cooperatives.rules.surplus import Distribution, Plan, Share, Standing, distribute
from orders.models import SourceSplit
from orders.queries.member_accounts import bounds_of, with_trade
from orders.rules.period import Period

NO_BASES = {"capital": 0, "reserve": 0, "subsidy": 0}


@dataclass(frozen=True, slots=True)
class Line:
    """One member's part of a plan; `subsidy_now_fen` is what its account says today."""

    membership: Membership
    standing: Standing
    share: Share
    subsidy_now_fen: int


@dataclass(frozen=True, slots=True)
class Drawn:
    plan: Plan
    result: Distribution
    lines: list[Line]
    non_member_fen: int


def year_of(year: int, *, today: date) -> Period:
    """A year that is over: its trade moves no more."""
    if not 2000 <= year < today.year:
        raise Invalid(fields={"year": "请选择已经结束的年度"})
    return Period(date(year, 1, 1), date(year, 12, 31))


def drawn_up(
    *, cooperative: Cooperative, year: Period, plan: Plan, subsidies_as_booked: bool
) -> Drawn:
    """Everybody who was a member in the year, also who left: trade counts for the days within.

    `subsidies_as_booked`: the sum that stands on the members' accounts is averaged anew.
    """
    members = _members_of(cooperative, year)
    bases = cooperatives.account_bases(members, on=year.to_on)
    held = [bases.get(one.pk, NO_BASES) for one in members]
    if subsidies_as_booked:
        booked_fen = sum(base["subsidy"] for base in held)
        plan = Plan(plan.surplus_fen, plan.loss_fen, plan.reserve_bp, plan.patronage_bp, booked_fen)
    standings = [
        Standing(
            number=one.number, patronage=max(one.patronage_fen, 0), capital_fen=base["capital"],
            reserve_fen=base["reserve"],
            present=one.valid_to is None or one.valid_to > year.to_on,
        )
        for one, base in zip(members, held, strict=True)
    ]  # fmt: skip
    result = distribute(plan, standings)
    lines = [
        Line(one, standing, share, base["subsidy"])
        for one, standing, share, base in zip(members, standings, result.shares, held, strict=True)
    ]
    traded = sum(one.patronage_fen for one in members)
    return Drawn(plan, result, lines, _trade_of(cooperative, year) - traded)


def distributions(actor: Actor) -> QuerySet[SurplusDistribution]:
    found = SurplusDistribution.objects.visible_to(actor)
    return found.select_related("cooperative", "made_by")


def distribution_in_reach(actor: Actor, uid: Any) -> SurplusDistribution:
    found = distributions(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound("没有找到这个盈余分配方案")
    return found


def shares_of(distribution: SurplusDistribution) -> QuerySet[SurplusShare]:
    rows = SurplusShare.objects.filter(distribution=distribution)
    return rows.select_related("household__area", "membership").order_by("number")


def subsidy_changes(
    shares: list[SurplusShare],
) -> list[tuple[SurplusShare, int]]:
    """What brings each account's subsidy share to its average, as booked until today."""
    members = [one.membership for one in shares]
    bases = cooperatives.account_bases(members, on=date(9999, 12, 31))
    return [
        (one, one.subsidy_fen - bases.get(one.membership_id, NO_BASES)["subsidy"]) for one in shares
    ]


def content_of(distribution: SurplusDistribution, lines: list[list[Any]]) -> dict[str, Any]:
    """What is signed: the plan and every line, to the fen."""
    names = ("year", "surplus_fen", "loss_fen", "reserve_bp", "patronage_bp", "subsidy_fen",
             "reserve_fen", "distributable_fen", "refund_fen", "by_account_fen",
             "non_member_fen")  # fmt: skip
    plan = {name: getattr(distribution, name) for name in names}
    return plan | {"cooperative": str(distribution.cooperative.uid), "lines": lines}


def broken_surpluses() -> Iterator[str]:
    """Shares that do not sum to their plan, and posted plans that the ledger does not show."""
    sums = {
        f"{name}_said": Coalesce(Sum(f"shares__{name}"), 0)
        for name in ("refund_fen", "by_account_fen")
    }
    wrong = SurplusDistribution.objects.annotate(**sums).exclude(
        refund_fen=F("refund_fen_said"), by_account_fen=F("by_account_fen_said")
    )
    for pk in wrong.order_by("pk").values_list("pk", flat=True):
        yield f"surplus_distribution {pk}: its shares do not sum to the plan"
    booked = Entry.objects.filter(account__kind="surplus", transfer__kind="surplus")
    by_uid = dict(booked.values_list("transfer__reference", "amount_fen"))
    for row in SurplusDistribution.objects.filter(state__in=("posted", "paid")).order_by("pk"):
        if by_uid.get(str(row.uid)) != -row.distributable_fen:
            yield f"surplus_distribution {row.pk}: the ledger shows another sum"


def _members_of(cooperative: Cooperative, year: Period) -> list[Any]:
    found = Membership.objects.filter(cooperative=cooperative, valid_from__lte=year.to_on)
    found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=year.from_on))
    return list(with_trade(found, year).select_related("household__area").order_by("number"))


def _trade_of(cooperative: Cooperative, year: Period) -> int:
    """All goods that went through the cooperative, whoever brought them."""
    begin, end = bounds_of(year)
    bought = Receipt.objects.standing().filter(
        cooperative=cooperative, mode=Receipt.Mode.PURCHASE, weighed_at__gte=begin,
        weighed_at__lt=end,
    )  # fmt: skip
    sold = SourceSplit.objects.filter(
        source__cooperative=cooperative, source__mode=Receipt.Mode.CONSIGNMENT,
        split_on__range=(year.from_on, year.to_on),
    )  # fmt: skip
    return _sum(bought, "amount_fen") + _sum(sold, "share_fen")


def _sum(rows: QuerySet[Any], name: str) -> int:
    return int(rows.aggregate(total=Sum(name))["total"] or 0)
