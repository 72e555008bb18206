"""Workbooks going out: asked for, agreed to, made by a job, opened by one person, deleted."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from backend.accounts.rules import ROLES
from backend.approvals import queries as approving
from backend.approvals import services as approvals
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import digest_of
from backend.audit import services as audit
from backend.common import files
from backend.common.actor import Actor
from backend.common.errors import Conflict, DomainError, Invalid, NotFound
from backend.common.sealed import Sealed
from backend.exchange.models import ExportFile
from backend.exchange.rules import states
from backend.exchange.rules.errors import ExportNotReady, NotYourKind, PasswordGone
from backend.exchange.services import work, writing
from backend.exchange.services.kinds import Kind, Outgoing
from backend.exchange.services.moving import actor_behind
from backend.jobs import services as jobs
from backend.jobs.models import Job
from backend.messaging.services import queue_message

APPROVAL = "export_file"
# ROLES section 3: the export right, and a second person of the county or of audit.
STEPS = [["CO", "AU"]]
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
_STEP = 1_000
Line = list[Any]


@transaction.atomic
def ask_export(
    *,
    kind: Kind,
    file_format: str,
    filters: dict[str, str],
    personal: bool,
    purpose: str,
    task: str,
    actor: Actor,
    now: datetime,
) -> ExportFile:
    """Made at once, or after a second person's word where it names more than 50 households."""
    personal = personal and kind.personal
    if not actor.may("view", kind.view_object):
        raise NotYourKind
    if personal and not actor.may("export", kind.view_object):
        raise NotYourKind("当前身份只能导出遮盖后的内容；如需明文，请由县、乡镇干部或审计员导出")
    if not 2 <= len(purpose.strip()) <= 200:
        raise Invalid(fields={"purpose": "请写明用途，2 至 200 字；相关农户可以看到"})
    area_code, scope_ref = kind.home(actor)
    foreseen = kind.outgoing(actor, filters).count()
    waits = personal and foreseen > states.SECOND_PERSON_ABOVE
    export = ExportFile(
        kind=kind.code, format=file_format, filters=filters, personal=personal,
        purpose=purpose.strip(), made_by_uid=actor.user_uid, made_by_name=actor.name,
        assignment_uid=actor.assignment_uid, area_code=area_code, scope_ref=scope_ref,
        state="waiting" if waits else "making", foreseen=foreseen, asked_at=now,
    )  # fmt: skip
    export.digest = digest_of(content_of(export))
    export.save()
    data = {"kind": kind.code, "rows": foreseen, "personal": personal}
    audit.record(actor=actor, action="export.ask", subject=export, at=now, data=data)
    if waits:
        _ask_second_person(export, kind, actor, now)
    else:
        _begin(export, task, actor, now)
    return export


