"""One file being made by its job: rows of a table, or an app's own paper."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from backend.accounts.rules import ROLES
from backend.audit import services as audit
from backend.common import files
from backend.common.errors import Conflict, DomainError
from backend.common.sealed import Sealed
from backend.exchange.models import ExportFile
from backend.exchange.rules import states
from backend.exchange.services import work, writing
from backend.exchange.services.kinds import Document, Kind, Leaving, Outgoing, Wanted
from backend.exchange.services.moving import actor_behind
from backend.jobs import services as jobs
from backend.jobs.models import Job
from backend.messaging.services import queue_message

_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
_STEP = 1_000
Line = list[Any]


def make(job: Job, kinds: Mapping[str, Leaving], clock: work.Clock) -> dict[str, Any]:
    export = ExportFile.objects.get(uid=job.arguments["export"])
    if export.state != ExportFile.State.MAKING:
        return {}
    try:
        made: dict[str, Any] = work.guarded(Making(export, kinds[export.kind], job, clock).run)
    except DomainError as error:
        settle(export, "making", state=ExportFile.State.FAILED, error=str(error)[:400])
        raise
    return made


def settle(export: ExportFile, was: str, **more: Any) -> None:
    """From the state that was read, in one UPDATE."""
    if not ExportFile.objects.filter(pk=export.pk, state=was).update(**more):
        raise Conflict


class Making:
    """One file being made under the hat of the person who asked."""

    def __init__(self, export: ExportFile, kind: Leaving, job: Job, clock: work.Clock) -> None:
        self.export, self.kind, self.job, self.clock = export, kind, job, clock
        self.actor = actor_behind(export, clock())
        self.rows = export.foreseen

    def run(self) -> dict[str, Any]:
        mark = writing.Watermark(
            self.actor.name, ROLES.get(self.actor.role, ""), self.clock(), self.export.purpose,
            self.export.personal, str(self.export.uid),
        )  # fmt: skip
        if isinstance(self.kind, Document):
            return self._keep(self.kind.make(self._wanted(mark)))
        if isinstance(self.kind, Kind):
            return self._keep(self._table(self.kind, mark))
        raise TypeError(f"{self.kind.code} is no table and no document")

    def _wanted(self, mark: writing.Watermark) -> Wanted:
        return Wanted(
            actor=self.actor, filters=self.export.filters, file_format=self.export.format,
            mark=mark.words(), now=self.clock(), progress=self._progress,
        )  # fmt: skip

    def _progress(self, done: int, total: int) -> None:
        jobs.progress(job=self.job, done=done, total=total, now=self.clock())

    def _table(self, kind: Kind, mark: writing.Watermark) -> bytes:
        self.rows = 0
        lines = self._lines(kind, kind.rows_out(kind.outgoing(self.actor, self.export.filters)))
        if self.export.format == ExportFile.Format.XLSX:
            return writing.xlsx(kind.columns, lines, mark, kind.title)
        return writing.comma_separated(kind.columns, lines, mark)

    def _lines(self, kind: Kind, rows: Iterator[Outgoing]) -> Iterator[Line]:
        while some := list(islice(rows, _STEP)):
            opened = self._opened(some) if self.export.personal else {}
            for at, row in enumerate(some):
                yield [_cell(kind, one.key, row, opened.get(at, {})) for one in kind.columns]
            self.rows += len(some)
            self._progress(self.rows, max(self.export.foreseen, self.rows))

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
            settle(
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
            text=f"【乡站】您导出的{self.export.title}文件（编号 {str(self.export.uid)[:8]}）"
            f"解压密码：{password}，72 小时内有效，请勿转发。",
        )  # fmt: skip


def _cell(kind: Kind, key: str, row: Outgoing, opened: Mapping[str, str]) -> Any:
    value = row.values.get(key)
    if isinstance(value, Sealed):
        return opened.get(key, str(value))
    return kind.column(key).cell(value)
