"""What an app gives so that one of its nouns can come in and go out as a workbook."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from backend.common.actor import Actor
from backend.common.models import UidModel
from backend.exchange.rules.columns import Column
from backend.exchange.rules.rows import Row
from backend.exchange.rules.states import MOST_ROWS, STATUSES
from backend.exchange.services import bulk

Undo = dict[str, Any]


@dataclass(slots=True)
class Outgoing:
    """One row of an export; `subject` names the record whose personal data it holds."""

    values: dict[str, Any]
    subject: UidModel | None = None


class Desk(ABC):
    """Works on the rows of one batch. References (villages, products) are loaded once.

    A plain desk only adds: its records are history (price lists, observations).
    """

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now

    @abstractmethod
    def resolve(self, rows: Sequence[Row]) -> None:
        """Finds for each row its references and the record it is about, in few statements."""

    @abstractmethod
    def create(self, rows: Sequence[Row]) -> list[Undo]:
        """Writes new records; what is given back is enough to take them away."""


class EditingDesk(Desk):
    """A desk whose records a file may change; of any other, a row that differs is a conflict."""

    @abstractmethod
    def update(self, rows: Sequence[Row]) -> list[Undo]:
        """Changes records that are still as they were read."""


class Leaving(ABC):
    """What leaves as a file: asked for, agreed to, made by a job, opened by one person."""

    code: ClassVar[str]
    title: ClassVar[str]
    # Object of the role matrix: `view` takes out, `export` with people's data.
    view_object: ClassVar[str]
    formats: ClassVar[tuple[str, ...]] = ("xlsx", "csv")

    @property
    @abstractmethod
    def personal(self) -> bool:
        """Whether it can name people."""

    @abstractmethod
    def foreseen(self, actor: Actor, filters: dict[str, str]) -> int:
        """Rows or papers it would hold now; of people's data more than 50 need a second word."""

    def home(self, actor: Actor) -> tuple[str, str]:
        """(area code, cooperative) that a batch or an export of this actor belongs to."""
        return (actor.ranges[0].low if actor.ranges else settings.COUNTY_CODE), ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document is made from: the hat it is made under, the filters, and its watermark."""

    actor: Actor
    filters: dict[str, str]
    file_format: str
    mark: str
    now: datetime
    # Called now and then with (done, total): it is the job's beat, at least one in two minutes.
    progress: Callable[[int, int], None]


class Document(Leaving):
    """A paper or workbook of an app's own making (docs/how/papers.md)."""

    personal_always: ClassVar[bool] = False

    @property
    def personal(self) -> bool:
        return self.personal_always

    @abstractmethod
    def make(self, wanted: Wanted) -> bytes:
        """The file's bytes, by `common.printing.pdf` or `common.tables.book`."""


class Kind(Leaving):
    """One noun: columns, who may bring it in, who agrees, how it is written and read."""

    # Object of the role matrix: `create` and `submit` bring in.
    import_object: ClassVar[str]
    steps: ClassVar[list[list[str]]]
    columns: ClassVar[tuple[Column, ...]]
    model: ClassVar[type[models.Model]]
    desk_type: ClassVar[type[Desk]]
    # Where rows belong together (a price list), a file is no longer than one chunk.
    most_rows: ClassVar[int] = MOST_ROWS
    # What a person must still do after the rows are written.
    afterwards: ClassVar[str] = ""
    # How people call the records that may refer to this kind, by model.
    words: ClassVar[dict[str, str]] = {}

    @property
    def only_new(self) -> bool:
        """Records of this kind are never changed by a file, only added."""
        return not issubclass(self.desk_type, EditingDesk)

    def desk(self, actor: Actor, now: datetime) -> Desk:
        return self.desk_type(actor, now)

    @abstractmethod
    def outgoing(self, actor: Actor, filters: dict[str, str]) -> models.QuerySet[Any]:
        """What this actor may take out; one record is one row."""

    @abstractmethod
    def rows_out(self, records: models.QuerySet[Any]) -> Iterator[Outgoing]: ...

    def take_back(self, entries: Sequence[Undo]) -> None:
        """Undo: new rows go, changed rows become byte by byte what they were."""
        new = [int(entry["pk"]) for entry in entries if entry["before"] is None]
        before = [entry["before"] for entry in entries if entry["before"]]
        bulk.drop_history(self.model, new, newest_only=False)
        bulk.drop_history(self.model, [int(row["id"]) for row in before], newest_only=True)
        bulk.delete(self.model, new)
        bulk.restore(self.model, before)

    def dependants(self, entries: Sequence[Undo]) -> Iterator[str]:
        """Why these entries cannot be taken back: what refers to them, or has changed since."""
        yield from self.later_records(entries, {})

    def later_records(self, entries: Sequence[Undo], own: Mapping[str, int]) -> Iterator[str]:
        """`own`: how many rows of a referring model each new record brought with it."""
        by_pk = {int(entry["pk"]): entry for entry in entries}
        new = [pk for pk, entry in by_pk.items() if entry["before"] is None]
        for pk, name, number in bulk.referring(self.model, new):
            if number > own.get(name, 0):
                entry, word = by_pk[pk], self.words.get(name, "相关记录")
                yield f"第 {entry['row']} 行 {entry['label']}：已有 {number} 条{word}"
        if not hasattr(self.model, "version"):
            return
        rows = self.model._default_manager.filter(pk__in=list(by_pk)).values_list("pk", "version")
        versions: dict[int, int] = dict(rows)
        for pk, entry in by_pk.items():
            if versions.get(pk) != entry["version"]:
                yield f"第 {entry['row']} 行 {entry['label']}：导入后又被修改过"

    def foreseen(self, actor: Actor, filters: dict[str, str]) -> int:
        return self.outgoing(actor, filters).count()

    def choices(self) -> dict[str, list[str]]:
        """Drop-downs of the template that stand in the database, by column key."""
        return {}

    @property
    def personal(self) -> bool:
        return any(column.personal for column in self.columns)

    def described(self, row: Row) -> dict[str, Any]:
        """A row for a screen: sealed values masked, codes as words."""
        titles = {column.key: column.title for column in self.columns}
        return {
            "number": row.number,
            "status": row.status,
            "status_name": STATUSES[row.status],
            "label": row.label,
            "cells": [
                {"title": column.title, "value": column.cell(row.values[column.key], masked=True)}
                for column in self.columns
                if column.key in row.values
            ],
            "changes": [
                {"title": titles.get(key, key), "old": old, "new": new}
                for key, (old, new) in row.changes.items()
            ],
            "problems": [{"title": titles.get(key, ""), "why": why} for key, why in row.problems],
        }

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)
