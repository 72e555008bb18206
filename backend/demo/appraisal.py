"""Score sheets of the demo: last year and the quarters of this one, in every state."""

from datetime import date, timedelta

from backend.accounts.models import RoleAssignment, User
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.approvals.rules import DUE_AFTER
from backend.demo.names import head_name
from backend.demo.people import UNUSABLE
from backend.demo.plan import COUNTY, Plan, local
from backend.demo.score_rows import SIGNED, Locked
from impact.models import Indicator, IndicatorSet, ScoreEntry, ScoreRemark, ScoreSheet
from impact.rules.appraisal import Term, recent
from impact.rules.defining import read_lines
from impact.rules.scoring import STEPS
from impact.services import defining
from impact.services.checking import COPIED
from impact.services.filling_in import KIND, OBJECT
from stations.models import Area

SETS = (
    ("village", "year"), ("township", "year"), ("county", "year"), ("township", "quarter"),
    ("county", "quarter"),
)  # fmt: skip
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


class UnderWay:
    """One township's sheet of the last quarter, left where it stands."""

    def __init__(self, plan: Plan, term: Term, users: dict[str, User], home: Area) -> None:
        self.plan, self.term, self.users, self.home = plan, term, users, home
        self.rows = Locked(plan, term, "township")
        self.rows.chance = plan.chance("scores under way")

    def leave(self, place: Area, state: str) -> None:
        clerk, colleague = self.rows.people[place.code] = self._office(place)
        if state == "reopened":
            self._again(*self.rows.build([place]))
            return
        (sheet,) = self.rows.signed(self.rows.begun([place]))
        steps = {"reviewed": ["submit", "review"], "returned": ["submit", "return"]}
        said = self.rows.words(sheet, *steps.get(state, ["submit"]))
        if state != "reviewed":
            sheet.reviewed_by_uid, sheet.reviewed_by_name, sheet.reviewed_on = "", "", None
        sheet.state = state
        ScoreSheet.objects.bulk_update([sheet], SIGNED)
        ScoreRemark.objects.bulk_create(said)
        self._ask(sheet, state, clerk, colleague)

    def _ask(self, sheet: ScoreSheet, state: str, clerk: User, colleague: User) -> None:
        """The request that waits, with the word that was given on it."""
        at = self.rows.at
        request = ApprovalRequest.objects.create(
            uid=self.plan.uid("score approval", str(sheet.uid)), kind=KIND, object_kind=OBJECT,
            object_uid=str(sheet.uid), title=f"{sheet.area.name} {self.term.name}考核表",
            maker=clerk, digest=sheet.digest, steps=STEPS["township"], area_code=sheet.area_code,
            state="returned" if state == "returned" else "open",
            step=1 if state == "reviewed" else 0, opened_at=at, due_at=at + DUE_AFTER,
            closed_at=at + timedelta(days=2) if state == "returned" else None,
        )  # fmt: skip
        if state == "submitted":
            return
        ApprovalDecision.objects.create(
            uid=self.plan.uid("score decision", str(sheet.uid)), request=request, step=0,
            actor=colleague, hat="TO", maker=clerk, digest=sheet.digest,
            verdict="return" if state == "returned" else "approve",
            comment="演示：请补充检查记录" if state == "returned" else "",
            at=at + timedelta(days=2),
        )  # fmt: skip

    def _again(self, sheet: ScoreSheet) -> None:
        """A second version beside the locked one, to be corrected."""
        why, at = "演示：群众评议汇总表有更正", self.rows.at + timedelta(days=9)
        again = ScoreSheet.objects.create(
            uid=self.plan.uid("score sheet again", str(sheet.uid)), set=sheet.set, area=sheet.area,
            area_code=sheet.area_code, level=sheet.level, period=sheet.period,
            first_on=sheet.first_on, next_on=sheet.next_on, number=2, begun_at=at, computed_at=at,
            begun_by_uid="demo:county:locker", replaces=sheet, reason=why,
            base_centipoints=sheet.base_centipoints, bonus_centipoints=sheet.bonus_centipoints,
        )  # fmt: skip
        ScoreEntry.objects.bulk_create(
            ScoreEntry(
                uid=self.plan.uid("score entry again", str(old.uid)), sheet=again,
                **{name: getattr(old, name) for name in COPIED},
            )
            for old in sheet.entries.all()
        )  # fmt: skip
        ScoreRemark.objects.create(
            uid=self.plan.uid("score remark", f"{again.uid} reopen"), sheet=again, step="reopen",
            words=why, by_uid="demo:county:locker", by_name="祁建国", at=at,
        )  # fmt: skip

    def _office(self, place: Area) -> tuple[User, User]:
        """Two people of a township; the demo's own sign in, the others only stand there."""
        if place.pk == self.home.pk:
            return self.users["demo-to"], self.users["demo-to2"]
        return self._clerk(place, 1), self._clerk(place, 2)

    def _clerk(self, place: Area, number: int) -> User:
        like = RoleAssignment.objects.get(user=self.users["demo-to"])
        key = f"{place.code} {number}"
        user = User.objects.create(
            uid=self.plan.uid("township clerk", key), username=f"clerk-{place.code}-{number}",
            name=head_name(self.rows.chance, tibetan_township=False), password=UNUSABLE,
        )  # fmt: skip
        RoleAssignment.objects.create(
            uid=self.plan.uid("township hat", key), user=user, role="TO", scope_kind="township",
            scope_name=place.name, area_prefix=place.code, place_code=place.code,
            valid_from=like.valid_from, granted_by=like.granted_by, approved_by=like.approved_by,
        )  # fmt: skip
        return user
