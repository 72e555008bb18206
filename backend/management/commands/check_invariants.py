"""Asks every app for rows that break what must always hold, and names each of them."""

import json
import sys
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    help = "Checks all invariants; exit code 1 when any row breaks one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        checked, items = [], []
        for config in apps.get_app_configs():
            if not _is_ours(str(config.path)) or not module_has_submodule(config.module, "queries"):
                continue
            queries = import_module(f"{config.name}.queries")
            if not hasattr(queries, "broken_invariants"):
                continue
            checked.append(config.name)
            found = queries.broken_invariants(now=now)
            items += [{"app": config.name, "violation": text} for text in found]
        report = {"violations": len(items), "items": items, "checked": checked}
        self.stdout.write(
            json.dumps(report, ensure_ascii=False) if options["json"] else _text(report)
        )
        if items:
            sys.exit(1)


def _is_ours(path: str) -> bool:
    return path.startswith(str(settings.BASE_DIR)) and "site-packages" not in path


def _text(report: dict[str, Any]) -> str:
    lines = [f"{item['app']}: {item['violation']}" for item in report["items"]]
    lines.append(f"{report['violations']} violations in {len(report['checked'])} apps")
    return "\n".join(lines)
