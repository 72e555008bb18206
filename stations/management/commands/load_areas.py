"""`manage.py load_areas`: the townships, villages and communities of the reference county."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backend.common.errors import DomainError
from stations.rules import CountyRow
from stations.services import import_areas

DATA = Path(__file__).resolve().parents[2] / "data"
DATONG = CountyRow(
    code="630121",
    name="大通县",
    official_name="大通回族土族自治县",
    pinyin="datongxian",
    initials="dtx",
    letters="DT",
    edition_on=date(2023, 6, 30),
)


class Command(BaseCommand):
    help = "Load the areas of 大通县 (630121); loading again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = import_areas(
                townships_csv=DATA / "datong_townships.csv",
                villages_csv=DATA / "datong_villages.csv",
                county=DATONG,
                now=timezone.now(),
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{level} {count}" for level, count in counts.items()))
