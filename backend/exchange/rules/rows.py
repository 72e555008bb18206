"""One row of a workbook between the sheet and the table: what it would change, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.exchange.rules.columns import Column
from backend.exchange.rules.states import STATUSES

# Nothing that stands in a table: an empty cell never clears what is there.
NOTHING = object()


class Hidden(Protocol):
    """A sealed value: it says whether it is this text, not what it is."""

    def matches(self, plain: str) -> bool: ...


@dataclass(slots=True)
class Candidate:
    """A record the row may be, with the reasons (see `matching`)."""

    subject_uid: str
    subject_label: str
    score: int
    agreements: list[dict[str, Any]]


@dataclass(slots=True)
class Row:
    """`current` is the record found for it, as values by column; None means there is none."""

    number: int
    values: dict[str, Any]
    problems: list[list[str]] = field(default_factory=list)
    status: str = ""
    pk: int = 0
    version: int = 0
    label: str = ""
    changes: dict[str, list[Any]] = field(default_factory=dict)
    # What people decided about a likely duplicate: "different", or the uid of the same record.
    decided: str = ""
    current: Mapping[str, Any] | None = None
    refs: dict[str, Any] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)

    def refuse(self, key: str, why: str) -> None:
        self.problems.append([key, why])

    def conflict(self, key: str, why: str) -> None:
        self.status = "conflict"
        self.problems.append([key, why])

    def packed(self) -> list[Any]:
        return [
            self.number, self.values, self.problems, self.status, self.pk, self.version,
            self.label, self.changes, self.decided,
        ]  # fmt: skip

    @classmethod
    def unpacked(cls, packed: Sequence[Any]) -> "Row":
        return cls(*packed)


def judge(row: Row, columns: Sequence[Column], *, only_new: bool = False) -> None:
    """New, changed with old and new values, unchanged, or why it cannot be taken.

    Records that are history (`only_new`) are added, never changed by a file.
    """
    if row.status:
        return
    if row.problems:
        row.status = "error"
    elif row.candidates and not row.decided:
        row.status = "held"
    elif row.current is None:
        row.status = "new"
    else:
        row.changes = difference(row, columns)
        row.status = "changed" if row.changes else "unchanged"
        if only_new and row.changes:
            row.conflict(next(iter(row.changes)), "已有这条记录，内容不同；这类记录不能用文件修改")


def difference(row: Row, columns: Sequence[Column]) -> dict[str, list[Any]]:
    """`{column key: [old, new]}` as the sheet shows them, sealed ones masked."""
    changes: dict[str, list[Any]] = {}
    current = row.current or {}
    for column in columns:
        new = row.values.get(column.key, NOTHING)
        if new is NOTHING or column.read_only:
            continue
        old = current.get(column.key)
        if column.personal:
            if old is None or not old.matches(new):
                shown = str(old) if old is not None else ""
                changes[column.key] = [shown, column.cell(new, masked=True)]
        elif old != new:
            changes[column.key] = [column.cell(old), column.cell(new)]
    return changes


def count(rows: Sequence[Row]) -> dict[str, int]:
    """Rows by status; every status is named."""
    counts = dict.fromkeys(STATUSES, 0)
    for row in rows:
        counts[row.status] += 1
    return counts


def add(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in STATUSES}
