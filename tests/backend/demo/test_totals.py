"""The seed's numbers stand in the rows, not in a constant of a page."""

import json
import stat
from datetime import date
from typing import Any

import pytest
from django.db.models import Count, F, Sum

from backend.accounts.models import RoleAssignment, User
from backend.approvals.models import ApprovalRequest
from backend.common.money import yuan
from backend.demo.load import Loaded
from backend.exchange.models import DuplicateCase, ExportFile, ImportBatch
from backend.ledger.queries import verify
from cooperatives.models import (
    Cooperative,
    DayClose,
    HouseholdMember,
    Listing,
    PriceDraft,
    Receipt,
    StockCountLine,
)
from cooperatives.rules import check_credit_code, check_identity, check_mobile
from impact.models import IncomeEntry, IncomeSurvey, TrueEffect
from orders.models import Order, Payout, SettlementParty, SettlementRun, SourceSplit
from programme.models import AssistanceRecord, Loan, Project, Visit
from stations.models import Area, PartyBranch, Station

pytestmark = pytest.mark.usefixtures("county")


def total(model: Any, field: str) -> int:
    return model.objects.aggregate(total=Sum(field))["total"]


def test_places_are_the_seeds() -> None:
    levels = dict(Area.objects.values_list("level").annotate(Count("pk")).order_by())
    assert levels == {"county": 1, "township": 20, "village": 289, "community": 24}
    assert Station.objects.count() == 90
    assert Cooperative.objects.count() == 70
    assert PartyBranch.objects.count() == 663
    assert total(PartyBranch, "member_count") == 17_800
    kinds = dict(PartyBranch.objects.values_list("kind").annotate(Count("pk")).order_by())
    assert kinds == {"village": 289, "community": 24, "cooperative": 70, "office": 280}


def test_stations_lie_in_the_townships_as_the_table_says() -> None:
    stations = Station.objects.values_list("area__parent__code").annotate(Count("pk"))
    counts = dict(stations.order_by("area__parent__code"))
    assert list(counts.values()) == [7, 6, 5, 4, 6, 8, 6, 3, 4, 4, 5, 4, 3, 3, 3, 2, 4, 3, 4, 6]


def test_programme_sums_are_exact() -> None:
    assert total(Loan, "amount_fen") == 7_600_000_000
    given = AssistanceRecord.objects.aggregate(t=Sum(F("cash_fen") + F("in_kind_value_fen")))
    assert given["t"] == 393_750_000
    assert total(Visit, "persons") == 12_993
    assert Project.objects.filter(kind="collective").count() == 41
    assert Project.objects.filter(kind="work_team").count() == 104
    assert total(Project, "funds_fen") == 8_200_000_000
    assert Loan.objects.filter(amount_fen__gt=5_000_000).count() == 0


def test_first_sales_follow_the_schedule() -> None:
    opened = Station.objects.values_list("opened_on", flat=True)
    effective = [day.year + 1 if day.month >= 10 else day.year for day in opened]
    assert [effective.count(year) for year in range(2020, 2025)] == [15, 20, 25, 20, 10]
    assert sum(day.month >= 10 for day in opened) == 10


def test_every_wave_says_it_is_synthetic_and_holds_its_truth() -> None:
    assert list(IncomeSurvey.objects.order_by("year").values_list("year", "synthetic")) == [
        (year, True) for year in range(2017, 2026)
    ]
    assert set(TrueEffect.objects.values_list("effect_first_year_fen", "effect_later_fen")) == {
        (38_400, 64_000)
    }
    assert IncomeEntry.objects.count() == 9 * 289 * 2
    assert not IncomeEntry.objects.filter(status="observed", earned_fen__lte=0).exists()


def test_nobody_is_real() -> None:
    codes = Cooperative.objects.values_list("credit_code", flat=True)
    assert all(check_credit_code(code) and code[2:8] == "639999" for code in codes)
    for head in HouseholdMember.objects.filter(relation="head").select_related("household")[:40]:
        household = head.household
        identity, phone = head.identity.open(), household.phone.open()
        assert check_identity(identity, today=date(2026, 9, 30))[:6] == "639999"
        assert check_mobile(phone)[:3] == "154"
        assert household.phone_tail == phone[-4:]


