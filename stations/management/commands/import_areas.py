"""Loads any county's areas from one CSV file; `--dry-run` writes nothing and says what it would."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stations import queries, services
from stations.rules import AreaFileWrong


class Command(BaseCommand):
    help = "导入一个县的区划（CSV：代码、名称、全称、类型、拼音、首字母、批次字母）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--edition-on", type=date.fromisoformat, required=True)
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        text = read_text(options["file"])
        try:
            plan = queries.plan_import(text, edition_on=options["edition_on"])
            if plan.faults:
                for fault in plan.faults[:50]:
                    self.stderr.write(f"第 {fault.line} 行 {fault.column}：{fault.words}")
                raise CommandError(f"{len(plan.faults)} 处错误，未导入任何行")
            if not options["dry_run"]:
                services.import_area_file(
                    csv_text=text, edition_on=options["edition_on"], now=timezone.now()
                )
        except AreaFileWrong as error:
            raise CommandError(str(error)) from error
        verb = "将" if options["dry_run"] else "已"
        self.stdout.write(
            f"{verb}新增 {len(plan.new)}，变更 {len(plan.changed)}，"
            f"文件中没有而已登记 {len(plan.missing)}"
        )


def read_text(path: Path) -> str:
    """UTF-8, or GB 18030 as older office programs save it."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
