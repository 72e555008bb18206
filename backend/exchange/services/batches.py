"""A batch from upload to its end: uploaded, submitted, decided, discarded."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common import files
from backend.common.actor import Actor
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from backend.exchange.models import DuplicateCase, ImportBatch
from backend.exchange.rules.columns import find_header, mapped
from backend.exchange.rules.errors import NotYourKind
from backend.exchange.services import reading
from backend.exchange.services.headers import header_of, with_mapping
from backend.exchange.services.kinds import Kind
from backend.exchange.services.moving import find_batch, may_steer, move
from backend.exchange.services.work import guarded
from backend.jobs import services as jobs

APPROVAL = "import_batch"


def upload(
    *,
    kind: Kind,
    content: bytes,
    file_name: str,
    update_existing: bool,
    check_task: str,
    actor: Actor,
    now: datetime,
) -> ImportBatch:
    """Keeps a workbook and begins the dry run. A file that cannot be read is refused here."""
    if not actor.may("create", kind.import_object):
        raise NotYourKind
    file_type = reading.sniff(content)
    header = header_of(content, file_type, kind.columns)
    name: str = guarded(lambda: files.keep(content, suffix=reading.TYPES[file_type]))
    area_code, scope_ref = kind.home(actor)
    batch = ImportBatch(
        kind=kind.code, file_name=(file_name or "未命名")[-120:], file=name, file_type=file_type,
        update_existing=update_existing and not kind.only_new, header=header,
        made_by_uid=actor.user_uid, made_by_name=actor.name, assignment_uid=actor.assignment_uid,
        area_code=area_code, scope_ref=scope_ref, uploaded_at=now,
    )  # fmt: skip
    try:
        _begin_batch(batch, check_task, actor, now)
    except BaseException:
        files.remove(name)
        raise
    batch.refresh_from_db()
    return batch


@transaction.atomic
def _begin_batch(batch: ImportBatch, check_task: str, actor: Actor, now: datetime) -> None:
    batch.save()
    _begin(batch, check_task, actor, now)
    data = {"kind": batch.kind, "update_existing": batch.update_existing}
    audit.record(actor=actor, action="import.upload", subject=batch, at=now, data=data)


@transaction.atomic
def recheck(
    *,
    uid: str,
    kind: Kind,
    mapping: dict[str, str],
    update_existing: bool,
    check_task: str,
    actor: Actor,
    now: datetime,
) -> ImportBatch:
    """The same file with columns named otherwise, or with existing records changed too."""
    batch = _own(uid, actor)
    known = {column.key for column in kind.columns}
    if not set(mapping.values()) <= known | {""}:
        raise Invalid(fields={"mapping": "请从列表中选择列"})
    if not batch.file:
        raise Conflict("上传的文件已按期删除，请重新上传")
    content = files.read(batch.file)
    sheet = reading.open_sheet(content, batch.file_type)
    rows = [next(sheet.rows, ()) for _ in range(20)]
    mapped(with_mapping(find_header(rows, kind.columns), mapping), kind.columns)
    update = update_existing and not kind.only_new
    move(batch, "recheck", mapping=mapping, update_existing=update, error="")
    _begin(batch, check_task, actor, now)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def submit(*, uid: str, kind: Kind, actor: Actor, now: datetime) -> ImportBatch:
    """Asks for the second person's word on exactly these rows."""
    batch = _own(uid, actor)
    if not kind.steps:
        raise Conflict("这类数据不需审批，检查后可直接写入")
    if not _writes(batch):
        raise Invalid("这批数据没有可写入的行，请改正后重新上传")
    move(batch, "submit")
    approvals.open_request(
        kind=APPROVAL,
        object_kind=APPROVAL,
        object_uid=str(batch.uid),
        title=f"导入{kind.title}：新增 {batch.counts['new']} 行，变更 {_changes(batch)} 行",
        content_digest=digest_of(content_of(batch)),
        area_code=batch.area_code,
        scope_ref=batch.scope_ref,
        amount_fen=0,
        actor=actor,
        now=now,
        default_steps=kind.steps,
    )
    return batch


