"""What households agreed to, what members paid in, and change requests in every state."""

from datetime import timedelta
from typing import Any

from backend.accounts.models import User
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.approvals.rules import DUE_AFTER, digest_of
from backend.demo.people import Homes
from backend.demo.plan import Plan, local
from backend.demo.registry import REGISTERED_ON
from backend.demo.store import Store
from cooperatives.models import (
    Consent,
    ConsentNotice,
    Household,
    HouseholdChange,
    MemberAccountEntry,
    Membership,
)
from cooperatives.rules.register import change_steps
from cooperatives.services.asking import digest_content

KIND = "household_change"
# (field, what is asked for, state, how far: step reached)
ASKED: tuple[tuple[str, dict[str, Any], str, int], ...] = (
    ("address", {"villager_group": "二社", "address": "村委会东侧第三户"}, "evidence", 0),
    ("cause", {"main_cause": "illness"}, "evidence", 1),
    ("labour", {"size": 5, "labour_count": 2}, "requested", 0),
    ("land", {"land_mu_x100": 980}, "refused", 0),
    ("address", {"villager_group": "一社", "address": "老戏台旁"}, "withdrawn", 0),
)
REFUSAL = "土地承包证上的面积与申请不一致，请带证重新申请"


class Papers:
    """Rows that need the people who recorded them, so they come after everyone has an account."""

    def __init__(self, plan: Plan, store: Store, homes: Homes, clerk: User) -> None:
        self.plan, self.store, self.homes, self.clerk = plan, store, homes, clerk
        self.notices = {row.purpose: row for row in ConsentNotice.objects.all()}

    def consents(self) -> None:
        """Everybody to the register, who is named in public to that, four of five to 公示."""
        chance = self.plan.chance("consents")
        names = dict(Household.objects.values_list("pk", "head_name"))
        named = set(Household.objects.filter(named_in_public=True).values_list("pk", flat=True))
        for row in range(len(self.homes.codes)):
            pk = self.homes.pk(row)
            self._consent(row, pk, "registry", names[pk])
            if chance.random() < 0.8:
                self._consent(row, pk, "public_notice", names[pk])
            if pk in named:
                self._consent(row, pk, "public_name", names[pk])

    def _consent(self, row: int, pk: int, purpose: str, name: str) -> None:
        said_at = local(REGISTERED_ON, 10)
        self.store.add(Consent(
            uid=self.plan.uid("consent", f"{row} {purpose}"), household_id=pk, purpose=purpose,
            notice_id=self.notices[purpose].pk, given=True, method="paper", said_by=name,
            said_at=said_at, recorded_by_id=self.clerk.pk, recorded_at=said_at,
        ))  # fmt: skip

    def capital(self) -> None:
        """What each member paid in when it joined: 100 to 2,000 yuan."""
        chance = self.plan.chance("capital")
        for number, (pk, since) in enumerate(
            Membership.objects.order_by("pk").values_list("pk", "valid_from")
        ):
            self.store.add(MemberAccountEntry(
                uid=self.plan.uid("capital", number), membership_id=pk, kind="capital",
                amount_fen=int(chance.integers(1, 21)) * 10_000, booked_on=since,
                reason="入社出资", voucher_no=f"RS{number + 1:06d}", made_by_id=self.clerk.pk,
                made_at=local(since, 15),
            ))  # fmt: skip

    def requests(self, village: int, operator: User, secretary: User) -> None:
        """One request per state at the village of the demo's station."""
        for number, (row, asked) in enumerate(zip(self.homes.of(village), ASKED, strict=False)):
            field, proposed, state, step = asked
            household = Household.objects.select_related("area").get(pk=self.homes.pk(row))
            made_at = self.plan.closes_at - timedelta(days=1, hours=number)
            change = self.store.add(HouseholdChange(
                uid=self.plan.uid("change", number), household=household, field=field,
                proposed=proposed, prior={key: getattr(household, key) for key in proposed},
                reason="本人到站申请", state=state, base_version=household.version,
                evidence_kind="" if state == "requested" else "booklet",
                evidence="" if state == "requested" else "户口本原件已核对",
                made_by=operator, made_as="SO", made_at=made_at,
            ))  # fmt: skip
            if state in {"refused", "withdrawn"}:
                change.closed_at = made_at + timedelta(hours=3)
                change.refusal = REFUSAL if state == "refused" else ""
            if state != "requested":
                self._ask(change, step, secretary)

    def _ask(self, change: HouseholdChange, step: int, secretary: User) -> None:
        states = {"evidence": "open", "refused": "rejected", "withdrawn": "voided"}
        request = self.store.add(ApprovalRequest(
            uid=self.plan.uid("change request", str(change.uid)), kind=KIND, object_kind=KIND,
            object_uid=str(change.uid), maker_id=change.made_by_id,
            title=f"{change.household.area.name} {change.household.card_no}："
            f"{change.get_field_display()}变更",
            digest=digest_of(digest_content(change)), steps=change_steps(change.field, "SO"),
            area_code=change.household.area_code, state=states[change.state], step=step,
            opened_at=change.made_at, due_at=change.made_at + DUE_AFTER,
            closed_at=change.closed_at, version=1 + step,
        ))  # fmt: skip
        if step or change.state == "refused":
            refused = change.state == "refused"
            self.store.add(ApprovalDecision(
                uid=self.plan.uid("change decision", str(change.uid)), request_id=request.pk,
                step=0, actor_id=secretary.pk, hat="PS",
                verdict="reject" if refused else "approve", comment=REFUSAL if refused else "",
                digest=request.digest, at=change.made_at + timedelta(hours=3),
                maker_id=request.maker_id,
            ))  # fmt: skip
