"""One sample of every record, all of them the potato household's, the Dongxia station's and the
buyer's. A new record that a route shows gets its sample here, under the name its row uses."""

from datetime import date
from typing import Any
from uuid import uuid4

from backend.accounts.models import Device
from backend.accounts.services import connect_partner, new_user
from backend.approvals.models import ApprovalRequest
from backend.audit import services as audit
from backend.audit.models import AccessEvent, AuditEvent
from backend.common.actor import system_actor
from backend.jobs import services as jobs
from cooperatives.rules.pricing import Line
from cooperatives.services import (
    ask_void,
    close_day,
    count_stock,
    draft_prices,
    record_paper,
    take_out,
)
from cooperatives.services.staffing import propose_grant, propose_reset
from impact.models import FindingRow, IncomeEntry, IncomeSurvey, TradeFinding
from impact.services import deriving, estimating, specifying, trading
from orders.models import Address, StockReminder
from orders.services.journal import move_order
from programme.models import AssistanceRecord, Loan, Project, Visit
from stations import services
from stations.models import Inspection, InspectionObjection, PlaceChange
from tests.backend.approvals.asking import ask
from tests.cast import NOW, PASSWORD, Cast
from tests.cooperatives.scenes import on_sale, weigh
from tests.orders.market import an_order, wanted
from tests.scope import households, issues, payments, sales, scoring, settling, surplus, workbooks


def fill(samples: dict[str, Any], cast: Cast) -> None:
    _produce(samples, cast)
    _programme(samples, cast)
    issues.fill(samples, cast)
    _incomes(samples, cast)
    scoring.fill(samples, cast)
    _kernel(samples, cast)
    workbooks.fill(samples, cast)
    households.fill(samples, cast)
    payments.fill(samples, cast)
    sales.fill(samples, cast)
    settling.fill(samples, cast)
    surplus.fill(samples, cast)
    _counter(samples, cast)
    _inspection(samples, cast)
    _findings(samples, cast)


def _produce(samples: dict[str, Any], cast: Cast) -> None:
    samples["receipt"] = weigh(cast)
    samples["lot"] = samples["receipt"].lot
    _shelf(samples, cast)
    samples["paper"] = record_paper(
        product_uid=cast.potato.uid, kind="test", number="JC-001", issuer="县农检中心",
        valid_from=date(2026, 9, 1), valid_to=date(2027, 8, 31), actor=cast.actor("accountant"),
        now=NOW,
    )  # fmt: skip
    samples["price_draft"] = draft_prices(
        effective_from=None, note="", lines=[Line(str(cast.potato.uid), "first", 130, 250)],
        actor=cast.actor("accountant"), now=NOW,
    )  # fmt: skip
    samples["listing"] = on_sale(cast, samples["receipt"])
    order = samples["order"] = an_order(cast, wanted(samples["listing"], 1))
    move_order(order=order, move="pay", actor=system_actor("tests"), now=NOW, paid_at=NOW)
    samples["shipment"] = order.shipments.get()
    samples["reminder"] = StockReminder.objects.create(
        buyer=cast.users["buyer"], listing=samples["listing"], asked_at=NOW
    )
    samples["address"] = Address.objects.create(
        buyer=cast.users["buyer"], name="周敏", phone="15490009999", region="青海省 西宁市 城中区",
        address="长江路 1 号", client_key="sample", made_at=NOW,
    )  # fmt: skip


def _shelf(samples: dict[str, Any], cast: Cast) -> None:
    operator = {"actor": cast.actor("operator"), "now": NOW}
    samples["spare"], doubtful = weigh(cast), weigh(cast)
    samples["void_request"] = ask_void(
        uid=uuid4(), receipt_uid=doubtful.uid, reason="称错了户", **operator
    )
    samples["move"] = take_out(
        uid=uuid4(), lot_code=samples["lot"].code, kind="waste", cause="spoiled", weight_g=250,
        reason="", **operator,
    )  # fmt: skip
    samples["stock_count"] = count_stock(
        uid=uuid4(), lines=[(samples["lot"].code, 12_500)], note="", **operator
    )
    samples["day_close"] = close_day(
        uid=uuid4(), on=NOW.date(), cash_fen=0, unsent_count=0, signature="", **operator
    )


def _programme(samples: dict[str, Any], cast: Cast) -> None:
    village, on = cast.dongxia_village, date(2026, 5, 1)
    here = {"area": village, "area_code": village.code}
    samples["loan"] = Loan.objects.create(
        household=cast.potato_household, branch=cast.dongxia_branch, area_code=village.code,
        product="dual_base", purpose="购种", amount_fen=5_000_000, term_months=12,
        disbursed_on=on, status="disbursed",
    )  # fmt: skip
    samples["assistance"] = AssistanceRecord.objects.create(
        helper="东峡帮扶单位", kind="化肥", cash_fen=10_000, in_kind_value_fen=0, given_on=on,
        **here,
    )  # fmt: skip
    samples["visit"] = Visit.objects.create(
        kind="走访", persons=12, visited_on=on, visitor="东峡工作队", **here
    )
    samples["project"] = Project.objects.create(
        kind="collective", name="东峡光伏", started_on=on, funds_fen=30_000_000, **here
    )


