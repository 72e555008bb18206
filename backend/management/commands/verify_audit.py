"""Recomputes the audit chain and names each row that was changed."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from backend.audit import queries
from backend.audit.models import AuditEvent, AuditLink


class Command(BaseCommand):
    help = "Verifies the audit chain; exit code 1 when a row does not agree."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        items = list(queries.broken_links(now=timezone.now()))
        report = {
            "events": AuditEvent.objects.count(),
            "links": AuditLink.objects.count(),
            "last_hash": queries.last_hash(),
            "violations": len(items),
            "items": items,
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(
                "\n".join([*items, f"{report['links']} of {report['events']} linked"])
            )
            self.stdout.write(f"last hash {report['last_hash']}, {len(items)} violations")
        if items:
            sys.exit(1)
