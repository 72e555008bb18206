"""Workbooks and papers going out: asked for, agreed to, made by a job, opened once, deleted."""

from collections.abc import Mapping
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
from backend.common.errors import Conflict, Invalid, NotFound
from backend.exchange.models import ExportFile
from backend.exchange.rules import states
from backend.exchange.rules.errors import ExportNotReady, NotYourKind, PasswordGone
from backend.exchange.services import making, work
from backend.exchange.services.kinds import Document, Leaving
from backend.jobs import services as jobs

APPROVAL = "export_file"
# ROLES section 3: the export right, and a second person of the county or of audit.
STEPS = [["CO", "AU"]]


@transaction.atomic
def ask_export(
    *,
    kind: Leaving,
    file_format: str,
    filters: dict[str, str],
    personal: bool,
    purpose: str,
    task: str,
    actor: Actor,
    now: datetime,
) -> ExportFile:
    """Made at once, or after a second person's word where it names more than 50 households."""
    personal = kind.personal and (personal or isinstance(kind, Document))
    if file_format not in kind.formats:
        raise Invalid(fields={"format": f"{kind.title}只有 {'、'.join(kind.formats)} 格式"})
    if not actor.may("view", kind.view_object):
        raise NotYourKind
    if personal and not actor.may("export", kind.view_object):
        raise NotYourKind("当前身份只能导出遮盖后的内容；如需明文，请由县、乡镇干部或审计员导出")
    if not 2 <= len(purpose.strip()) <= 200:
        raise Invalid(fields={"purpose": "请写明用途，2 至 200 字；相关农户可以看到"})
    area_code, scope_ref = kind.home(actor)
    foreseen = kind.foreseen(actor, filters)
    waits = personal and foreseen > states.SECOND_PERSON_ABOVE
    export = ExportFile(
        kind=kind.code, title=kind.title, task=task, format=file_format, filters=filters,
        personal=personal, purpose=purpose.strip(), made_by_uid=actor.user_uid,
        made_by_name=actor.name, assignment_uid=actor.assignment_uid,
        area_code=area_code, scope_ref=scope_ref, state="waiting" if waits else "making",
        foreseen=foreseen, asked_at=now,
    )  # fmt: skip
    export.digest = digest_of(content_of(export))
    export.save()
    data = {"kind": kind.code, "rows": foreseen, "personal": personal}
    audit.record(actor=actor, action="export.ask", subject=export, at=now, data=data)
    if waits:
        _ask_second_person(export, actor, now)
    else:
        _begin(export, actor, now)
    return export


@transaction.atomic
def decide_export(
    *, uid: str, verdict: str, comment: str, digest: str, actor: Actor, now: datetime
) -> ExportFile:
    export = find_export(uid, actor)
    request = approving.open_request_of(object_kind=APPROVAL, object_uid=str(export.uid))
    if request is None:
        raise Conflict("没有待审批的导出，请刷新后查看")
    decided = approvals.decide(
        request_uid=str(request.uid), verdict=verdict, comment=comment, content_digest=digest,
        actor=actor, now=now,
    )  # fmt: skip
    if decided.state == ApprovalRequest.State.APPROVED:
        making.settle(export, "waiting", state=ExportFile.State.MAKING)
        _begin(export, actor, now)
    else:
        making.settle(
            export, "waiting", state=ExportFile.State.REFUSED, error=comment.strip()[:400]
        )
    export.refresh_from_db()
    return export


def run_export(*, job_id: int, kinds: Mapping[str, Leaving], clock: work.Clock) -> bool:
    return work.run(job_id=job_id, work=lambda job: making.make(job, kinds, clock), clock=clock)


@transaction.atomic
def show_password(*, uid: str, actor: Actor, now: datetime) -> str:
    """Once, to the person who asked for the file; afterwards nobody can read it here."""
    export = _own(uid, actor)
    if export.state != ExportFile.State.READY or not export.personal:
        raise ExportNotReady
    sealed = export.password
    once = ExportFile.objects.filter(pk=export.pk, password_shown_at__isnull=True)
    if sealed is None or not once.update(password_shown_at=now, password=""):
        raise PasswordGone
    # A password that was made for this file, of no person: whom it names has had its second word.
    return audit.reveal(
        sealed, subject=export, field="password", actor=actor, purpose="打开导出文件", now=now,
        shown=False,
    )  # fmt: skip


@transaction.atomic
def open_link(*, uid: str, actor: Actor, now: datetime) -> str:
    """An address for ten minutes; each one asked for is on record."""
    export = _own(uid, actor)
    if export.state != ExportFile.State.READY:
        raise ExportNotReady
    audit.record(actor=actor, action="export.open", subject=export, at=now)
    suffix = export.file[export.file.index(".") :]
    return files.link(
        export.file, shown_as=f"{export.title}-{localdate(export.asked_at):%Y%m%d}{suffix}",
        user_uid=actor.user_uid,
    )  # fmt: skip


def sweep_exports(*, now: datetime, limit: int = 200) -> int:
    """Files past their 72 hours are deleted, with what is left of their passwords."""
    ready = ExportFile.objects.filter(state=ExportFile.State.READY, expires_at__lte=now)
    due = list(ready.order_by("id")[:limit])
    for export in due:
        files.remove(export.file)
        ExportFile.objects.filter(pk=export.pk).update(
            state=ExportFile.State.EXPIRED, file="", password=""
        )
    return len(due)


def content_of(export: ExportFile) -> dict[str, Any]:
    """What the second person agrees to."""
    return {
        "uid": str(export.uid), "kind": export.kind, "filters": export.filters,
        "rows": export.foreseen, "purpose": export.purpose,
    }  # fmt: skip


def find_export(uid: str, actor: Actor) -> ExportFile:
    export = ExportFile.objects.visible_to(actor).filter(uid=uid).first()
    if export is None:
        raise NotFound
    return export


def _own(uid: str, actor: Actor) -> ExportFile:
    """The file is for the person who asked: not even the second person opens it."""
    export = find_export(uid, actor)
    if export.made_by_uid != actor.user_uid:
        raise NotFound
    return export


def _ask_second_person(export: ExportFile, actor: Actor, now: datetime) -> None:
    approvals.open_request(
        kind=APPROVAL, object_kind=APPROVAL, object_uid=str(export.uid),
        title=f"导出{export.title}（含个人信息）{export.foreseen} 行：{export.purpose}",
        content_digest=export.digest, area_code=export.area_code, scope_ref=export.scope_ref,
        amount_fen=0, actor=actor, now=now, default_steps=STEPS,
    )  # fmt: skip


def _begin(export: ExportFile, actor: Actor, now: datetime) -> None:
    job = jobs.start(kind=export.task, arguments={"export": str(export.uid)}, actor=actor, now=now)
    ExportFile.objects.filter(pk=export.pk).update(job_uid=str(job.uid))
