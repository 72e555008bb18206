"""A year's surplus on its way: five members, one plan, two signatures, an assembly, one posting."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.approvals.rules import MakerDecides
from backend.common.errors import Conflict, Forbidden, IllegalMove, NotFound
from backend.ledger import queries as ledger
from cooperatives.models import (
    Household,
    MemberAccountEntry,
    Membership,
    Receipt,
    SurplusDistribution,
)
from cooperatives.queries import account_balance
from cooperatives.rules.surplus import NoticeNotOver, PatronageBelowFloor, Plan, YearTaken
from orders.models import Payout, PayoutRun
from orders.queries.payouts import broken as broken_payouts
from orders.queries.surplus import broken_surpluses
from orders.rules.paying_out import NobodyToPay, PayoutMoved
from orders.services import surplus
from orders.services.paying_out import prepare_surplus_payout
from orders.services.payout_files import sign_cash
from orders.services.payout_outcomes import PAYOUTS, returned
from tests.cast import LONG_AGO, NOW, Cast
from tests.cooperatives.scenes import weigh
from tests.orders.settling.paying import release

pytestmark = pytest.mark.django_db
PLAN = Plan(4_000_000, 300_000, 1_000, 6_000, 6_000_000)
IN_2025 = datetime(2025, 9, 1, 4, tzinfo=UTC)
AFTER_NOTICE = NOW + timedelta(days=8)
# number -> (trade of 2025, capital, reserve share), in fen.
BOOKS = {
    "M001": (4_800_000, 500_000, 120_000),
    "M002": (3_050_000, 200_000, 80_000),
    "M003": (1_225_000, 100_000, 30_000),
    "M004": (0, 2_000_000, 0),
    "M005": (925_000, 50_000, 20_000),
}


@pytest.fixture
def books(cast: Cast) -> dict[str, Membership]:
    """The worked example as a cooperative's books; a household that is no member sold as well."""
    village = cast.dongxia_village
    for number in ("M004", "M005"):
        household = Household.objects.create(
            card_no=f"HC0000{number[-2:]}", area=village, area_code=village.code, head_name="演示",
            pinyin="yanshi", initials="ys", size=3, labour_count=1, registered_on=LONG_AGO,
        )  # fmt: skip
        Membership.objects.create(
            cooperative=cast.cooperative, household=household, number=number, valid_from=LONG_AGO
        )
    found = {one.number: one for one in Membership.objects.order_by("number")}
    for number, (traded_fen, capital_fen, reserve_fen) in BOOKS.items():
        _trade(cast, found[number].household, traded_fen)
        _entry(cast, found[number], "capital", capital_fen)
        _entry(cast, found[number], "reserve", reserve_fen)
    stranger = Household.objects.get(card_no="HC000004")
    stranger.pk, stranger.uid, stranger.card_no = None, uuid.uuid4(), "HC000099"
    stranger.save()
    _trade(cast, stranger, 77_700)
    return found


def _trade(cast: Cast, household: Household, amount_fen: int) -> None:
    receipt = weigh(cast, mode="purchase")
    receipt.pk, receipt.uid, receipt.household = None, uuid.uuid4(), household
    receipt.weighed_at, receipt.amount_fen = IN_2025, amount_fen
    Receipt.objects.bulk_create([receipt] if amount_fen else [])


def _entry(cast: Cast, membership: Membership, kind: str, amount_fen: int) -> None:
    row = MemberAccountEntry(
        membership=membership, kind=kind, amount_fen=amount_fen, booked_on=date(2025, 1, 1),
        reason="期初", made_by=cast.users["accountant"], made_at=IN_2025,
    )  # fmt: skip
    MemberAccountEntry.objects.bulk_create([row] if amount_fen else [])


def drawn(cast: Cast, plan: Plan = PLAN) -> SurplusDistribution:
    return surplus.draw_up(
        cooperative=cast.cooperative, year=2025, plan=plan, subsidies_as_booked=False,
        actor=cast.actor("accountant"), now=NOW,
    )  # fmt: skip


def decide(cast: Cast, made: SurplusDistribution, who: str, verdict: str = "approve") -> None:
    surplus.decide(
        uid=made.uid, verdict=verdict, comment="请核对公积金", digest=made.digest,
        actor=cast.actor(who), now=NOW,
    )  # fmt: skip


