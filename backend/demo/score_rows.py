"""Rows of score sheets in bulk: begun, scored, proved, signed and locked.

What a formula gives is computed; a percentage that is typed lies between 70 and 100, judged lines
get 60 to 100 % of their points, one bonus in three half of its. Rules: docs/how/demo.md.
"""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from backend.accounts.models import User
from backend.approvals.rules import digest_of
from backend.demo.names import head_name
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
from impact.rules.appraisal import Term
from impact.services import filling_in
from stations.models import Area

PAPERS = ("工作台账", "现场检查记录", "统计报表", "会议纪要")
BY_HAND = "演示：没有可比的基数或目标，按工作记录评定"


class Locked:
    """All sheets of a level and period at once: begun, filled in, checked and locked."""

    def __init__(self, plan: Plan, term: Term, level: str) -> None:
        self.plan, self.term, self.level = plan, term, level
        self.chance = plan.chance(f"scores {level} {term}")
        self.set = IndicatorSet.objects.get(level=level, cycle=term.cycle, county_code=COUNTY)
        self.lines = list(self.set.indicators.all())
        self.at = local(term.next_on + timedelta(days=6), 10)
        # By area: who fills in and who reviews, where they are people of the demo.
        self.people: dict[str, tuple[User, User]] = {}

    def build(self, places: Sequence[Area]) -> list[ScoreSheet]:
        """All of them locked."""
        ready = self.signed(self.begun(places))
        for sheet in ready:
            sheet.state = "locked"
            self.lock(sheet)
        ScoreSheet.objects.bulk_update(ready, SIGNED, batch_size=200)
        said = [words for sheet in ready for words in self.words(sheet, "submit", "review", "lock")]
        ScoreRemark.objects.bulk_create(said, batch_size=500)
        return ready

    def begun(self, places: Sequence[Area]) -> list[ScoreSheet]:
        """Drafts with every line scored and proved."""
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
        return made

    def _filler(self, place: Area) -> str:
        known = self.people.get(place.code)
        return str(known[0].uid) if known else f"demo:{place.code}:filler"

    def _sheet(self, place: Area) -> ScoreSheet:
        term = self.term
        return ScoreSheet(
            uid=self.plan.uid("score sheet", f"{place.code} {term}"), set=self.set, area=place,
            area_code=place.code, level=self.level, period=str(term), first_on=term.first_on,
            next_on=term.next_on, begun_by_uid=self._filler(place), begun_at=self.at,
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

    def signed(self, made: Sequence[ScoreSheet]) -> list[ScoreSheet]:
        """With their sums, digests, and who handed in and reviewed them; not yet written."""
        whole = ScoreSheet.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")
        found = whole.select_related("set", "area")
        ready = list(found.prefetch_related("entries__indicator", "entries__evidence"))
        for sheet in ready:
            given = [(one.indicator.bonus, one.given_centipoints or 0)
                     for one in sheet.entries.all()]  # fmt: skip
            sheet.base_centipoints, sheet.bonus_centipoints = scoring.total_of(given)
            sheet.digest = digest_of(sheets.content_of(sheet))
            self._sign(sheet)
        return ready

    def _sign(self, sheet: ScoreSheet) -> None:
        on = self.term.next_on + timedelta(days=6)
        tibetan = "藏族" in sheet.area.official_name
        filler, reviewer = self.people.get(sheet.area_code, (None, None))
        first, second = (head_name(self.chance, tibetan_township=tibetan) for _ in range(2))
        sheet.submitted_by_uid = sheet.begun_by_uid
        sheet.submitted_by_name, sheet.submitted_on = filler.name if filler else first, on
        if self.level != "county":
            sheet.reviewed_by_uid = (
                str(reviewer.uid) if reviewer else f"demo:{sheet.area_code}:reviewer"
            )
            sheet.reviewed_by_name = reviewer.name if reviewer else second
            sheet.reviewed_on = on + timedelta(days=2)

    def lock(self, sheet: ScoreSheet) -> None:
        sheet.locked_by_uid, sheet.locked_by_name = "demo:county:locker", "祁建国"
        sheet.locked_at = self.at + timedelta(days=5)

    def words(self, sheet: ScoreSheet, *steps: str) -> list[ScoreRemark]:
        """What was said at each step that was taken."""
        by = {
            "submit": (sheet.submitted_by_uid, sheet.submitted_by_name, 0),
            "review": (sheet.reviewed_by_uid, sheet.reviewed_by_name, 2),
            "return": (sheet.reviewed_by_uid, sheet.reviewed_by_name, 2),
            "lock": (sheet.locked_by_uid, sheet.locked_by_name, 5),
        }
        return [
            ScoreRemark(
                uid=self.plan.uid("score remark", f"{sheet.uid} {step}"), sheet=sheet, step=step,
                words="演示：请补充检查记录" if step == "return" else "", by_uid=by[step][0],
                by_name=by[step][1], at=self.at + timedelta(days=by[step][2]),
            )
            for step in steps
            if by[step][0]
        ]  # fmt: skip


SIGNED = [
    "state", "digest", "base_centipoints", "bonus_centipoints", "submitted_by_uid",
    "submitted_by_name", "submitted_on", "reviewed_by_uid", "reviewed_by_name", "reviewed_on",
    "locked_by_uid", "locked_by_name", "locked_at",
]  # fmt: skip


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
