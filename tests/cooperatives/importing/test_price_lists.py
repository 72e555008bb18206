"""Prices from a workbook: a draft like any other, agreed to by the manager, never retroactive."""

from datetime import date
from typing import Any

import pytest

from backend.approvals.models import ApprovalRequest
from backend.exchange import queries as exchange
from backend.exchange.models import ImportBatch
from backend.exchange.rules.rows import Row
from backend.exchange.services import applying, batches
from cooperatives.models import PriceCeiling, PriceDraft, PriceEntry, PriceList
from cooperatives.services import decide_prices, submit_prices
from cooperatives.services.importing import KINDS
from tests.backend.exchange import books
from tests.backend.exchange.walk import APPLY, carry, take_back, upload
from tests.cast import NOW, Cast

HEAD = ["合作社", "品名", "等级", "收购价", "零售价", "机构价", "执行日期"]
POTATO = ["东峡种植专业合作社", "洋芋", "一级", 1.3, 2.5, 2.8, "2026-10-08"]
BEANS = ["东峡种植专业合作社", "蚕豆", "一级", 4.1, 7.2, "", "2026年10月8日"]


def look(cast: Cast, *rows: Any, who: str = "accountant") -> list[Row]:
    batch = upload(cast, who, "price_list", books.book([HEAD, *rows]))
    return exchange.rows_of(batch, batch.chunks.get())


def bring(cast: Cast, *rows: Any) -> ImportBatch:
    batch = upload(cast, "accountant", "price_list", books.book([HEAD, *rows]))
    batches.apply_now(
        uid=str(batch.uid), kind=KINDS["price_list"], task=APPLY, actor=cast.actor("accountant"),
        now=NOW,
    )  # fmt: skip
    carry(batch, applying.run_apply)
    return batch


def test_a_workbook_becomes_one_draft_a_day_and_nothing_takes_effect(cast: Cast) -> None:
    later = [*POTATO[:6], "2026-11-01"]
    batch = bring(cast, POTATO, BEANS, later)
    drafts = PriceDraft.objects.order_by("effective_from")
    assert (batch.state, batch.written["new"]) == ("applied", 3)
    assert [(draft.status, len(draft.lines)) for draft in drafts] == [("draft", 2), ("draft", 1)]
    assert drafts[0].lines[0]["institution_fen"] == 280
    assert PriceList.objects.count() == 1


def test_the_manager_agrees_and_the_prices_of_the_file_hold_from_that_day(cast: Cast) -> None:
    bring(cast, POTATO, BEANS)
    draft = PriceDraft.objects.get()
    submit_prices(uid=draft.uid, version=draft.version, actor=cast.actor("accountant"), now=NOW)
    digest = ApprovalRequest.objects.get(object_uid=str(draft.uid)).digest
    decide_prices(
        uid=draft.uid, verdict="approve", comment="", content_digest=digest,
        actor=cast.actor("manager"), now=NOW,
    )  # fmt: skip
    entry = PriceEntry.objects.get(price_list__number=2, product=cast.broad_bean)
    assert (entry.buy_fen_per_jin, entry.sell_fen_per_jin) == (410, 720)
    assert entry.price_list.effective_from.isoformat() == "2026-10-07T16:00:00+00:00"


def test_the_same_file_again_is_nothing_new_while_its_draft_waits(cast: Cast) -> None:
    bring(cast, POTATO, BEANS)
    assert [row.status for row in look(cast, POTATO, BEANS)] == ["unchanged", "unchanged"]


def test_another_price_for_the_same_day_is_a_conflict(cast: Cast) -> None:
    bring(cast, POTATO)
    row = look(cast, [*POTATO[:3], 1.4, *POTATO[4:]])[0]
    assert (row.status, "不能用文件修改" in row.problems[0][1]) == ("conflict", True)


@pytest.mark.parametrize(
    ("at", "told", "why"),
    [
        (6, "2026-09-28", "价格不能追溯"),
        (4, 1.2, "销售价低于收购价"),
        (1, "人参果", "没有产品“人参果”"),
        (0, "青林养殖专业合作社", "没有这个合作社"),
    ],
)
def test_what_cannot_hold_is_refused_with_the_reason(
    cast: Cast, at: int, told: Any, why: str
) -> None:
    row = look(cast, [*POTATO[:at], told, *POTATO[at + 1 :]])[0]
    assert (row.status, why in row.problems[0][1]) == ("error", True), row.problems


def test_a_price_above_the_county_s_ceiling_is_refused(cast: Cast) -> None:
    PriceCeiling.objects.create(
        county_code="630121", product=cast.potato, grade="first", sell_fen_per_jin=270,
        valid_from=date(2026, 10, 1), source="县发改局", made_by=cast.users["official"], at=NOW,
    )  # fmt: skip
    row = look(cast, POTATO)[0]
    assert row.problems == [["sell", "高于县级限价每斤 2.70 元"]]


def test_a_day_that_has_a_list_already_is_refused(cast: Cast) -> None:
    bring(cast, POTATO)
    row = look(cast, BEANS)[0]
    assert row.problems == [["effective_on", "这一天已有价格表或草案，请换一个生效日期"]]


def test_undo_takes_the_draft_away_while_nobody_touched_it(cast: Cast) -> None:
    batch = bring(cast, POTATO, BEANS)
    take_back(cast, batch, "accountant")
    assert (batch.state, PriceDraft.objects.count()) == ("undone", 0), batch.error


def test_undo_is_refused_once_the_draft_is_before_the_manager(cast: Cast) -> None:
    batch = bring(cast, POTATO)
    draft = PriceDraft.objects.get()
    submit_prices(uid=draft.uid, version=draft.version, actor=cast.actor("accountant"), now=NOW)
    take_back(cast, batch, "accountant")
    assert (batch.state, PriceDraft.objects.count()) == ("applied", 1)
    assert "价格草案已被修改、提交或发布" in batch.error