def announced(cast: Cast) -> SurplusDistribution:
    made = surplus.submit(uid=drawn(cast).uid, actor=cast.actor("accountant"), now=NOW)
    decide(cast, made, "manager")
    decide(cast, made, "supervisor")
    return made


def resolve(cast: Cast, made: SurplusDistribution, **wrong: Any) -> SurplusDistribution:
    said = {"held_on": date(2026, 10, 6), "entitled": 5, "attending": 5, "in_favour": 4}
    said |= {"minutes": b"%PDF-1.7 minutes of the assembly"}
    return surplus.resolve(
        uid=made.uid, said=surplus.Resolution(**said | wrong),  # type: ignore[arg-type]
        actor=cast.actor("accountant"), now=AFTER_NOTICE,
    )  # fmt: skip


def post(cast: Cast, made: SurplusDistribution, who: str = "manager") -> SurplusDistribution:
    return surplus.post(uid=made.uid, actor=cast.actor(who), now=AFTER_NOTICE)


def owed(books: dict[str, Membership]) -> list[int]:
    return [ledger.balance_of("settled", str(one.household.uid)) for one in books.values()]


def test_the_worked_example_reaches_every_household_to_the_fen(
    cast: Cast, books: dict[str, Membership]
) -> None:
    before = owed(books)
    made = post(cast, resolve(cast, announced(cast)))
    got = [now - then for now, then in zip(owed(books), before, strict=True)]
    assert got == [1_225_440, 826_023, 439_432, 468_396, 370_709]
    reserves = [account_balance(one, "reserve") for one in books.values()]
    assert reserves == [297_600, 192_850, 75_325, 0, 54_225]
    assert [account_balance(one, "subsidy") for one in books.values()] == [1_200_000] * 5
    assert (made.state, made.non_member_fen) == ("posted", 77_700)
    assert list(broken_surpluses()) == []
    assert ledger.verify()["difference_fen"] == 0


def pay(cast: Cast, made: SurplusDistribution, method: str = "cash") -> PayoutRun:
    run = prepare_surplus_payout(
        surplus_uid=made.uid, method=method, minutes_no="KY-2026-1",
        actor=cast.actor("accountant"), now=AFTER_NOTICE,
    )  # fmt: skip
    release(cast, run, AFTER_NOTICE)
    return release(cast, run, AFTER_NOTICE, "supervisor")


def sign(cast: Cast, one: Payout) -> None:
    sign_cash(payout_uid=one.uid, voucher_no="QL-1", actor=cast.actor("accountant"),
              now=AFTER_NOTICE)  # fmt: skip


def test_every_member_is_paid_its_share_and_the_distribution_ends(
    cast: Cast, books: dict[str, Membership]
) -> None:
    before = owed(books)
    made = post(cast, resolve(cast, announced(cast)))
    run = pay(cast, made)
    assert (run.total_fen, run.payees, run.settlement) == (3_330_000, 5, None)
    first, *others = run.payouts.order_by("pk")
    sign(cast, first)
    made.refresh_from_db()
    assert (made.state, first.amount_fen) == ("posted", 1_225_440)
    [sign(cast, one) for one in others]
    made.refresh_from_db()
    run.refresh_from_db()
    assert (made.state, run.state, owed(books)) == ("paid", "reconciled", before)
    assert (list(broken_payouts()), list(broken_surpluses())) == ([], [])
    assert ledger.verify()["difference_fen"] == 0


def test_a_share_that_comes_back_is_due_again(cast: Cast, books: dict[str, Membership]) -> None:
    made = post(cast, resolve(cast, announced(cast)))
    run = pay(cast, made)
    [sign(cast, one) for one in run.payouts.all()]
    back = run.payouts.order_by("pk")[0]
    assert returned(payout=back, why="账户已销", actor=PAYOUTS, now=AFTER_NOTICE)
    made.refresh_from_db()
    again = pay(cast, made)
    assert [(one.share_id, one.attempt) for one in again.payouts.all()] == [(back.share_id, 2)]
    assert (made.state, list(broken_payouts())) == ("posted", [])


def test_what_is_not_posted_is_not_paid_and_nobody_twice(
    cast: Cast, books: dict[str, Membership]
) -> None:
    resolved = resolve(cast, announced(cast))
    with pytest.raises(PayoutMoved):
        pay(cast, resolved)
    made = post(cast, resolved)
    with pytest.raises(NotFound):
        prepare_surplus_payout(surplus_uid=made.uid, method="cash", minutes_no="",
                               actor=cast.actor("stranger_manager"), now=AFTER_NOTICE)  # fmt: skip
    pay(cast, made)
    with pytest.raises(NobodyToPay):
        pay(cast, made)
    assert PayoutRun.objects.count() == 1


