"""Rules of the county's other programmes in plain Python."""

from programme.rules.issues import (
    ESCALATES,
    LOOK_BACK_DAYS,
    UNASSIGNED_DAYS,
    EvidenceMissing,
    IssueMoved,
    NotResponsible,
    OwnerCloses,
    Step,
    check_deadline,
    check_found,
    check_steps,
    check_text,
    closing_steps,
    escalation_of,
    next_state,
)

__all__ = [
    "ESCALATES",
    "LOOK_BACK_DAYS",
    "UNASSIGNED_DAYS",
    "EvidenceMissing",
    "IssueMoved",
    "NotResponsible",
    "OwnerCloses",
    "Step",
    "check_deadline",
    "check_found",
    "check_steps",
    "check_text",
    "closing_steps",
    "escalation_of",
    "next_state",
]