def test_the_shop_is_full_and_the_buyers_orders_stand_at_each_point() -> None:
    on_sale = Listing.objects.filter(status="on_sale").annotate(stock_g=Sum("lots__available_g"))
    assert on_sale.count() >= 90 * 4
    assert not on_sale.exclude(stock_g__gte=F("package_g")).exists()
    assert set(Listing.objects.values_list("status", flat=True)) == {
        "on_sale", "submitted", "returned", "down", "draft",
    }  # fmt: skip
    mine = Order.objects.filter(buyer__username="demo-by").values_list("status", flat=True)
    assert {"paid", "packed", "shipped", "delivered", "completed"} <= set(mine)
    assert not Listing.objects.filter(product__code="broad_bean", grade="second").exists()


def test_workbooks_wait_on_the_desks_one_written_one_with_errors_one_to_fetch() -> None:
    written, wrong = ImportBatch.objects.order_by("uploaded_at")
    assert (written.state, written.written["new"]) == ("applied", 9)
    assert (wrong.state, wrong.counts["new"], wrong.counts["error"]) == ("checked", 2, 4)
    assert DuplicateCase.objects.get().batch == wrong
    assert (wrong.error_file != "", ExportFile.objects.get().state) == (True, "ready")


def test_the_cooperative_has_a_void_a_price_list_a_count_and_closed_days() -> None:
    waiting = ApprovalRequest.objects.open()
    assert waiting.filter(kind="receipt_void").count() == 1
    assert PriceDraft.objects.get().status == "draft"
    assert sorted(line.variance_g for line in StockCountLine.objects.all()) == [
        -200, 0, 0, 0, 1_200,
    ]  # fmt: skip
    assert DayClose.objects.count() == 2


def test_only_catchments_sell() -> None:
    sellers = SourceSplit.objects.values("area_code").distinct()
    villages = set(sellers.values_list("area_code", flat=True))
    assert villages <= set(Station.objects.values_list("area_code", flat=True))


def test_each_role_has_an_account_whose_grant_two_people_agreed(
    county: Loaded,
) -> None:
    path = county.accounts_file
    accounts = json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {account["role"] for account in accounts} == {
        "SA", "CO", "TO", "PS", "SO", "CM", "CA", "CS", "HM", "BY", "AU",
    }  # fmt: skip
    for account in accounts:
        user = User.objects.get(username=account["username"])
        assert user.check_password(account["password"])
        hat = RoleAssignment.objects.get(user=user)
        assert hat.role == "BY" or len({hat.user_id, hat.granted_by_id, hat.approved_by_id}) == 3
        assert bool(account["totp_secret"]) == user.totpdevice_set.exists()


def test_every_app_says_that_nothing_is_broken(county: Loaded) -> None:
    assert county.broken == []
    assert verify()["difference_fen"] == 0
    assert verify()["unbalanced_transfers"] == 0


def test_each_receipt_keeps_the_line_that_was_read_to_the_household() -> None:
    assert not Receipt.objects.filter(read_back="").exists()
    receipt = Receipt.objects.select_related("household", "product").latest("weighed_at")
    goods = f"{receipt.product.name} {receipt.get_grade_display()} "
    assert receipt.read_back.startswith(f"{receipt.household.head_name}，{goods}")
    assert receipt.read_back.endswith(f"= {yuan(receipt.amount_fen)} 元")


def test_households_are_settled_and_paid_each_by_two_peoples_words() -> None:
    runs = SettlementRun.objects.all()
    assert set(runs.values_list("state", flat=True)) >= {"paid", "posted"}
    due = SettlementParty.objects.filter(run__state="paid", payable_fen__gt=0)
    assert due.exclude(payouts__state="paid").count() == 0
    failed = Payout.objects.filter(state="failed")
    assert all(one.party.payouts.filter(state="paid", attempt=2).exists() for one in failed)
    asked = ApprovalRequest.objects.filter(kind="settlement_run")
    assert asked.count() == runs.count()
    assert not asked.filter(decisions__actor__isnull=True).exists()
