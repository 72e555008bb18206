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
import time
from collections.abc import Callable
from datetime import date
from typing import Any

ROWS, SAMPLE = 50_000, 500
TABLES = "cooperatives_household, exchange_importbatch, accounts_roleassignment"
HEAD = [
    "村编码", "村民小组", "住址", "户主姓名", "身份证号", "手机号", "家庭人口", "劳动力", "类别",
    "耕地面积(亩)", "主要困难原因", "备注",
]  # fmt: skip
SURNAMES, GIVEN = "马李王张冶韩赵祁鲍董", "有福成林国玉兰生华秀花占海文忠明义永祥桂英财春梅"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    os.environ.setdefault("BROKER_URL", "memory://")
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="bench-"))
    import django

    django.setup()


def identity(number: int) -> str:
    """The n-th invented person: born 1940 to 1999."""
    day = date(1940 + number % 60, 1 + number // 60 % 12, 1 + number // 720 % 28)
    body = f"639999{day:%Y%m%d}{number // 20_160:03d}"
    total = sum(int(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def row(number: int, codes: list[str]) -> list[Any]:
    name = SURNAMES[number % 10] + GIVEN[number // 10 % 24] + GIVEN[number // 240 % 24]
    return [
        codes[number * len(codes) // ROWS], f"{1 + number % 6}社", f"{1 + number % 180}号", name,
        identity(number), f"154{number:08d}", 2 + number % 5, 1 + number % 2,
        ("一般户", "帮扶户", "监测户")[number % 20 // 18], 2 + number % 2_000 / 100, "", "",
    ]  # fmt: skip


def workbook(path: str, codes: list[str]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("农户")
    sheet.write_row(0, 0, HEAD)
    for number in range(ROWS):
        sheet.write_row(number + 1, 0, row(number, codes))
    book.close()


def empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")
        cursor.execute("TRUNCATE cooperatives_historicalhousehold")
        cursor.execute("TRUNCATE cooperatives_historicalhouseholdmember")


def village_codes() -> list[str]:
    from stations.models import Area

    found = Area.objects.filter(level="village").order_by("code")
    return list(found.values_list("code", flat=True))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


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


def floor(path: str) -> dict[str, Any]:
    """As little as can be done with the same file and the same three tables."""
    import python_calamine
    from django.db import connection, transaction

    empty()

    def work() -> None:
        sheet = python_calamine.load_workbook(path).get_sheet_by_index(0)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(STAGE)
            with cursor.copy("COPY stage FROM STDIN") as copy:
                for number, cells in enumerate(sheet.iter_rows()):
                    if number:
                        copy.write_row([number, *cells])
            for merge in MERGES:
                cursor.execute(merge)

    seconds, _ = timed(work)
    return {
        "floor_s": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


STAGE = """CREATE TEMP TABLE stage (n int PRIMARY KEY, village text, grp text, address text,
    head text, identity text, phone text, size numeric, labour numeric, category text, land numeric,
    cause text, note text) ON COMMIT DROP"""
MERGES = [
    """INSERT INTO cooperatives_household (uid, version, updated_at, card_no, area_id, area_code,
        villager_group, address, head_name, pinyin, initials, phone, phone_tail, phone_index,
        account, account_bank, size, labour_count, category, land_mu_x100, main_cause,
        named_in_public, is_temporary, registered_on, status)
    SELECT gen_random_uuid(), 1, now(), 'HC' || lpad(n::text, 6, '0'), a.id, a.code, grp, address,
        head, '', '', phone, right(phone, 4), phone, '', '', size::int, labour::int, 'general',
        (land * 100)::int, '', false, false, current_date, 'active'
    FROM stage JOIN stations_area a ON a.code = village
    ON CONFLICT (card_no) DO UPDATE SET phone = excluded.phone, size = excluded.size""",
    """INSERT INTO cooperatives_householdmember (uid, version, updated_at, household_id, name,
        relation, sex, birth_year, labour, identity, identity_index, joined_on, left_reason)
    SELECT gen_random_uuid(), 1, now(), h.id, head, 'head', '', substr(s.identity, 7, 4)::int,
        'ordinary', s.identity, s.identity, current_date, ''
    FROM stage s JOIN cooperatives_household h ON h.card_no = 'HC' || lpad(n::text, 6, '0')
    ON CONFLICT DO NOTHING""",
    """INSERT INTO cooperatives_householdcategory (uid, household_id, category_id, valid_from,
        risk_cleared, reason, made_at)
    SELECT gen_random_uuid(), h.id, (SELECT max(id) FROM cooperatives_policycategory),
        current_date, false, '', now()
    FROM stage s JOIN cooperatives_household h ON h.card_no = 'HC' || lpad(n::text, 6, '0')
    ON CONFLICT DO NOTHING""",
]


def row_by_row(path: str) -> dict[str, Any]:
    """The path most systems take: one row, one look, one write; a sample of it."""
    from django.db import transaction
    from django.utils import timezone

    from backend.common.sealed import blind_index
    from backend.common.search import person_sounds
    from cooperatives.models import Household, HouseholdCategory, HouseholdMember, PolicyCategory
    from stations.models import Area

    empty()
    codes, today = village_codes(), timezone.localdate()
    category = PolicyCategory.objects.order_by("-pk")[0]

    def one(number: int) -> None:
        told = row(number, codes)
        area, phone = Area.objects.get(code=told[0]), told[5]
        pinyin, initials = person_sounds(told[3])
        household, _ = Household.objects.update_or_create(
            card_no=f"HC{number + 1:06d}",
            defaults={
                "area": area, "area_code": area.code, "head_name": told[3], "pinyin": pinyin,
                "initials": initials, "phone": phone, "phone_tail": phone[-4:],
                "phone_index": blind_index(phone), "size": told[6], "labour_count": told[7],
                "villager_group": told[1], "address": told[2], "registered_on": today,
            },
        )  # fmt: skip
        HouseholdMember.objects.update_or_create(
            identity_index=blind_index(told[4]), left_on=None,
            defaults={
                "household": household, "name": told[3], "relation": "head",
                "identity": told[4], "joined_on": today,
            },
        )  # fmt: skip
        HouseholdCategory.objects.update_or_create(
            household=household, valid_from=today,
            defaults={"category": category, "made_at": timezone.now()},
        )  # fmt: skip

    def work() -> None:
        with transaction.atomic():
            for number in range(SAMPLE):
                one(number)

    seconds, _ = timed(work)
    return {"sample_s": seconds, "scaled_s": seconds * ROWS / SAMPLE}


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