@transaction.atomic
def decide_export(
    *, uid: str, verdict: str, comment: str, digest: str, task: str, actor: Actor, now: datetime
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
        _move(export, "waiting", state=ExportFile.State.MAKING)
        _begin(export, task, actor, now)
    else:
        _move(export, "waiting", state=ExportFile.State.REFUSED, error=comment.strip()[:400])
    export.refresh_from_db()
    return export


def run_export(*, job_id: int, kinds: Mapping[str, Kind], clock: work.Clock) -> bool:
    return work.run(job_id=job_id, work=lambda job: _make(job, kinds, clock), clock=clock)


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
def open_link(*, uid: str, kind: Kind, actor: Actor, now: datetime) -> str:
    """An address for ten minutes; each one asked for is on record."""
    export = _own(uid, actor)
    if export.state != ExportFile.State.READY:
        raise ExportNotReady
    audit.record(actor=actor, action="export.open", subject=export, at=now)
    suffix = export.file[export.file.index(".") :]
    return files.link(
        export.file, shown_as=f"{kind.title}-{export.asked_at:%Y%m%d}{suffix}",
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


def _ask_second_person(export: ExportFile, kind: Kind, actor: Actor, now: datetime) -> None:
    approvals.open_request(
        kind=APPROVAL, object_kind=APPROVAL, object_uid=str(export.uid),
        title=f"导出{kind.title}（含个人信息）{export.foreseen} 行：{export.purpose}",
        content_digest=export.digest, area_code=export.area_code, scope_ref=export.scope_ref,
        amount_fen=0, actor=actor, now=now, default_steps=STEPS,
    )  # fmt: skip


def _begin(export: ExportFile, task: str, actor: Actor, now: datetime) -> None:
    job = jobs.start(kind=task, arguments={"export": str(export.uid)}, actor=actor, now=now)
    ExportFile.objects.filter(pk=export.pk).update(job_uid=str(job.uid))


def _move(export: ExportFile, was: str, **more: Any) -> None:
    if not ExportFile.objects.filter(pk=export.pk, state=was).update(**more):
        raise Conflict


def _make(job: Job, kinds: Mapping[str, Kind], clock: work.Clock) -> dict[str, Any]:
    export = ExportFile.objects.get(uid=job.arguments["export"])
    if export.state != ExportFile.State.MAKING:
        return {}
    try:
        made: dict[str, Any] = work.guarded(Making(export, kinds[export.kind], job, clock).run)
    except DomainError as error:
        _move(export, "making", state=ExportFile.State.FAILED, error=str(error)[:400])
        raise
    return made


class Making:
    """One file being made under the hat of the person who asked."""

    def __init__(self, export: ExportFile, kind: Kind, job: Job, clock: work.Clock) -> None:
        self.export, self.kind, self.job, self.clock = export, kind, job, clock
        self.actor = actor_behind(export, clock())
        self.columns = kind.columns
        self.rows = 0

    def run(self) -> dict[str, Any]:
        records = self.kind.outgoing(self.actor, self.export.filters)
        mark = writing.Watermark(
            self.actor.name, ROLES.get(self.actor.role, ""), self.clock(), self.export.purpose,
            self.export.personal, str(self.export.uid),
        )  # fmt: skip
        lines = self._lines(self.kind.rows_out(records))
        if self.export.format == ExportFile.Format.XLSX:
            content = writing.xlsx(self.columns, lines, mark, self.kind.title)
        else:
            content = writing.comma_separated(self.columns, lines, mark)
        return self._keep(content)

    def _lines(self, rows: Iterator[Outgoing]) -> Iterator[Line]:
        while some := list(islice(rows, _STEP)):
            opened = self._opened(some) if self.export.personal else {}
            for at, row in enumerate(some):
                yield [self._cell(column.key, row, opened.get(at, {})) for column in self.columns]
            self.rows += len(some)
            total = max(self.export.foreseen, self.rows)
            jobs.progress(job=self.job, done=self.rows, total=total, now=self.clock())

    def _cell(self, key: str, row: Outgoing, opened: Mapping[str, str]) -> Any:
        value = row.values.get(key)
        if isinstance(value, Sealed):
            return opened.get(key, str(value))
        return self.kind.column(key).cell(value)

    def _opened(self, rows: Sequence[Outgoing]) -> dict[int, dict[str, str]]:
        """Plain texts by row; each household's access event says who, why and when."""
        places = [
            (at, key, row.subject, value)
            for at, row in enumerate(rows)
            for key, value in row.values.items()
            if isinstance(value, Sealed) and row.subject is not None
        ]
        plain = audit.reveal_many(
            [(subject, value) for _, _, subject, value in places],
            fields="export", actor=self.actor, purpose=self.export.purpose, now=self.clock(),
        )  # fmt: skip
        found: dict[int, dict[str, str]] = {}
        for (at, key, _, _), text in zip(places, plain, strict=True):
            found.setdefault(at, {})[key] = text
        return found

    def _keep(self, content: bytes) -> dict[str, Any]:
        now, password, suffix = self.clock(), "", f".{self.export.format}"
        if self.export.personal:
            password = "".join(secrets.choice(_SIGNS) for _ in range(12))
            content = writing.zipped(content, f"{self.kind.code}{suffix}", password)
            suffix = f"{suffix}.zip"
        name = files.keep(content, suffix=suffix)
        with transaction.atomic():
            self.export.password = password
            _move(
                self.export, "making", state=ExportFile.State.READY, file=name, rows=self.rows,
                password=self.export.password or "", ready_at=now,
                expires_at=now + states.EXPORT_KEPT,
            )  # fmt: skip
            audit.record_access(
                actor=self.actor, subject=self.export, fields=self.kind.code,
                purpose=self.export.purpose, at=now,
            )  # fmt: skip
            if password:
                self._send_apart(password, now)
        return {"rows": self.rows}

    def _send_apart(self, password: str, now: datetime) -> None:
        person = User.objects.get(uid=self.export.made_by_uid)
        phone = person.phone
        if phone is None:
            return
        queue_message(
            key=f"export:{self.export.uid}", channel="sms", recipient_kind="user",
            recipient_uid=str(person.uid), template="export_password", now=now,
            address=audit.reveal(
                phone, subject=person, field="phone", actor=self.actor, purpose="发送导出密码",
                now=now, shown=False,
            ),
            text=f"【乡站】您导出的{self.kind.title}文件（编号 {str(self.export.uid)[:8]}）"
            f"解压密码：{password}，72 小时内有效，请勿转发。",
        )  # fmt: skip