@transaction.atomic
def decide(
    *,
    uid: str,
    kind: Kind,
    verdict: str,
    comment: str,
    digest: str,
    apply_task: str,
    actor: Actor,
    now: datetime,
) -> ImportBatch:
    """One person's word; the last yes begins the writing."""
    batch = find_batch(uid, actor)
    request = approving.open_request_of(object_kind=APPROVAL, object_uid=str(batch.uid))
    if request is None:
        raise Conflict("没有待审批的导入，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid),
        verdict=verdict,
        comment=comment,
        content_digest=digest,
        actor=actor,
        now=now,
    )
    if decided.state == ApprovalRequest.State.APPROVED:
        move(batch, "approve")
        start_apply(batch=batch, task=apply_task, actor=actor, now=now)
    elif decided.state in (ApprovalRequest.State.RETURNED, ApprovalRequest.State.REJECTED):
        move(batch, "return" if verdict == "return" else "reject", error=comment[:400])
    batch.refresh_from_db()
    return batch


@transaction.atomic
def apply_now(*, uid: str, kind: Kind, task: str, actor: Actor, now: datetime) -> ImportBatch:
    """Begins, goes on after a dead worker, or writes rows that were decided later."""
    batch = find_batch(uid, actor)
    if not may_steer(batch, kind.import_object, actor):
        raise NotYourKind
    if batch.state == ImportBatch.State.CHECKED and kind.steps:
        raise Conflict("写入前须经审批，请先提交")
    start_apply(batch=batch, task=task, actor=actor, now=now)
    return batch


def start_apply(*, batch: ImportBatch, task: str, actor: Actor, now: datetime) -> None:
    move(batch, "apply", error="")
    _begin(batch, task, actor, now)
    audit.record(actor=actor, action="import.apply", subject=batch, at=now, data=batch.counts)


@transaction.atomic
def withdraw(*, uid: str, actor: Actor, now: datetime) -> ImportBatch:
    """The maker takes back what waits for approval."""
    batch = _own(uid, actor)
    move(batch, "withdraw")
    approvals.void_open(object_kind=APPROVAL, object_uid=str(batch.uid), now=now)
    return batch


@transaction.atomic
def discard(*, uid: str, actor: Actor, now: datetime) -> ImportBatch:
    """Nothing was written; the workbook itself is deleted at once."""
    batch = _own(uid, actor)
    name = batch.file
    move(batch, "discard", file="")
    batch.chunks.all().delete()
    batch.cases.exclude(state__in=("same", "different")).update(state=DuplicateCase.State.CLOSED)
    audit.record(actor=actor, action="import.discard", subject=batch, at=now)
    transaction.on_commit(lambda: files.remove(name))
    return batch


def error_link(*, uid: str, actor: Actor, now: datetime) -> str:
    """The maker's own rows back; ten minutes long."""
    batch = _own(uid, actor)
    if not batch.error_file:
        raise NotFound("这批数据没有需修改的行")
    audit.record(actor=actor, action="import.open_errors", subject=batch, at=now)
    return files.link(
        batch.error_file, shown_as=f"需修改的行-{localdate(batch.uploaded_at):%m%d}.xlsx",
        user_uid=actor.user_uid,
    )  # fmt: skip


def content_of(batch: ImportBatch) -> dict[str, Any]:
    """What a signature is about: the exact rows, and whether existing records change."""
    return {"digest": batch.digest, "update_existing": batch.update_existing, "kind": batch.kind}


def _changes(batch: ImportBatch) -> int:
    return int(batch.counts.get("changed", 0)) if batch.update_existing else 0


def _writes(batch: ImportBatch) -> int:
    return int(batch.counts.get("new", 0)) + _changes(batch)


def _own(uid: str, actor: Actor) -> ImportBatch:
    batch = find_batch(uid, actor)
    if batch.made_by_uid != actor.user_uid:
        raise Forbidden("只有上传人可以修改、提交或作废这批数据")
    return batch


def _begin(batch: ImportBatch, task: str, actor: Actor, now: datetime) -> None:
    job = jobs.start(kind=task, arguments={"batch": str(batch.uid)}, actor=actor, now=now)
    ImportBatch.objects.filter(pk=batch.pk).update(job_uid=str(job.uid))
