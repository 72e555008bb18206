"""Freezing a spec: once, whole, before the outcomes it will be tried on."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from impact.models import EstimationSpec
from impact.queries.runs import content_of
from impact.rules import specifying as rules


@transaction.atomic
def freeze_spec(
    *, county_code: str, title: str, first_year: int, last_year: int, control: str,
    least_orders: int, least_months: int, limits: dict[str, Any], draws: int, randomisations: int,
    seed: int, actor: Actor, now: datetime,
) -> EstimationSpec:  # fmt: skip
    """Nothing of it can be edited; another idea is another spec, and both stay."""
    if not actor.reaches_area(county_code):
        raise NotFound("没有这个县，或不在您的范围内")
    if last_year < first_year + 2:
        raise Invalid(fields={"last_year": "至少要三个年度"})
    last = EstimationSpec.objects.filter(county_code=county_code).aggregate(n=Max("number"))["n"]
    spec = EstimationSpec(
        county_code=county_code, number=(last or 0) + 1, title=title.strip(),
        first_year=first_year, last_year=last_year, control=control, least_orders=least_orders,
        least_months=least_months, limits=rules.full_limits(limits), draws=draws,
        randomisations=randomisations, seed=seed, frozen_at=now, frozen_by_uid=actor.user_uid,
    )  # fmt: skip
    spec.digest = rules.spec_digest(content_of(spec))
    try:
        with transaction.atomic():
            spec.save()
    except IntegrityError as error:
        raise Conflict("刚有人冻结了另一份方案，请刷新后再试") from error
    data = {"digest": spec.digest, "number": spec.number}
    audit.record(actor=actor, action="estimation_spec.freeze", subject=spec, at=now, data=data)
    return spec
