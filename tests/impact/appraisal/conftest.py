"""Sets in force at every level and cycle, and the second persons that a sheet needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from backend.accounts.models import RoleAssignment, User
from impact.models import Indicator, IndicatorSet, ScoreEntry, ScoreSheet
from impact.queries import sheets
from impact.services import checking, filling_in, proving
from tests.cast import LONG_AGO, NOW, Cast

QUARTER = "2026-Q2"


def another(cast: Cast, who: str, like: str) -> None:
    """A second person in the same office."""
    before = cast.hats[like]
    user = User.objects.create(username=who, name=f"{who}同事", password="!")
    cast.users[who] = user
    cast.hats[who] = RoleAssignment.objects.create(
        user=user, role=before.role, scope_kind=before.scope_kind, scope_name=before.scope_name,
        area_prefix=before.area_prefix, place_code=before.place_code, valid_from=LONG_AGO,
        granted_by=before.granted_by, approved_by=before.approved_by,
    )  # fmt: skip


def set_in_force(level: str, cycle: str, lines: list[dict[str, Any]]) -> IndicatorSet:
    made = IndicatorSet.objects.create(
        county_code="630121", level=level, cycle=cycle, number=1, title=f"{level} {cycle}",
        applies_from=date(2020, 1, 1), made_by_uid="system:tests", made_at=NOW,
    )  # fmt: skip
    for position, line in enumerate(lines, start=1):
        Indicator.objects.create(set=made, position=position, **(PLAIN | line))
    made.state, made.agreed_at = "in_force", NOW
    made.save()
    return made


PLAIN: dict[str, Any] = {
    "origin": "county", "source": "本县自定", "meaning": "怎么算", "unit": "count",
    "unit_name": "次", "method": "ratio", "evidence_required": True,
}  # fmt: skip
COVERAGE = {
    "code": "N01", "name": "覆盖率", "formula_key": "village_coverage", "unit": "percent",
    "default_target": 10_000, "most_centipoints": 4_000, "evidence_required": False,
}  # fmt: skip
CLOSED_ISSUES = {
    "code": "C09", "name": "销号率", "unit": "percent", "default_target": 10_000,
    "most_centipoints": 3_000,
}  # fmt: skip
TIDY = {"code": "C11", "name": "规范", "method": "judged", "most_centipoints": 3_000}
BRAND = {
    "code": "B01", "name": "品牌", "method": "judged", "most_centipoints": 1_000, "bonus": True,
}  # fmt: skip
LINES: list[dict[str, Any]] = [COVERAGE, CLOSED_ISSUES, TIDY, BRAND]


@dataclass
class Desk:
    """What people do with sheets, in one word each."""

    cast: Cast

    def begin(self, who: str, area: str, period: str = QUARTER) -> ScoreSheet:
        return filling_in.begin_sheet(
            area_code=area, period=period, actor=self.cast.actor(who), now=NOW
        )

    def fill(self, who: str, sheet: ScoreSheet, **lines: tuple[str, str, str]) -> ScoreSheet:
        """`C09=(value, points, note)`."""
        sheet.refresh_from_db()
        said = [filling_in.Said(code, *line) for code, line in lines.items()]
        return filling_in.fill_sheet(
            uid=sheet.uid, version=sheet.version, said=said, actor=self.cast.actor(who), now=NOW
        )

    def prove(self, who: str, sheet: ScoreSheet, code: str) -> None:
        proving.add_evidence(
            sheet_uid=sheet.uid, code=code, text="台账第 3 页", content=None,
            actor=self.cast.actor(who), now=NOW,
        )  # fmt: skip

    def submit(self, who: str, sheet: ScoreSheet) -> ScoreSheet:
        sheet.refresh_from_db()
        return filling_in.submit_sheet(
            uid=sheet.uid, version=sheet.version, actor=self.cast.actor(who), now=NOW
        )

    def decide(
        self, who: str, sheet: ScoreSheet, step: str, verdict: str = "approve", words: str = "",
        **remarks: str,
    ) -> ScoreSheet:  # fmt: skip
        sheet.refresh_from_db()
        return checking.decide_sheet(
            uid=sheet.uid, step=step, verdict=verdict, words=words, remarks=remarks,
            digest=sheet.digest, actor=self.cast.actor(who), now=NOW,
        )  # fmt: skip

    def reopen(self, who: str, sheet: ScoreSheet, reason: str) -> ScoreSheet:
        return checking.reopen_sheet(
            uid=sheet.uid, reason=reason, actor=self.cast.actor(who), now=NOW
        )

    def submitted(self, who: str, area: str, period: str = QUARTER) -> ScoreSheet:
        """Begun, filled in, proved and handed in by one person."""
        sheet = self.begin(who, area, period)
        self.fill(
            who, sheet, C09=("80", "", ""), C11=("", "30", "资料齐全"), B01=("", "0", "本期没有")
        )
        self.prove(who, sheet, "C09")
        self.prove(who, sheet, "C11")
        return self.submit(who, sheet)

    def locked(self, area: str, period: str = QUARTER) -> ScoreSheet:
        """A township's sheet with all three words on it."""
        sheet = self.submitted("township_official", area, period)
        self.decide("township_colleague", sheet, "review")
        return self.decide("official", sheet, "lock")

    def entry(self, sheet: ScoreSheet, code: str) -> ScoreEntry:
        whole = sheets.sheet_in_reach(self.cast.actor("official"), sheet.uid)
        return next(one for one in whole.entries.all() if one.indicator.code == code)


@pytest.fixture
def township_set(cast: Cast) -> IndicatorSet:
    return set_in_force("township", "quarter", LINES)


@pytest.fixture
def desk(cast: Cast, township_set: IndicatorSet, clock: Any) -> Desk:
    another(cast, "township_colleague", "township_official")
    another(cast, "official_colleague", "official")
    return Desk(cast)


Post = Callable[..., Any]


def put(client: Client, path: str, body: Any) -> Any:
    return client.put(
        path, body, content_type="application/json", headers={"Idempotency-Key": str(uuid4())}
    )