def test_a_plan_is_posted_once_and_a_year_has_one_plan(
    cast: Cast, books: dict[str, Membership]
) -> None:
    made = post(cast, resolve(cast, announced(cast)))
    after = owed(books)
    with pytest.raises(IllegalMove):
        post(cast, made)
    with pytest.raises(YearTaken):
        drawn(cast)
    assert owed(books) == after


def test_neither_the_maker_nor_a_stranger_moves_it_on(
    cast: Cast, books: dict[str, Membership]
) -> None:
    made = surplus.submit(uid=drawn(cast).uid, actor=cast.actor("accountant"), now=NOW)
    with pytest.raises(MakerDecides):
        decide(cast, made, "accountant")
    with pytest.raises(NotFound):
        decide(cast, made, "stranger_manager")
    decide(cast, made, "manager")
    decide(cast, made, "supervisor")
    resolved = resolve(cast, made)
    with pytest.raises(Forbidden):
        post(cast, resolved, "accountant")
    assert not ledger.balances(kind="surplus")


def test_no_resolution_before_the_notice_is_over_and_no_posting_without_one(
    cast: Cast, books: dict[str, Membership]
) -> None:
    made = announced(cast)
    with pytest.raises(NoticeNotOver):
        resolve(cast, made, held_on=date(2026, 10, 4))
    with pytest.raises(IllegalMove):
        post(cast, made)
    assert not ledger.balances(kind="surplus")


def test_a_refused_plan_ends_and_another_may_be_drawn_up(
    cast: Cast, books: dict[str, Membership]
) -> None:
    made = surplus.submit(uid=drawn(cast).uid, actor=cast.actor("accountant"), now=NOW)
    decide(cast, made, "manager", "return")
    made.refresh_from_db()
    assert (made.state, made.refusal, drawn(cast).state) == ("returned", "请核对公积金", "draft")


def test_a_plan_below_the_floor_keeps_nothing(cast: Cast, books: dict[str, Membership]) -> None:
    with pytest.raises(PatronageBelowFloor):
        drawn(cast, Plan(4_000_000, 0, 1_000, 5_000, 0))
    assert not SurplusDistribution.objects.exists()


def test_who_left_in_the_year_is_paid_for_the_days_as_a_member(
    cast: Cast, books: dict[str, Membership]
) -> None:
    Membership.objects.filter(number="M002").update(valid_to=date(2025, 8, 1))
    Membership.objects.filter(number="M003").update(valid_to=date(2025, 10, 1))
    shares = {one.number: one for one in drawn(cast).shares.all()}
    assert [shares[number].patronage_fen for number in ("M002", "M003")] == [0, 1_225_000]
    assert [shares[number].subsidy_fen for number in ("M002", "M003")] == [0, 0]


def test_a_changed_figure_stops_the_posting(cast: Cast, books: dict[str, Membership]) -> None:
    made = resolve(cast, announced(cast))
    SurplusDistribution.objects.filter(pk=made.pk).update(loss_fen=200_000, reserve_fen=470_000)
    with pytest.raises(Conflict):
        post(cast, made)
    assert not ledger.balances(kind="surplus")


def test_the_doors_lead_from_a_trial_to_the_minutes(
    cast: Cast, books: dict[str, Membership]
) -> None:
    accountant, once = cast.client("accountant"), {"Idempotency-Key": str(uuid.uuid4())}
    said = {"year": 2025, "surplus": "40000.00", "loss": "3000.00", "subsidy": "60000.00"}
    tried = accountant.post(
        "/api/v1/surplus/preview",
        said,
        "application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    ).json()
    assert (tried["distributable"], tried["shares"][0]["total"]) == ("33300.00", "12254.40")
    made = accountant.post("/api/v1/surplus", said, "application/json", headers=once).json()
    review = cast.client("manager").get(f"/api/v1/approvals/surplus/{made['uid']}").json()
    assert review["digest"] == made["digest"]
    assert review["rows"][0] == ["M001", "马*福", "48000.00", "9590.40", "2664.00", "12254.40"]
    assert cast.client("stranger_manager").get(f"/api/v1/surplus/{made['uid']}").status_code == 404
