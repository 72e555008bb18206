"""Import of 50,000 households from XLSX: ours against a row-by-row path and against bare COPY.

Needs PostgreSQL (DATABASE_URL) with an empty or a scratch database: its households are deleted.
The workbook is made by a stated rule: villages in turn, invented names, region 639999, phones 154.
(a) row by row: `update_or_create` of household, head and category per row, sealed as ours, on a
    sample, scaled to the whole and said so;
(b) floor: python-calamine, COPY into a staging table, one merge each into the same three tables;
    nothing is checked, compared, sealed, traced or undoable.
Ours is everything a person waits for: read, check, compare, keep the diff, write with history.
"""

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.import_paths import SAMPLE, floor, row_by_row
from bench.registers import empty, timed, village_codes, workbook


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    os.environ.setdefault("BROKER_URL", "memory://")
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="bench-"))
    import django

    django.setup()


def ours(path: str) -> dict[str, Any]:
    """Upload, dry run, two agreements, writing; then the same workbook once more."""
    from django.utils import timezone

    from backend.approvals.models import ApprovalRequest
    from backend.exchange.services import applying, batches, checking
    from cooperatives.services.importing import KINDS

    empty()
    maker, township, county = (person(role) for role in ("PS", "TO", "CO"))
    kind, clock = KINDS["household"], timezone.now
    with open(path, "rb") as handle:
        content = handle.read()

    def check() -> Any:
        batch = batches.upload(
            kind=kind, content=content, file_name="农户.xlsx", update_existing=False,
            check_task="bench.none", actor=maker, now=clock(),
        )  # fmt: skip
        checking.run_check(job_id=job_of(batch), kinds=KINDS, clock=clock)
        batch.refresh_from_db()
        return batch

    def write(batch: Any) -> Any:
        batches.submit(uid=str(batch.uid), kind=kind, actor=maker, now=clock())
        asked = ApprovalRequest.objects.get(object_uid=str(batch.uid))
        for actor in (township, county):
            batches.decide(
                uid=str(batch.uid), kind=kind, verdict="approve", comment="",
                digest=asked.digest, apply_task="bench.none", actor=actor, now=clock(),
            )  # fmt: skip
        applying.run_apply(job_id=job_of(batch), kinds=KINDS, clock=clock)
        batch.refresh_from_db()
        return batch

    check_s, batch = timed(check)
    write_s, batch = timed(lambda: write(batch))
    again_s, again = timed(check)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "check_s": check_s, "write_s": write_s, "again_s": again_s, "peak_mb": peak_mb,
        "written": batch.written, "again": again.counts, "state": batch.state,
    }  # fmt: skip


def job_of(batch: Any) -> int:
    from backend.exchange.models import ImportBatch
    from backend.jobs.models import Job

    uid = ImportBatch.objects.values_list("job_uid", flat=True).get(pk=batch.pk)
    return int(Job.objects.values_list("pk", flat=True).get(uid=uid))


def person(role: str) -> Any:
    from backend.accounts import queries as accounts
    from backend.accounts.models import RoleAssignment, User

    people = [
        User.objects.get_or_create(username=f"bench-{name}", defaults={"name": name})[0]
        for name in (role, "granter", "seconder")
    ]
    hat = RoleAssignment.objects.create(
        user=people[0], role=role, scope_kind="county", area_prefix="630121", scope_name="大通县",
        valid_from=date(2020, 1, 1), granted_by=people[1], approved_by=people[2],
    )  # fmt: skip
    return accounts.actor_for(people[0], hat)


PARTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "ours": ours, "floor": floor, "rows": row_by_row,
}  # fmt: skip


def apart(part: str, path: str) -> dict[str, Any]:
    """Each part in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "bench.import_households", "--part", part, "--file", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3_000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def prepare() -> list[str]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    codes = village_codes()
    if not codes:
        call_command("load_areas", stdout=io.StringIO())
        codes = village_codes()
    return codes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=sorted(PARTS))
    parser.add_argument("--file", default="")
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    start()
    if asked.part:
        print(json.dumps(PARTS[asked.part](asked.file)))
        return
    codes = prepare()
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        workbook(file.name, codes)
        rounds = [
            (apart("ours", file.name), apart("floor", file.name)) for _ in range(asked.rounds)
        ]
        slow = apart("rows", file.name)
    report(rounds, slow)


def report(rounds: list[tuple[dict[str, Any], dict[str, Any]]], slow: dict[str, Any]) -> None:
    for mine, bare in rounds:
        total = mine["check_s"] + mine["write_s"]
        print(
            f"ours {total:6.2f} s (dry run {mine['check_s']:.2f}, writing {mine['write_s']:.2f}), "
            f"peak {mine['peak_mb']:.0f} MB, written {mine['written']}"
        )
        print(f"  again {mine['again_s']:.2f} s: {mine['again']}")
        print(f"  calamine + COPY + merge {bare['floor_s']:.2f} s, peak {bare['peak_mb']:.0f} MB")
        print(f"  ours / floor = {total / bare['floor_s']:.2f}  (target at most 5)")
        print(f"  row by row {slow['scaled_s']:.0f} s, scaled from {SAMPLE} rows")
        print(f"  row by row / ours = {slow['scaled_s'] / total:.1f}  (target at least 10)")


if __name__ == "__main__":
    main()