def _incomes(samples: dict[str, Any], cast: Cast) -> None:
    """An open wave with the potato household's form, its station's opening, what reached it."""
    wave = samples["wave"] = IncomeSurvey.objects.create(
        county_code="630121", year=2025, instrument="问卷 A", state="open", opened_at=NOW
    )
    home = cast.potato_household
    samples["form"] = IncomeEntry.objects.create(
        survey=wave, household=home, area_code=home.area_code, status="observed", persons=4
    )
    samples["spec"] = specifying.freeze_spec(
        county_code="630121", title="方案", first_year=2020, last_year=2025, control="notyet",
        least_orders=12, least_months=6, limits={}, draws=99, randomisations=99, seed=1,
        actor=cast.actor("official"), now=NOW,
    )  # fmt: skip
    samples["run"] = estimating.run_spec(
        spec=samples["spec"], actor=cast.actor("official"), now=NOW
    )
    deriving.rebuild_openings(county_code="630121")
    deriving.rebuild_exposure(county_code="630121")


def _kernel(samples: dict[str, Any], cast: Cast) -> None:
    _staff(samples, cast)
    request: ApprovalRequest = ask(cast, title="东峡九月价格表")
    samples["approval"] = request
    cast.device("operator")
    samples["device"] = Device.objects.get(kind="station")
    samples["job"] = jobs.start(
        kind="impact.tasks.build_report", arguments={}, actor=cast.actor("official"), now=NOW
    )


def _counter(samples: dict[str, Any], cast: Cast) -> None:
    operator, household = cast.actor("operator"), str(cast.potato_household.uid)
    parcel = services.ParcelSaid(
        direction="in", waybill="SF154000008888", name="马有福", phone_tail="0001",
        household_uid=household, arrived_at=NOW,
    )  # fmt: skip
    samples["parcel"] = services.take_in_parcel(uid=uuid4(), said=parcel, actor=operator, now=NOW)
    done = services.ServiceSaid(kind="bill_payment", count=1, amount_fen=5_000, done_at=NOW)
    samples["service_record"] = services.record_service(
        uid=uuid4(), said=done, actor=operator, now=NOW
    )
    samples["place_change"] = PlaceChange.objects.create(
        kind="station_edit", subject_uid=str(cast.dongxia_station.uid), payload={}, lines=[],
        area_code=cast.dongxia_station.area_code, title="服务站资料", reason="扩建",
        effective_on=date(2026, 9, 1), made_by=cast.users["township_official"], made_at=NOW,
    )  # fmt: skip


def _inspection(samples: dict[str, Any], cast: Cast) -> None:
    """A grade that the secretary objects to."""
    samples["inspection"] = Inspection.objects.create(
        station=cast.dongxia_station, inspected_on=NOW.date(), scores=[], total=65,
        grade="ordinary", made_by=cast.users["township_official"], at=NOW,
    )  # fmt: skip
    samples["objection"] = InspectionObjection.objects.create(
        inspection=samples["inspection"], hat="AU", words="检查当天停电",
        by=cast.users["administrator"], made_at=NOW, answer_by_on=NOW.date(),
    )  # fmt: skip


def _staff(samples: dict[str, Any], cast: Cast) -> None:
    """An accountant's hat, a secretary who is proposed, a reset that waits for the county."""
    samples["hat"] = cast.hats["accountant"]
    newcomer = new_user(username="newcomer", name="新来的", password=PASSWORD)
    newcomer.save()
    samples["proposed"] = propose_grant(
        username="newcomer", role="PS", scope_kind="village", scope_ref=cast.dongxia_village.code,
        valid_from=NOW.date(), valid_to=None, waiver="", actor=cast.actor("administrator"), now=NOW,
    )  # fmt: skip
    samples["account"] = cast.users["accountant"]
    propose_reset(
        uid=str(samples["account"].uid), reason="手机丢失，无法登录",
        actor=cast.actor("administrator"), now=NOW,
    )  # fmt: skip
    _traces(samples, cast)


def _traces(samples: dict[str, Any], cast: Cast) -> None:
    """What the accountant did, whom the operator looked at, and a partner's program."""
    accountant = cast.actor("accountant")
    audit.record(actor=accountant, action="hat.switch", subject=samples["hat"], at=NOW)
    samples["hat_event"] = AuditEvent.objects.get(action="hat.switch")
    audit.record_access(
        actor=cast.actor("operator"), subject=cast.potato_household, fields="phone",
        purpose="核对电话", at=NOW,
    )  # fmt: skip
    samples["access"] = AccessEvent.objects.order_by("-id")[0]
    samples["partner"] = connect_partner(
        assignment_uid=str(samples["hat"].uid), name="统计局接口", expires_on=date(2027, 1, 31),
        actor=cast.actor("administrator"), now=NOW,
    ).device  # fmt: skip


def _findings(samples: dict[str, Any], cast: Cast) -> None:
    """A sale that nobody has spoken about, and one that waits for the second person's word."""
    source = samples["order"].lines.get().sources.first()
    for name, kind in (("finding", "loop"), ("proposed_finding", "price")):
        samples[name] = TradeFinding.objects.create(
            kind=kind, subject=name, area_code=cast.dongxia_village.code, found_at=NOW,
            household=cast.potato_household, station=cast.dongxia_station, rule="样例",
        )  # fmt: skip
        FindingRow.objects.create(
            finding=samples[name], source=source, kind=kind, why="样例", found_at=NOW
        )
    trading.propose_verdict(
        uid=samples["proposed_finding"].uid, verdict="clear", reason="已经核实",
        actor=cast.actor("township_official"), now=NOW,
    )  # fmt: skip
