"""How a batch moves, what a row came to, and how long things are kept."""

from datetime import timedelta

from backend.exchange.rules.errors import IllegalBatchMove

MOVES: dict[str, dict[str, str]] = {
    "checking": {
        "checked": "checked",
        "failed": "failed",
        "recheck": "checking",
        "discard": "discarded",
    },
    "failed": {"recheck": "checking", "discard": "discarded"},
    "checked": {
        "recheck": "checking",
        "submit": "submitted",
        "apply": "applying",
        "discard": "discarded",
    },
    "submitted": {
        "approve": "approved",
        "return": "checked",
        "reject": "discarded",
        "withdraw": "checked",
    },
    "approved": {"apply": "applying", "discard": "discarded"},
    "applying": {"applied": "applied", "apply": "applying"},
    "applied": {"apply": "applying", "undo": "undoing"},
    "undoing": {"undone": "undone", "keep": "applied", "undo": "undoing"},
    "undone": {},
    "discarded": {},
}
STATUSES = {
    "new": "新增",
    "changed": "变更",
    "conflict": "冲突",
    "held": "疑似重复",
    "error": "错误",
    "repeated": "表内重复",
    "unchanged": "无变化",
    "stale": "已过时",
}
WRITTEN = ("new", "changed")
CHUNK_ROWS = 2_000
MOST_ROWS = 100_000
MOST_BYTES = 20 * 1024 * 1024
# An XLSX is a zip: what it unpacks to is limited as well.
MOST_UNPACKED = 300 * 1024 * 1024
EXPORT_KEPT = timedelta(hours=72)
SECOND_PERSON_ABOVE = 50
# Rejected imports are kept for 30 days (ROLES section 5).
REJECTED_KEPT = timedelta(days=30)


def next_state(state: str, move: str) -> str:
    try:
        return MOVES[state][move]
    except KeyError:
        raise IllegalBatchMove from None
