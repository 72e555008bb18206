"""Workbooks that came in and went out: one batch written, one with errors, one export to fetch."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from openpyxl import Workbook

from backend.accounts.models import RoleAssignment, User
from backend.approvals.models import ApprovalDecision, ApprovalRequest
from backend.approvals.rules import DUE_AFTER, digest_of
from backend.audit import services as audit
from backend.common import files
from backend.demo.plan import COUNTY, Plan
from backend.exchange.models import ExportFile, ImportBatch
from backend.exchange.services import applying, batches, checking, exporting, reading
from backend.exchange.services.headers import header_of
from backend.jobs.models import Job
from cooperatives.models import Household, Product
from cooperatives.services.importing import KINDS

Rows = Sequence[Sequence[Any]]
PRICES = ("产品", "等级", "区划代码", "采集日期", "渠道", "价格(元/斤)", "来源")
REGISTER = (
    "村编码",
    "户主姓名",
    "身份证号",
    "联系电话",
    "家庭人口",
    "劳动力",
    "户类别",
    "耕地面积（亩）",
)
PURPOSE = "核对全乡镇产品目录"


class Workbooks:
    """Made by the services themselves, after all rows they read are written."""

    def __init__(self, plan: Plan, users: dict[str, User]) -> None:
        self.plan, self.users = plan, users
        self.hats = {
            hat.user.username: hat
            for hat in RoleAssignment.objects.filter(user__in=list(users.values()))
            .select_related("user")
        }  # fmt: skip

    def build(self) -> None:
        self._written()
        self._with_errors()
        self._export()
        # The services left their traces; the chain is linked as the minute's task would.
        audit.link_events()

    def _written(self) -> None:
        """The township's market prices of a week; the county agreed."""
        township = self.hats["demo-to"].area_prefix
        days = [(self.plan.as_of - timedelta(days=back)).isoformat() for back in (9, 6, 2)]
        names = Product.objects.filter(code__in=("angelica", "astragalus", "honey"))
        rows = [
            (name, "一级", township, day, "集市", 18.5 + at, "演示价格观察员")
            for at, name in enumerate(names.order_by("code").values_list("name", flat=True))
            for day in days
        ]
        at = self.plan.closes_at - timedelta(days=1, hours=5)
        batch = self._batch("reference_price", "九月集市价.xlsx", (PRICES, *rows), "demo-to", at)
        self._run(batch, "check_import", checking.run_check, at)
        self._agreed(batch, at + timedelta(hours=2))
        self._run(batch, "apply_import", applying.run_apply, at + timedelta(hours=2))

    def _agreed(self, batch: ImportBatch, at: datetime) -> None:
        maker, second = self.users["demo-to"], self.users["demo-co"]
        request = ApprovalRequest.objects.create(
            uid=self.plan.uid("import request", str(batch.uid)), kind=batches.APPROVAL,
            object_kind=batches.APPROVAL, object_uid=str(batch.uid), maker=maker,
            title=f"导入参考价：新增 {batch.counts['new']} 行，变更 0 行",
            digest=digest_of(batches.content_of(batch)), steps=[["CO"]],
            area_code=batch.area_code, state="approved", opened_at=at, closed_at=at,
            due_at=at + DUE_AFTER, version=2,
        )  # fmt: skip
        ApprovalDecision.objects.create(
            uid=self.plan.uid("import decision", str(batch.uid)), request=request, step=0,
            actor=second, hat="CO", verdict="approve", digest=request.digest, at=at, maker=maker,
        )  # fmt: skip
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.APPLYING)

    def _with_errors(self) -> None:
        """A village's register as it comes: two good rows, four faults, one likely duplicate."""
        village = self.hats["demo-ps"].area_prefix
        known = Household.objects.filter(area_code=village).order_by("pk")[0]
        name, tail = known.head_name, "154" + known.phone_tail.rjust(8, "0")
        rows = [
            (village, "演示甲", "", "", 3, 2, "一般户", 4.5),
            (village, "演示乙", "", "", 4, 1, "脱贫户", 6),
            (village, "演示丙", "639999650312001", "", 3, 1, "一般户", 5),
            (village, "演示丁", "", "1540000", 3, 1, "一般户", 5),
            (village, "演示戊", "", "", 2, 5, "一般户", 5),
            (f"{COUNTY}999999", "演示己", "", "", 2, 1, "一般户", 5),
            (village, name, "", tail, known.size, 1, "一般户", 5),
        ]
        at = self.plan.closes_at - timedelta(hours=3)
        batch = self._batch("household", "农户台账.xlsx", (REGISTER, *rows), "demo-ps", at)
        self._run(batch, "check_import", checking.run_check, at)

    def _batch(self, kind: str, file_name: str, rows: Rows, who: str, at: datetime) -> ImportBatch:
        content, hat = workbook(rows), self.hats[who]
        return ImportBatch.objects.create(
            uid=self.plan.uid("import", file_name), kind=kind, file_name=file_name,
            file=files.keep(content, suffix=".xlsx"), file_type=reading.sniff(content),
            header=header_of(content, "xlsx", KINDS[kind].columns),
            made_by_uid=str(hat.user.uid), made_by_name=hat.user.name,
            assignment_uid=str(hat.uid), area_code=hat.area_prefix, uploaded_at=at,
        )  # fmt: skip

    def _export(self) -> None:
        """The product catalogue, ready to be fetched."""
        hat, at = self.hats["demo-to"], self.plan.closes_at - timedelta(hours=1)
        export = ExportFile(
            uid=self.plan.uid("export", "products"), kind="product", title=KINDS["product"].title,
            task="cooperatives.tasks.run_export", format="xlsx",
            purpose=PURPOSE, made_by_uid=str(hat.user.uid), made_by_name=hat.user.name,
            assignment_uid=str(hat.uid), area_code=hat.area_prefix, asked_at=at,
            foreseen=Product.objects.count(),
        )  # fmt: skip
        export.digest = digest_of(exporting.content_of(export))
        export.save()
        self._run(export, "run_export", exporting.run_export, at)

    def _run(
        self, made: ImportBatch | ExportFile, task: str, run: Callable[..., bool], at: datetime
    ) -> None:
        """The worker's part, here and now."""
        name = "batch" if isinstance(made, ImportBatch) else "export"
        job = Job.objects.create(
            uid=self.plan.uid("job", f"{task} {made.uid}"), kind=f"cooperatives.tasks.{task}",
            owner_uid=made.made_by_uid, arguments={name: str(made.uid)}, queued_at=at,
        )  # fmt: skip
        type(made)._default_manager.filter(pk=made.pk).update(job_uid=str(job.uid))
        run(job_id=job.pk, kinds=KINDS, clock=lambda: at)
        made.refresh_from_db()


def workbook(rows: Rows) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
