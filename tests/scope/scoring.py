"""A set in force, one being drafted and one waiting, a township's target and its sheet."""

from datetime import date
from typing import Any

from impact.models import Indicator, IndicatorSet, IndicatorTarget
from impact.services import defining, filling_in, proving
from tests.cast import NOW, Cast

LINE: dict[str, Any] = {
    "position": 1, "code": "C11", "name": "规范", "origin": "county", "source": "本县自定",
    "meaning": "现场检查", "method": "judged", "most_centipoints": 10_000,
    "evidence_required": True,
}  # fmt: skip


def fill(samples: dict[str, Any], cast: Cast) -> None:
    in_force = IndicatorSet.objects.create(
        county_code="630121", level="township", cycle="quarter", number=1, title="乡镇季度通报",
        applies_from=date(2020, 1, 1), made_by_uid="system:tests", made_at=NOW,
    )  # fmt: skip
    Indicator.objects.create(set=in_force, **LINE)
    in_force.state, in_force.agreed_at = "in_force", NOW
    in_force.save()
    drafting = {"county_code": "630121", "actor": cast.actor("administrator"), "now": NOW}
    samples["indicator_draft"] = defining.draft_set(level="county", cycle="year", **drafting)
    waiting = defining.draft_set(level="village", cycle="year", **drafting)
    samples["indicator_set"] = defining.submit_set(
        uid=waiting.uid, version=1, actor=cast.actor("administrator"), now=NOW
    )
    samples["target"] = IndicatorTarget.objects.create(
        area_code=cast.dongxia.code, period="2026-Q2", code="N01", unit="percent", value=5_000,
        source="县办文", by_uid="x", at=NOW,
    )  # fmt: skip
    clerk = {"actor": cast.actor("township_official"), "now": NOW}
    sheet = samples["sheet"] = filling_in.begin_sheet(
        area_code=cast.dongxia.code, period="2026-Q2", **clerk
    )
    samples["proof"] = proving.add_evidence(
        sheet_uid=sheet.uid, code="C11", text="检查记录", content=b"%PDF-1.7", **clerk
    )
