"""Loading a county's areas from its files."""

import csv
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from stations import queries, rules
from stations.services.area_changes import store_rows


@transaction.atomic
def import_areas(
    *, townships_csv: Path, villages_csv: Path, county: rules.CountyRow, now: datetime
) -> dict[str, int]:
    """Loads a county's areas, matched by code; again changes nothing. Rows per level.

    Every area begins with a version, so that "as of" has an answer from the first day. Coordinates
    and neighbours come from elsewhere and stay. Codes and edition date: DOMAIN section 2.
    """
    townships = rules.township_rows(_read(townships_csv, rules.TOWNSHIP_COLUMNS), county.code)
    villages = rules.village_rows(_read(villages_csv, rules.VILLAGE_COLUMNS), townships)
    rows = [county.area(), *townships, *villages]
    store_rows(
        rows=queries.changed_rows(rows, county.edition_on), edition_on=county.edition_on,
        reason="随软件提供的区划", change_uid="", now=now,
    )  # fmt: skip
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.level] = counts.get(row.level, 0) + 1
    return counts


def _read(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise rules.AreaFileWrong(f"{path.name} 缺少列：{'、'.join(missing)}")
        return list(reader)


@transaction.atomic
def import_area_file(*, csv_text: str, edition_on: date, now: datetime) -> queries.ImportPlan:
    """Any county's file at once, for the person who sets an installation up at its console."""
    plan = queries.plan_import(csv_text, edition_on=edition_on)
    if plan.faults:
        raise rules.AreaFileWrong(f"文件有 {len(plan.faults)} 处错误，未导入任何行")
    rows = [*plan.new, *(row for row, _, _ in plan.changed)]
    store_rows(rows=rows, edition_on=edition_on, reason="区划导入", change_uid="", now=now)
    return plan
