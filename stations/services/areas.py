"""Loading a county's areas from its files."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from stations import queries, rules
from stations.models import Area
from stations.services.area_changes import store_rows

# Coordinates and neighbours come from elsewhere: an import of names leaves them alone.
_FROM_FILE = ["level", "parent", "name", "official_name", "pinyin", "initials", "letters"]


@transaction.atomic
def import_areas(
    *, townships_csv: Path, villages_csv: Path, county: rules.CountyRow
) -> dict[str, int]:
    """Loads a county's areas, matched by code; again changes nothing. Rows per level.

    Codes and edition date: DOMAIN section 2.
    """
    townships = rules.township_rows(_read(townships_csv, rules.TOWNSHIP_COLUMNS), county.code)
    villages = rules.village_rows(_read(villages_csv, rules.VILLAGE_COLUMNS), townships)
    parents: dict[str, Area] = {}
    for level in ([county.area()], townships, villages):
        parents = _store(level, parents, county.edition_on)
    counts: dict[str, int] = {}
    for row in [county.area(), *townships, *villages]:
        counts[row.level] = counts.get(row.level, 0) + 1
    return counts


def _read(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise rules.AreaFileWrong(f"{path.name} 缺少列：{'、'.join(missing)}")
        return list(reader)


def _store(
    rows: list[rules.AreaRow], parents: Mapping[str, Area], edition_on: date
) -> dict[str, Area]:
    """One level; the level above is stored already."""
    Area.objects.bulk_create(
        [
            Area(
                code=row.code, level=row.level, parent=parents.get(row.parent_code), name=row.name,
                official_name=row.official_name, pinyin=row.pinyin, initials=row.initials,
                letters=row.letters, edition_on=edition_on,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*_FROM_FILE, "edition_on"],
    )  # fmt: skip
    return {area.code: area for area in Area.objects.filter(code__in=[row.code for row in rows])}


@transaction.atomic
def import_area_file(*, csv_text: str, edition_on: date, now: datetime) -> queries.ImportPlan:
    """Any county's file at once, for the person who sets an installation up at its console."""
    plan = queries.plan_import(csv_text, edition_on=edition_on)
    if plan.faults:
        raise rules.AreaFileWrong(f"文件有 {len(plan.faults)} 处错误，未导入任何行")
    rows = [*plan.new, *(row for row, _, _ in plan.changed)]
    store_rows(rows=rows, edition_on=edition_on, reason="区划导入", change_uid="", now=now)
    return plan
