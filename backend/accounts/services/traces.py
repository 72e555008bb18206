"""Taking the trace away: a file with a watermark, and a trace of that too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from backend.accounts import queries, rules
from backend.accounts.models import User
from backend.audit import queries as audit_queries
from backend.audit import services as audit
from backend.audit.queries import Asked
from backend.common import tables
from backend.common.actor import Actor
from backend.common.errors import Forbidden, Invalid

MOST_ROWS = 20_000
EVENTS_HEAD = ("时间", "姓名", "身份", "动作", "对象", "对象编号", "内容", "链哈希")
ACCESS_HEAD = ("时间", "姓名", "身份", "对象", "对象编号", "查看内容", "原因", "请求编号")


def export_traces(
    *, which: str, kind: str, purpose: str, asked: Asked, person: str, actor: Actor, now: datetime
) -> bytes:
    """At most 20,000 rows, newest first: a narrower period is asked for where there are more."""
    if which not in ("events", "accesses") or kind not in tables.KINDS:
        raise Invalid(fields={"kind": "请选择 xlsx 或 csv"})
    purpose = rules.check_reason(purpose, "purpose")
    scoped = queries.traces_asked(actor, asked, person=person)
    found: QuerySet[Any] = (
        audit_queries.events(scoped) if which == "events" else audit_queries.accesses(scoped)
    )
    count = found.count()
    if count > MOST_ROWS:
        raise Invalid(fields={"since": f"共 {count} 行，超过 {MOST_ROWS} 行，请缩短时间段"})
    me = User.objects.filter(uid=actor.user_uid).first()
    if me is None:
        raise Forbidden
    data = {"which": which, "kind": kind, "rows": count, "purpose": purpose}
    audit.record(actor=actor, action="audit.export", subject=me, at=now, data=data)
    rows = list(found.order_by("-id"))
    names = queries.names_of(row.actor_uid for row in rows)
    events = which == "events"
    head, cells = (EVENTS_HEAD, _event) if events else (ACCESS_HEAD, _access)
    mark = tables.watermark(
        name=me.name, hat=rules.ROLES.get(actor.role, ""), purpose=purpose, now=now
    )
    return tables.written(kind, mark=mark, head=head, rows=(cells(row, names) for row in rows))


def _event(row: Any, names: dict[str, str]) -> Sequence[object]:
    link = getattr(row, "link", None)
    return (
        f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}", names.get(row.actor_uid, row.actor_uid),
        rules.hat_name(row.hat), rules.action_name(row.action),
        rules.subject_name(row.subject_kind), row.subject_uid, row.data,
        link.hash if link else "",
    )  # fmt: skip


def _access(row: Any, names: dict[str, str]) -> Sequence[object]:
    return (
        f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}", row.actor_name,
        rules.hat_name(row.hat), rules.subject_name(row.subject_kind), row.subject_uid,
        rules.read_name(row.fields), row.purpose, row.request_id,
    )  # fmt: skip
