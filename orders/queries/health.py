"""How the installation is: what waits, what failed, what has not been heard of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from backend.accounts import queries as accounts
from backend.audit.models import AuditAnchor
from backend.audit.queries import unlinked
from backend.common.models import OutboxEntry
from backend.jobs.models import Job
from backend.messaging.models import Message
from orders.models import BillImport, JournalEntry, PaymentAttempt, SettlementRun
from orders.queries import incidents
from orders.rules.settling import OPEN as OPEN_RUNS

RECENT = timedelta(days=7)
BILL_LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line: what it is, how much of it, since when, and whether somebody should look."""

    key: str
    name: str
    value: int
    since: datetime | None = None
    alarming: bool = False
    note: str = ""


def readings(*, now: datetime) -> list[Reading]:
    return [
        *_outbox(now), *_jobs(now), *_messages(now), *_devices(now), *_audit(now), *_orders(now),
    ]  # fmt: skip


def _outbox(now: datetime) -> list[Reading]:
    """What was promised after a commit and is not done; the oldest row is the queue's age."""
    found = OutboxEntry.objects.filter(done_at__isnull=True)
    seen = found.aggregate(count=Count("pk"), oldest=Min("written_at"))
    oldest: datetime | None = seen["oldest"]
    age = int((now - oldest).total_seconds()) if oldest else 0
    return [
        Reading("outbox_open", "待处理任务", seen["count"], oldest),
        Reading("queue_age_s", "最早任务已等待（秒）", max(age, 0), oldest, age > 300,
                "超过 5 分钟说明后台进程可能已停"),
    ]  # fmt: skip


def _jobs(now: datetime) -> list[Reading]:
    failed = Job.objects.filter(state=Job.State.FAILED, ended_at__gte=now - RECENT)
    last = failed.order_by("-ended_at").first()
    running = Job.objects.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).count()
    return [
        Reading("jobs_open", "进行中的长任务", running),
        Reading("jobs_failed", "七日内失败的长任务", failed.count(),
                last.ended_at if last else None, last is not None),
    ]  # fmt: skip


def _messages(now: datetime) -> list[Reading]:
    failed = Message.objects.filter(state=Message.State.FAILED, queued_at__gte=now - RECENT)
    waiting = Message.objects.filter(state=Message.State.QUEUED, channel=Message.Channel.SMS)
    seen = waiting.aggregate(count=Count("pk"), oldest=Min("queued_at"))
    return [
        Reading("messages_open", "待发短信", seen["count"], seen["oldest"]),
        Reading("messages_failed", "七日内发送失败的短信", failed.count(), None, failed.exists()),
    ]


def _devices(now: datetime) -> list[Reading]:
    count, oldest = accounts.unsent_devices(now=now)
    return [
        Reading("devices_unsent", "超过 24 小时未上传的设备", count, oldest, count > 0,
                "请乡镇联系该站检查网络")
    ]  # fmt: skip


def _audit(now: datetime) -> list[Reading]:
    late = unlinked().filter(at__lt=now - timedelta(minutes=15)).count()
    anchor = AuditAnchor.objects.order_by("-day").first()
    old = anchor is None or now - anchor.at > timedelta(days=2)
    return [
        Reading("audit_unlinked", "未入链的审计记录", late, None, late > 0),
        Reading("audit_anchor", "审计链锚点（已有天数）", AuditAnchor.objects.count(),
                anchor.at if anchor else None, old, "每日一个，另存为文件"),
    ]  # fmt: skip


def _orders(now: datetime) -> list[Reading]:
    journal = JournalEntry.objects.order_by("-pk").first()
    attempt = PaymentAttempt.objects.order_by("-pk").first()
    stuck = incidents.waiting(now=now)
    posted = SettlementRun.objects.filter(posted_at__isnull=False).order_by("-posted_at").first()
    waiting = SettlementRun.objects.filter(state__in=OPEN_RUNS)
    bill = BillImport.objects.order_by("-imported_at").first()
    late = bill is not None and now - bill.imported_at > BILL_LATE
    return [
        Reading("settlements", "未过账的结算单（时间为最近一次过账）", waiting.count(),
                posted.posted_at if posted else None),
        Reading("bill_imports", "已导入的日账单（时间为最近一次导入）", BillImport.objects.count(),
                bill.imported_at if bill else None, late, "每天应导入前一天的账单"),
        Reading("payment_incidents", "待处理支付异常", stuck.count, stuck.oldest, stuck.overdue > 0,
                f"{stuck.overdue} 件已过期限" if stuck.overdue else ""),
        Reading("journal_entries", "订单流水（条）", JournalEntry.objects.count(),
                journal.at if journal else None),
        Reading("payment_attempts", "付款尝试（次）", PaymentAttempt.objects.count(),
                attempt.created_at if attempt else None),
    ]  # fmt: skip
