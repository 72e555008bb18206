"""The only writers of the programme's records."""

from programme.services.closing_out import (
    decide_close_out,
    escalate_overdue,
    hand_in_issue,
    look_back,
)
from programme.services.directing import (
    IssueSaid,
    assign_issue,
    extend_issue,
    open_issue,
    withdraw_issue,
)
from programme.services.rectifying import add_evidence, open_evidence, rectify_task

__all__ = [
    "IssueSaid",
    "add_evidence",
    "assign_issue",
    "decide_close_out",
    "escalate_overdue",
    "extend_issue",
    "hand_in_issue",
    "look_back",
    "open_evidence",
    "open_issue",
    "rectify_task",
    "withdraw_issue",
]
