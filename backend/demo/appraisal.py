"""Score sheets of last year and of this year's quarters, from the records and from stated rules.

What a formula gives is computed; a percentage that is typed lies between 70 and 100, judged lines
get 60 to 100 % of their points, one bonus in three half of its. Rules: docs/how/demo.md.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from backend.accounts.models import RoleAssignment, User
from backend.accounts.queries import actor_for
from backend.approvals.rules import digest_of
from backend.common.actor import Actor
from backend.demo.names import head_name
from backend.demo.people import UNUSABLE
from backend.demo.plan import COUNTY, Plan, local
from impact.models import (
    Indicator,
    IndicatorSet,
    ScoreEntry,
    ScoreEvidence,
    ScoreRemark,
    ScoreSheet,
)
from impact.queries import formulas, sheets
from impact.rules import scoring
from impact.rules.appraisal import Term, recent
from impact.rules.defining import read_lines
from impact.services import checking, defining, filling_in, proving
from stations.models import Area

SETS = (
    ("village", "year"), ("township", "year"), ("county", "year"), ("township", "quarter"),
    ("county", "quarter"),
)  # fmt: skip
PAPERS = ("工作台账", "现场检查记录", "统计报表", "会议纪要")
BY_HAND = "演示：没有可比的基数或目标，按工作记录评定"
# What is still under way in the last quarter that is over, one township each, demo's first.
UNDER_WAY = ("reviewed", "submitted", "returned", "reopened", "not_begun")


def build_appraisal(plan: Plan, users: dict[str, User], home: Area) -> None:
    """Last year locked on all levels; the quarter before last locked; the last one under way."""
    for level, cycle in SETS:
        _set_in_force(plan, level, cycle)
    quarters, year = recent("quarter", today=plan.as_of), recent("year", today=plan.as_of)[1]
    if year.year < 2020:
        return
    for level in ("village", "township", "county"):
        Locked(plan, year, level).build(_places(level))
    before, last = quarters[2], quarters[1]
    for level in ("township", "county"):
        Locked(plan, before, level).build(_places(level))
    townships = _places("township")
    others = [one for one in townships if one.pk != home.pk]
    some = [home, *others[: len(UNDER_WAY) - 1]]
    Locked(plan, last, "township").build([one for one in townships if one not in some])
    for place, state in zip(some, UNDER_WAY, strict=False):
        if state != "not_begun":
            UnderWay(plan, last, users, home).leave(place, state)


def _places(level: str) -> list[Area]:
    return list(Area.objects.filter(level=level, code__startswith=COUNTY).order_by("code"))


def _set_in_force(plan: Plan, level: str, cycle: str) -> None:
    title, lines = defining.programme_lines(level, cycle)
    agreed_at = local(date(2020, 1, 6), 10)
    made = IndicatorSet.objects.create(
        uid=plan.uid("indicator set", f"{level} {cycle}"), county_code=COUNTY, level=level,
        cycle=cycle, number=1, title=title, applies_from=date(2020, 1, 1),
        made_by_uid="system:demo", made_at=agreed_at,
    )  # fmt: skip
    Indicator.objects.bulk_create(
        Indicator(set=made, uid=plan.uid("indicator", f"{level} {cycle} {row['code']}"), **row)
        for row in read_lines(lines)
    )
    made.state, made.agreed_at = "in_force", agreed_at
    made.save()


class Locked:
    """All sheets of a level and period at once: begun, filled in, checked and locked."""

    def __init__(self, plan: Plan, term: Term, level: str) -> None:
        self.plan, self.term, self.level = plan, term, level
        self.chance = plan.chance(f"scores {level} {term}")
        self.set = IndicatorSet.objects.get(level=level, cycle=term.cycle, county_code=COUNTY)
        self.lines = list(self.set.indicators.all())
        self.at = local(term.next_on + timedelta(days=6), 10)

    def build(self, places: Sequence[Area]) -> None:
        asked = formulas.Asked(COUNTY, scoring.DIGITS[self.level], self.term)
        codes = [place.code for place in places]
        found = {
            line.formula_key: formulas.computed(line.formula_key, asked, codes)
            for line in self.lines
            if line.formula_key
        }
        made = ScoreSheet.objects.bulk_create([self._sheet(place) for place in places])
        entries = [
            self._entry(sheet, line, found.get(line.formula_key, {}).get(sheet.area_code))
            for sheet in made
            for line in self.lines
        ]
        ScoreEntry.objects.bulk_create(entries, batch_size=500)
        ScoreEvidence.objects.bulk_create(
            [self._proof(one) for one in entries if one.indicator.evidence_required
             and one.given_centipoints], batch_size=500,
        )  # fmt: skip
        self._lock(made)

    def _sheet(self, place: Area) -> ScoreSheet:
        term = self.term
        return ScoreSheet(
            uid=self.plan.uid("score sheet", f"{place.code} {term}"), set=self.set, area=place,
            area_code=place.code, level=self.level, period=str(term), first_on=term.first_on,
            next_on=term.next_on, begun_by_uid=f"demo:{place.code}:filler", begun_at=self.at,
            computed_at=self.at,
        )  # fmt: skip

    def _entry(
        self, sheet: ScoreSheet, line: Indicator, found: formulas.Found | None
    ) -> ScoreEntry:
        entry = ScoreEntry(
            uid=self.plan.uid("score entry", f"{sheet.uid} {line.code}"), sheet=sheet,
            indicator=line, most_centipoints=line.most_centipoints,
            filled_by_uid=sheet.begun_by_uid,
        )  # fmt: skip
        value = found or formulas.Found(typed_value(self.chance, line))
        filling_in.score(entry, value, line.default_target)
        if entry.judged:
            entry.given_centipoints = judged_points(self.chance, line)
            entry.note = BY_HAND if line.method != "judged" else "演示：按检查记录评定"
        return entry

    def _proof(self, entry: ScoreEntry) -> ScoreEvidence:
        return ScoreEvidence(
            uid=self.plan.uid("score proof", str(entry.uid)), entry=entry, kind="note",
            text=paper(self.chance), by_uid=entry.filled_by_uid, by_name="演示填报人", at=self.at,
        )  # fmt: skip

    def _lock(self, made: Sequence[ScoreSheet]) -> None:
        whole = ScoreSheet.objects.filter(pk__in=[one.pk for one in made]).select_related("set")
        ready, said = [], []
        for sheet in whole.prefetch_related("entries__indicator", "entries__evidence"):
            given = [(one.indicator.bonus, one.given_centipoints or 0)
                     for one in sheet.entries.all()]  # fmt: skip
            sheet.base_centipoints, sheet.bonus_centipoints = scoring.total_of(given)
            sheet.state, sheet.digest = "locked", digest_of(sheets.content_of(sheet))
            self._sign(sheet)
            ready.append(sheet)
            said += self._words(sheet)
        ScoreSheet.objects.bulk_update(ready, SIGNED, batch_size=200)
        ScoreRemark.objects.bulk_create(said, batch_size=500)

    def _sign(self, sheet: ScoreSheet) -> None:
        on = self.term.next_on + timedelta(days=6)
        tibetan = "藏族" in sheet.area.official_name
        sheet.submitted_by_uid = sheet.begun_by_uid
        sheet.submitted_by_name = head_name(self.chance, tibetan_township=tibetan)
        sheet.submitted_on = on
        if self.level != "county":
            sheet.reviewed_by_uid = f"demo:{sheet.area_code}:reviewer"
            sheet.reviewed_by_name = head_name(self.chance, tibetan_township=tibetan)
            sheet.reviewed_on = on + timedelta(days=2)
        sheet.locked_by_uid, sheet.locked_by_name = "demo:county:locker", "祁建国"
        sheet.locked_at = self.at + timedelta(days=5)

    def _words(self, sheet: ScoreSheet) -> list[ScoreRemark]:
        steps = [("submit", sheet.submitted_by_uid, sheet.submitted_by_name, 0)]
        if sheet.reviewed_by_uid:
            steps.append(("review", sheet.reviewed_by_uid, sheet.reviewed_by_name, 2))
        steps.append(("lock", sheet.locked_by_uid, sheet.locked_by_name, 5))
        return [
            ScoreRemark(
                uid=self.plan.uid("score remark", f"{sheet.uid} {step}"), sheet=sheet, step=step,
                by_uid=uid, by_name=name, at=self.at + timedelta(days=days),
            )
            for step, uid, name, days in steps
        ]  # fmt: skip


SIGNED = [
    "state", "digest", "base_centipoints", "bonus_centipoints", "submitted_by_uid",
    "submitted_by_name", "submitted_on", "reviewed_by_uid", "reviewed_by_name", "reviewed_on",
    "locked_by_uid", "locked_by_name", "locked_at",
]  # fmt: skip


class UnderWay:
    """One township's sheet of the last quarter, left where it stands, through the services."""

    def __init__(self, plan: Plan, term: Term, users: dict[str, User], home: Area) -> None:
        self.plan, self.term, self.users, self.home = plan, term, users, home
        self.chance = plan.chance("scores under way")
        self.now = local(term.next_on + timedelta(days=5), 9)

    def leave(self, place: Area, state: str) -> None:
        clerk, colleague = self._office(place)
        sheet = self._filled(place, clerk)
        if state in ("submitted", "returned", "reviewed", "reopened"):
            sheet = filling_in.submit_sheet(
                uid=sheet.uid, version=sheet.version, actor=clerk, now=self.now
            )
        if state == "returned":
            self._decide(sheet, "review", "return", "请补充检查记录", colleague)
        if state in ("reviewed", "reopened"):
            sheet = self._decide(sheet, "review", "approve", "情况属实", colleague)
        if state == "reopened":
            county = self._actor("demo-co")
            sheet = self._decide(sheet, "lock", "approve", "", county)
            checking.reopen_sheet(
                uid=sheet.uid, reason="演示：群众评议汇总表有更正", actor=county,
                now=self.now + timedelta(days=9),
            )  # fmt: skip

    def _decide(
        self, sheet: ScoreSheet, step: str, verdict: str, words: str, actor: Actor
    ) -> ScoreSheet:
        return checking.decide_sheet(
            uid=sheet.uid, step=step, verdict=verdict, words=words, remarks={},
            digest=sheet.digest, actor=actor, now=self.now + timedelta(days=2),
        )  # fmt: skip

    def _filled(self, place: Area, clerk: Actor) -> ScoreSheet:
        sheet = filling_in.begin_sheet(
            area_code=place.code, period=str(self.term), actor=clerk, now=self.now
        )
        said = []
        for entry in sheet.entries.select_related("indicator"):
            line, value, points, note = entry.indicator, "", "", ""
            if not line.formula_key and line.method != "judged":
                value = scoring.shown(typed_value(self.chance, line), line.unit)
            elif entry.judged:
                points = scoring.hundredths(judged_points(self.chance, line))
                note = BY_HAND
            said.append(filling_in.Said(line.code, value, points, note))
            if line.evidence_required:
                proving.add_evidence(
                    sheet_uid=sheet.uid, code=line.code, text=paper(self.chance), content=None,
                    actor=clerk, now=self.now,
                )  # fmt: skip
        return filling_in.fill_sheet(
            uid=sheet.uid, version=sheet.version, said=said, actor=clerk, now=self.now
        )

    def _office(self, place: Area) -> tuple[Actor, Actor]:
        """Two people of a township; the demo's own sign in, the others only stand there."""
        if place.pk == self.home.pk:
            return self._actor("demo-to"), self._actor("demo-to2")
        return self._clerk(place, 1), self._clerk(place, 2)

    def _actor(self, username: str) -> Actor:
        user = self.users[username]
        return actor_for(user, RoleAssignment.objects.get(user=user))

    def _clerk(self, place: Area, number: int) -> Actor:
        like = RoleAssignment.objects.get(user=self.users["demo-to"])
        key = f"{place.code} {number}"
        user = User.objects.create(
            uid=self.plan.uid("township clerk", key), username=f"clerk-{place.code}-{number}",
            name=head_name(self.chance, tibetan_township=False), password=UNUSABLE,
        )  # fmt: skip
        hat = RoleAssignment.objects.create(
            uid=self.plan.uid("township hat", key), user=user, role="TO", scope_kind="township",
            scope_name=place.name, area_prefix=place.code, valid_from=like.valid_from,
            granted_by=like.granted_by, approved_by=like.approved_by,
        )  # fmt: skip
        return actor_for(user, hat)


def typed_value(chance: np.random.Generator, line: Indicator) -> int | None:
    """70 to 100 %; nothing where a person judges."""
    return None if line.method == "judged" else int(chance.integers(700, 1_001)) * 10


def judged_points(chance: np.random.Generator, line: Indicator) -> int:
    """Whole tenths of 60 to 100 % of the points; a bonus is half or none."""
    if line.bonus:
        return line.most_centipoints // 2 if chance.random() < 1 / 3 else 0
    return line.most_centipoints * int(chance.integers(6, 11)) // 10


def paper(chance: np.random.Generator) -> str:
    kind = PAPERS[int(chance.integers(len(PAPERS)))]
    return f"演示：{kind}第 {int(chance.integers(1, 60))} 页"
