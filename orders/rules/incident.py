"""Troubles with money that a person must look into: until when, and when a refund becomes one."""

from datetime import date, timedelta

from backend.common.errors import Conflict, Invalid

# A refund that has no outcome after a day of asking (PAYMENTS 10, resolve_unknown).
STUCK_AFTER = timedelta(hours=24)
LOOK_WITHIN = timedelta(days=1)
MOST_DAYS = 30


class IncidentResolved(Conflict):
    code, title = "incident_resolved", "这件异常已经有处理结论，请刷新后查看"


def first_due(today: date) -> date:
    """Somebody looks at it by the next day, whoever owns it."""
    return today + LOOK_WITHIN


def check_due(due_on: date, *, today: date) -> date:
    if not today <= due_on <= today + timedelta(days=MOST_DAYS):
        raise Invalid(fields={"due_on": f"期限请填今天起 {MOST_DAYS} 天以内的日期"})
    return due_on
