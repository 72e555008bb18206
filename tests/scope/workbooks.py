"""Samples of workbooks in and out: a batch of the village, a likely duplicate, an export."""

from typing import Any

from backend.exchange.models import DuplicateCase, ExportFile, ImportBatch
from tests.cast import NOW, Cast


def fill(samples: dict[str, Any], cast: Cast) -> None:
    village, cooperative = cast.dongxia_village.code, str(cast.cooperative.uid)
    batch = samples["batch"] = ImportBatch.objects.create(
        kind="household", file_name="农户.xlsx", file="", file_type="xlsx", state="checked",
        made_by_uid=str(cast.users["secretary"].uid), made_by_name="测试", area_code=village,
        assignment_uid=str(cast.hats["secretary"].uid), scope_ref=cooperative, uploaded_at=NOW,
    )  # fmt: skip
    samples["case"] = DuplicateCase.objects.create(
        batch=batch, row_number=2, row_label="马友福", area_code=village, subject_kind="household",
        subject_uid=str(cast.potato_household.uid), subject_label="马有福", score=80, agreements=[],
    )  # fmt: skip
    export = samples["export"] = ExportFile(
        kind="product", title="产品目录", format="csv", purpose="核对台账", personal=True,
        state="ready", made_by_uid=str(cast.users["official"].uid), made_by_name="测试",
        area_code=village, assignment_uid=str(cast.hats["official"].uid), scope_ref=cooperative,
        asked_at=NOW, file="sample.csv",
    )  # fmt: skip
    export.password = "sample-password"
    export.save()
