"""Reading settlement runs: lists, households with their lines, the notice, what waits."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from backend.common.actor import Actor
from cooperatives.models import Household
from cooperatives.rules import mask_name
from orders.models import (
    SettlementLine,
    SettlementObjection,
    SettlementParty,
    SettlementRun,
)
from orders.rules.settling import OBJECTABLE, OPEN
from stations.models import Area

STATES = frozenset(SettlementRun.State.values)
# Who reads every household of a run that is in reach.
WHOLE = ("CM", "CA", "CS", "PS", "TO", "AU")


def runs_of(actor: Actor, *, state: str = "", cooperative: str = "") -> QuerySet[SettlementRun]:
    found = SettlementRun.objects.visible_to(actor).select_related("cooperative", "station")
    if cooperative:
        found = found.filter(cooperative__uid=cooperative)
    if state == "open":
        return found.filter(state__in=OPEN)
    return found.filter(state=state) if state in STATES else found


def parties_in_reach(actor: Actor) -> QuerySet[SettlementParty]:
    """All households of a run for those who answer for it; one's own; a station's."""
    found = SettlementParty.objects.filter(run__in=SettlementRun.objects.visible_to(actor))
    if actor.system or actor.role in WHOLE:
        return found
    here = SettlementLine.objects.filter(party=OuterRef("pk"), station__uid__in=actor.stations)
    return found.filter(Q(household__uid__in=actor.households) | Q(Exists(here)))


def lines_in_reach(actor: Actor) -> QuerySet[SettlementLine]:
    """As the households; a station reads only what came through it."""
    found = SettlementLine.objects.filter(party__in=parties_in_reach(actor))
    if actor.role == "SO":
        return found.filter(station__uid__in=actor.stations)
    return found


def lines_of(
    actor: Actor, run: SettlementRun, *, state: str = "", household: str = ""
) -> QuerySet[SettlementLine]:
    found = lines_in_reach(actor).filter(party__run=run)
    found = found.select_related("party__household", "station", "agreement")
    if household:
        found = found.filter(party__household__uid=household)
    return found.filter(state=state) if state in SettlementLine.State.values else found


@dataclass(frozen=True, slots=True)
class LeftOut:
    state_name: str
    reason: str
    lines: int
    amount_fen: int


def left_out(run: SettlementRun) -> list[LeftOut]:
    """What a run does not hold, by reason, so that nothing vanishes in silence."""
    rows = SettlementLine.objects.filter(party__run=run).exclude(state="included")
    sums = rows.order_by().values_list("state", "reason").annotate(Count("pk"), Sum("amount_fen"))
    return [
        LeftOut(str(SettlementLine.State(state).label), reason, lines, fen)
        for state, reason, lines, fen in sums.order_by("state", "reason")
    ]


def held_fen(run: SettlementRun) -> int:
    """What open objections keep out of a run's sums for now."""
    held = SettlementLine.objects.filter(party__run=run, state="held", amount_fen__gt=0)
    return int(held.aggregate(total=Sum("amount_fen"))["total"] or 0)


def objections_of(actor: Actor, *, run: str = "", state: str = "") -> QuerySet[SettlementObjection]:
    found = SettlementObjection.objects.filter(run__in=SettlementRun.objects.visible_to(actor))
    if not actor.system and actor.role not in WHOLE:
        found = found.filter(household__uid__in=actor.households)
    found = found.select_related("run__cooperative", "household", "made_by", "answered_by")
    if run:
        found = found.filter(run__uid=run)
    return found.filter(state=state) if state in SettlementObjection.State.values else found


def objectionable_lines(actor: Actor, household: Household) -> QuerySet[SettlementLine]:
    """The household's lines that hang on the wall or are being checked; deductions are talked over
    with the cooperative."""
    found = lines_in_reach(actor).filter(
        party__household=household, party__run__state__in=OBJECTABLE, state__in=("included", "held")
    )
    found = found.exclude(kind__in=("deduction", "advance"))
    return found.select_related("party__run__cooperative").order_by("party__run", "on", "pk")


@dataclass(frozen=True, slots=True)
class NoticeRow:
    name: str
    village: str
    gross_fen: int
    deducted_fen: int
    payable_fen: int
    held: bool


def notice_rows(run: SettlementRun) -> Iterator[NoticeRow]:
    """What hangs on the wall: masked name and village, no card, phone or account."""
    places = dict(Area.objects.filter(
        code__in=run.parties.values("area_code")
    ).values_list("code", "name"))  # fmt: skip
    held = SettlementLine.objects.filter(party=OuterRef("pk"), state="held")
    rows = run.parties.annotate(is_held=Exists(held)).order_by("area_code", "household__pinyin")
    for party in rows:
        yield NoticeRow(
            mask_name(party.household_name), places.get(party.area_code, ""), party.gross_fen,
            party.deducted_fen, party.payable_fen, party.is_held,
        )  # fmt: skip
