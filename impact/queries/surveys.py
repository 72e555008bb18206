"""Reads of income waves: progress, forms within reach, what the platform itself paid."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from backend.common.actor import Actor
from cooperatives.models import Household, Receipt
from impact.models import IncomeEntry, IncomeSurvey
from impact.models.survey import AMOUNTS
from impact.queries.books import counted, counted_receipts
from impact.rules import surveying as rules
from orders.models import SourceSplit

DIGEST_FIELDS = ("household", "status", "method", "persons", "weight_bp", *AMOUNTS)


def waves(actor: Actor) -> QuerySet[IncomeSurvey]:
    """With counts of the forms within reach; newest year first."""
    mine = IncomeEntry.objects.visible_to(actor).values("pk")
    inside = Q(entries__in=mine) if not actor.system else Q()
    return IncomeSurvey.objects.visible_to(actor).annotate(
        forms=Count("entries", filter=inside),
        **{
            stage: Count("entries", filter=inside & Q(entries__stage=stage))
            for stage in IncomeEntry.Stage.values
        },
    )


def forms(actor: Actor, *, wave: Any = None, stage: str = "") -> QuerySet[IncomeEntry]:
    found = IncomeEntry.objects.visible_to(actor).select_related(
        "survey", "household__area__parent", "revisit"
    )
    if wave:
        found = found.filter(survey__uid=wave)
    return found.filter(stage=stage) if stage else found


def platform_sales_fen(household: Household, year: int) -> int:
    """What the platform's own books owed the household for goods in a year (prefilled, read only).

    Consignment by its settled part, purchase by its receipt: never the same goods twice. Sales
    under review for false trade are no income of anybody's yet.
    """
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    zone = timezone.get_default_timezone()
    sold = counted(SourceSplit.objects.all()).filter(
        household=household, split_on__gte=start, split_on__lt=end
    )
    bought = counted_receipts(Receipt.objects.standing()).filter(
        household=household,
        mode=Receipt.Mode.PURCHASE,
        weighed_at__gte=datetime(year, 1, 1, tzinfo=zone),
        weighed_at__lt=datetime(year + 1, 1, 1, tzinfo=zone),
    )
    total = sold.aggregate(fen=Sum("household_fen"))["fen"] or 0
    return max(0, total + (bought.aggregate(fen=Sum("amount_fen"))["fen"] or 0))


def with_platform_sales(found: QuerySet[IncomeEntry]) -> QuerySet[IncomeEntry]:
    """The same figure beside each form, in the page's one statement: forms to be taken along."""
    home, year = OuterRef("household"), OuterRef("survey__year")
    sold = counted(SourceSplit.objects.filter(household=home, split_on__year=year))
    bought = counted_receipts(
        Receipt.objects.standing().filter(
            household=home, mode=Receipt.Mode.PURCHASE, weighed_at__year=year
        )
    )
    return found.annotate(
        sold_fen=_summed(sold, "household_fen"), bought_fen=_summed(bought, "amount_fen")
    )


def _summed(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.order_by().values("household").annotate(fen=Sum(field)).values("fen"))


def before_per_head_fen(entry: IncomeEntry) -> int | None:
    """Earned income a head in the household's last standing wave before this one."""
    standing = IncomeSurvey.objects.standing().filter(
        county_code=entry.survey.county_code, year__lt=entry.survey.year
    )
    last = (
        IncomeEntry.objects.filter(
            household=entry.household_id, survey__in=standing, status="observed"
        )
        .order_by("-survey__year")
        .first()
    )
    return last.earned_fen // last.persons if last else None


@dataclass(frozen=True, slots=True)
class Lockable:
    unfinished: int
    to_revisit: int
    revisited: int
    differing: int


def revisit_sample(wave: IncomeSurvey) -> set[str]:
    """Uids of the checked forms that the township asks again."""
    checked = wave.entries.filter(stage="checked", status="observed").order_by("uid")
    uids = [str(uid) for uid in checked.values_list("uid", flat=True)]
    return set(rules.drawn(uids, rules.revisits_for(len(uids)), str(wave.uid)))


def lockable(wave: IncomeSurvey) -> Lockable:
    sample = revisit_sample(wave)
    told = wave.entries.filter(uid__in=sample, revisit__isnull=False)
    return Lockable(
        unfinished=wave.entries.exclude(stage="checked").count(),
        to_revisit=len(sample),
        revisited=told.count(),
        differing=told.filter(revisit__agrees=False).count(),
    )


def values_digest(wave: IncomeSurvey) -> str:
    """SHA-256 over every value of the wave in the order of households."""
    digest = sha256()
    rows = wave.entries.order_by("household").values_list(*DIGEST_FIELDS)
    for row in rows.iterator():
        digest.update(json.dumps(row, separators=(",", ":")).encode())
    return digest.hexdigest()


def broken_waves() -> Iterator[str]:
    """A locked wave's values are those it was locked with (synthetic waves are written so)."""
    for wave in IncomeSurvey.objects.filter(state="locked", synthetic=False):
        if len(wave.digest) == 64 and values_digest(wave) != wave.digest:
            yield f"income wave {wave.year} v{wave.number}: values differ from the locked digest"
