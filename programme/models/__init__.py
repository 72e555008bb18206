"""WHO HELPED: loans, assistance, visits, projects; problems and how they were put right."""

from programme.models.helping import AssistanceRecord, ByArea, Loan, Project, Visit
from programme.models.issue import (
    Escalation,
    Evidence,
    Issue,
    IssueMove,
    IssueTask,
    LookBack,
    Rectification,
    Responsibility,
)

__all__ = [
    "AssistanceRecord",
    "ByArea",
    "Escalation",
    "Evidence",
    "Issue",
    "IssueMove",
    "IssueTask",
    "Loan",
    "LookBack",
    "Project",
    "Rectification",
    "Responsibility",
    "Visit",
]
