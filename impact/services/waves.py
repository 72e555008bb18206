"""A county's income wave: designed, opened with its sample, locked for good, or done over."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from cooperatives.models import Household
from impact import queries
from impact.models import IncomeEntry, IncomeLine, IncomeSurvey, PriceIndex
from impact.rules import surveying as rules

BATCH = 1_000
COPIED = [
    field.name
    for field in IncomeEntry._meta.concrete_fields
    if field.name not in ("id", "uid", "survey", "earned_fen")
]


@transaction.atomic
def design_wave(
    *, county_code: str, year: int, instrument: str, series: str, sampling: str,
    sample_per_village: int, is_baseline: bool, actor: Actor, now: datetime,
) -> IncomeSurvey:  # fmt: skip
    """One wave a year; which households it asks is settled when it opens."""
    if not actor.reaches_area(county_code):
        raise NotFound("没有这个县，或不在您的范围内")
    if year >= localdate(now).year + 1:
        raise Invalid(fields={"year": "收入年度还没有结束，请填写已结束的年度"})
    if sampling == "random" and not sample_per_village:
        raise Invalid(fields={"sample_per_village": "每村随机抽取时请填写每村户数"})
    try:
        with transaction.atomic():
            wave = IncomeSurvey.objects.create(
                county_code=county_code, year=year, instrument=instrument.strip(), series=series,
                sampling=sampling, sample_per_village=sample_per_village, is_baseline=is_baseline,
                designed_by_uid=actor.user_uid,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(f"{year} 年已有一轮收入调查，需要更正请重新开启并写明原因") from error
    audit.record(actor=actor, action="income_wave.design", subject=wave, at=now)
    return wave


@transaction.atomic
def open_wave(*, uid: UUID, actor: Actor, now: datetime) -> IncomeSurvey:
    """Draws the households, makes a waiting form for each. Opening twice changes nothing."""
    wave = _find(uid, actor)
    moved = IncomeSurvey.objects.filter(pk=wave.pk, state="designed")
    if not moved.update(state="open", opened_at=now):
        raise rules.WaveNotOpen("这一轮调查已经开启过")
    chosen = _sample(wave)
    if not chosen:
        raise Invalid("没有可以调查的在册农户，请先登记农户")
    IncomeEntry.objects.bulk_create(
        (
            IncomeEntry(
                survey=wave, household_id=home["pk"], area_code=home["area_code"],
                status="observed", persons=home["size"], weight_bp=weight_bp,
            )
            for home, weight_bp in chosen
        ),
        batch_size=BATCH,
    )  # fmt: skip
    data = {"households": len(chosen)}
    audit.record(actor=actor, action="income_wave.open", subject=wave, at=now, data=data)
    wave.refresh_from_db()
    return wave


def _sample(wave: IncomeSurvey) -> list[tuple[dict[str, Any], int]]:
    """Each chosen household with the weight of its village."""
    homes = Household.objects.active().filter(
        area_code__startswith=wave.county_code, is_temporary=False
    )
    if wave.sampling == "panel":
        earlier = IncomeSurvey.objects.standing().filter(
            county_code=wave.county_code, year__lt=wave.year
        )
        last = earlier.order_by("-year").first()
        if last is None:
            raise Invalid(fields={"sampling": "还没有已锁定的上一轮调查，不能沿用"})
        homes = homes.filter(pk__in=last.entries.values("household"))
    villages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for home in homes.order_by("uid").values("pk", "uid", "area_code", "size"):
        villages[str(home["area_code"])].append(dict(home))
    chosen = []
    for here in villages.values():
        kept = here
        if wave.sampling == "random":
            by_uid = {str(home["uid"]): home for home in here}
            picked = rules.drawn(list(by_uid), wave.sample_per_village, str(wave.uid))
            kept = [by_uid[key] for key in picked]
        chosen += [(home, 10_000 * len(here) // len(kept)) for home in kept]
    return chosen


@transaction.atomic
def lock_wave(*, uid: UUID, actor: Actor, now: datetime) -> IncomeSurvey:
    """Step 3: everything checked, the drawn households re-visited. After this nothing moves."""
    wave = _find(uid, actor)
    if wave.state != "open":
        raise rules.WaveNotOpen
    found = queries.lockable(wave)
    rules.check_lockable(
        unfinished=found.unfinished, to_revisit=found.to_revisit, revisited=found.revisited,
        differing=found.differing,
    )  # fmt: skip
    digest = queries.values_digest(wave)
    if not IncomeSurvey.objects.filter(pk=wave.pk, state="open").update(
        state="locked", locked_at=now, digest=digest
    ):
        raise rules.WaveNotOpen
    data = {"digest": digest}
    audit.record(actor=actor, action="income_wave.lock", subject=wave, at=now, data=data)
    wave.refresh_from_db()
    return wave


@transaction.atomic
def reopen_wave(*, uid: UUID, reason: str, actor: Actor, now: datetime) -> IncomeSurvey:
    """A new version beside the locked one, with copies of its forms to be corrected."""
    wave = _find(uid, actor)
    if wave.state != "locked":
        raise rules.WaveNotOpen("只有已锁定的调查才需要重新开启")
    if not reason.strip():
        raise Invalid(fields={"reason": "请写明为什么要更正已锁定的调查"})
    if IncomeSurvey.objects.filter(replaces=wave).exists():
        raise Conflict("这一轮已有更正版本，请在更正版本上继续")
    again = IncomeSurvey.objects.create(
        county_code=wave.county_code, year=wave.year, number=wave.number + 1,
        instrument=wave.instrument, series=wave.series, sampling=wave.sampling,
        sample_per_village=wave.sample_per_village, is_baseline=wave.is_baseline,
        state="open", opened_at=now, designed_by_uid=actor.user_uid, replaces=wave,
        reason=reason.strip(),
    )  # fmt: skip
    IncomeEntry.objects.bulk_create(
        (
            IncomeEntry(survey=again, **{name: getattr(row, name) for name in COPIED})
            for row in wave.entries.iterator(chunk_size=BATCH)
        ),
        batch_size=BATCH,
    )
    data = {"reason": reason.strip(), "replaces": str(wave.uid)}
    audit.record(actor=actor, action="income_wave.reopen", subject=again, at=now, data=data)
    return again


@transaction.atomic
def set_income_line(
    *, county_code: str, year: int, kind: str, amount_fen: int, source: str, actor: Actor,
    now: datetime,
) -> IncomeLine:  # fmt: skip
    """As published, with its source; a mistyped one is put right, before and after are recorded."""
    _check_source(county_code, source, actor)
    had = IncomeLine.objects.filter(county_code=county_code, year=year, kind=kind).first()
    line, _ = IncomeLine.objects.update_or_create(
        county_code=county_code, year=year, kind=kind,
        defaults={
            "amount_fen": amount_fen, "source": source.strip(), "made_by_uid": actor.user_uid,
        },
    )  # fmt: skip
    data = {"year": year, "kind": kind, "before_fen": had.amount_fen if had else None,
            "after_fen": amount_fen}  # fmt: skip
    audit.record(actor=actor, action="income_line.set", subject=line, at=now, data=data)
    return line


@transaction.atomic
def add_price_index(
    *, county_code: str, name: str, base_year: int, year: int, index_bp: int, source: str,
    actor: Actor, now: datetime,
) -> PriceIndex:  # fmt: skip
    """A year of a series. One series has one base year; a year is entered once."""
    _check_source(county_code, source, actor)
    series = PriceIndex.objects.filter(county_code=county_code, name=name)
    other = series.exclude(base_year=base_year).first()
    if other is not None:
        raise Invalid(fields={"base_year": f"“{name}”以 {other.base_year} 年为基期，不能混用"})
    if series.filter(year=year).exists():
        raise Conflict(f"“{name}”已有 {year} 年的指数")
    return PriceIndex.objects.create(
        county_code=county_code, name=name, base_year=base_year, year=year, index_bp=index_bp,
        source=source.strip(),
    )  # fmt: skip


def _check_source(county_code: str, source: str, actor: Actor) -> None:
    if not actor.reaches_area(county_code):
        raise NotFound("没有这个县，或不在您的范围内")
    if not source.strip():
        raise Invalid(fields={"source": "请写明数字的出处，例如文件名和文号"})


def _find(uid: UUID, actor: Actor) -> IncomeSurvey:
    """Only the county's own officials design, open and lock."""
    wave = IncomeSurvey.objects.visible_to(actor).filter(uid=uid).first()
    if wave is None or not actor.reaches_area(wave.county_code):
        raise NotFound("没有找到这一轮调查")
    return wave
