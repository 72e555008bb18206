"""The dry run: every row read and compared, no table of the domain touched."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from django.db import transaction

from backend.common import files
from backend.common.errors import DomainError
from backend.exchange import queries
from backend.exchange.models import DuplicateCase, ImportBatch
from backend.exchange.rules import states
from backend.exchange.rules.columns import (
    HEADER_WITHIN,
    Header,
    find_header,
    mapped,
    places_of,
    read_cells,
    says_nothing,
)
from backend.exchange.rules.errors import BatchMoved, FileRefused
from backend.exchange.rules.rows import Row, add, judge
from backend.exchange.services import chunks, error_files, reading, work
from backend.exchange.services.headers import as_json, with_mapping
from backend.exchange.services.kinds import Desk, Kind
from backend.exchange.services.moving import actor_behind, move
from backend.jobs import services as jobs
from backend.jobs.models import Job

Kinds = Mapping[str, Kind]


def run_check(*, job_id: int, kinds: Kinds, clock: work.Clock) -> bool:
    return work.run(job_id=job_id, work=lambda job: _check(job, kinds, clock), clock=clock)


def _check(job: Job, kinds: Kinds, clock: work.Clock) -> dict[str, Any]:
    batch = ImportBatch.objects.get(uid=job.arguments["batch"])
    if batch.state != ImportBatch.State.CHECKING or batch.job_uid != str(job.uid):
        return {}
    try:
        counts = work.guarded(Check(batch, kinds[batch.kind], job, clock).run)
    except (FileRefused, DomainError) as error:
        if batch.state == ImportBatch.State.CHECKING:
            move(batch, "failed", error=str(error)[:400])
        raise
    return {"counts": counts}


class Check:
    """One dry run. A worker that takes over begins anew: nothing was written."""

    def __init__(self, batch: ImportBatch, kind: Kind, job: Job, clock: work.Clock) -> None:
        self.batch, self.kind, self.job, self.clock = batch, kind, job, clock
        self.now: datetime = clock()
        self.desk: Desk = kind.desk(actor_behind(batch, self.now), self.now)
        self.counts: dict[str, int] = {}
        self.digest = sha256()
        self.seen: dict[str, tuple[int, int, int]] = {}
        # Rows of earlier chunks that a later row contradicts: chunk number -> {row: why}.
        self.contradicted: dict[int, dict[int, str]] = {}

    def run(self) -> dict[str, int]:
        self._forget()
        content = files.read(self.batch.file)
        sheet = reading.open_sheet(content, self.batch.file_type)
        head = list(islice(sheet.rows, HEADER_WITHIN))
        header = with_mapping(find_header(head, self.kind.columns), self.batch.mapping)
        mapped(header, self.kind.columns)
        bad = error_files.Collected(header)
        rows = self._rows(header, chain(head, sheet.rows), bad)
        for number in range(states.MOST_ROWS // states.CHUNK_ROWS + 1):
            some = list(islice(rows, states.CHUNK_ROWS))
            if not some:
                break
            self._chunk(number, some)
            bad.keep(some)
            done = min((number + 1) * states.CHUNK_ROWS, sheet.height)
            jobs.progress(job=self.job, done=done, total=sheet.height, now=self.clock())
        self._finish(header, bad)
        return self.counts

    def _forget(self) -> None:
        with transaction.atomic():
            self.batch.chunks.all().delete()
            self.batch.cases.all().delete()

    def _rows(
        self, header: Header, cells: Iterator[reading.Cells], bad: error_files.Collected
    ) -> Iterator[Row]:
        taken, places = 0, places_of(header, self.kind.columns)
        for number, row in enumerate(cells, start=1):
            if number <= header.row + 1 or says_nothing(row):
                continue
            taken += 1
            if taken > self.kind.most_rows:
                raise FileRefused(f"一次最多导入 {self.kind.most_rows} 行，请分成几个文件")
            values, problems = read_cells(row, places)
            bad.remember(number, row)
            yield Row(number, values, problems)
        if not taken:
            raise FileRefused("表头下面没有数据行")

    def _chunk(self, number: int, rows: list[Row]) -> None:
        self.desk.resolve(rows)
        for row in rows:
            self._once(number, row)
            judge(row, self.kind.columns, only_new=self.kind.only_new)
        with transaction.atomic():
            counts, digest = chunks.store(self.batch, number, rows)
            self._cases(rows)
        self.counts = add(self.counts, counts)
        self.digest.update(digest.encode())

    def _once(self, number: int, row: Row) -> None:
        """A row that stands in the file twice: the same again, or a contradiction."""
        key = row.refs.get("key")
        if not key or row.status:
            return
        content = hash(json.dumps(row.values, sort_keys=True, ensure_ascii=False))
        first = self.seen.setdefault(key, (number, row.number, content))
        if first[1] == row.number:
            return
        if first[2] == content:
            row.status = "repeated"
            row.refuse("", f"与第 {first[1]} 行重复，只写入一次")
            return
        row.conflict("", f"与第 {first[1]} 行是同一条记录，但内容不同")
        self.contradicted.setdefault(first[0], {})[first[1]] = row.refs["key"]
        self.contradicted[first[0]][first[1]] = f"与第 {row.number} 行是同一条记录，但内容不同"

    def _cases(self, rows: list[Row]) -> None:
        DuplicateCase.objects.bulk_create(
            DuplicateCase(
                batch=self.batch,
                row_number=row.number,
                row_label=row.label,
                area_code=str(row.refs.get("area_code", self.batch.area_code)),
                subject_kind=self.kind.code,
                subject_uid=candidate.subject_uid,
                subject_label=candidate.subject_label,
                score=candidate.score,
                agreements=candidate.agreements,
            )
            for row in rows
            if row.status == "held"
            for candidate in row.candidates
        )

    def _finish(self, header: Header, bad: error_files.Collected) -> None:
        for number, why in self.contradicted.items():
            self._take_out(number, why, bad)
        name = files.keep(bad.workbook(self.kind), suffix=".xlsx") if bad.rows else ""
        old = self.batch.error_file
        if ImportBatch.objects.filter(pk=self.batch.pk, job_uid=self.job.uid).count() != 1:
            raise BatchMoved
        move(
            self.batch,
            "checked",
            counts=self.counts,
            digest=self.digest.hexdigest(),
            header=as_json(header),
            error_file=name,
            checked_at=self.clock(),
        )
        files.remove(old)

    def _take_out(self, number: int, why: dict[int, str], bad: error_files.Collected) -> None:
        """Neither of two contradicting rows is written."""
        chunk = self.batch.chunks.get(number=number)
        rows = queries.rows_of(self.batch, chunk)
        for row in rows:
            if row.number in why and row.status not in ("error", "conflict"):
                self.counts[row.status] -= 1
                self.counts["conflict"] += 1
                row.conflict("", why[row.number])
                bad.add(row)
        chunk.delete()
        chunks.store(self.batch, number, rows)
