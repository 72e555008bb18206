"""Proves from every entry that money was conserved (DESIGN invariant 3)."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from backend.common.money import yuan
from backend.ledger import queries
from backend.ledger.models import PeriodClose


class Command(BaseCommand):
    help = "Sums every transfer and all entries; exit code 1 when a fen is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        statement = queries.verify()
        items = list(queries.broken_invariants(now=timezone.now()))
        zero = ("unbalanced_transfers", "sum_of_all_entries_fen", "difference_fen")
        ok = not items and not any(statement[name] for name in zero)
        report = statement | _closed() | {"items": items, "ok": ok}
        self.stdout.write(
            json.dumps(report, ensure_ascii=False) if options["json"] else _text(report)
        )
        if not ok:
            sys.exit(1)


def _closed() -> dict[str, Any]:
    """How far the books are closed; the chain itself is among the items where it is broken."""
    last = PeriodClose.objects.closed().order_by("-to_on").first()
    closed_to = last.to_on.isoformat() if last else ""
    return {"period_closes": PeriodClose.objects.closed().count(), "closed_to": closed_to}


def _text(report: dict[str, Any]) -> str:
    lines = []
    for name, value in report.items():
        if name.endswith("_fen"):
            lines.append(f"{name.removesuffix('_fen'):24} {yuan(value):>18}")
        elif name != "items":
            lines.append(f"{name:24} {value!s:>18}")
    return "\n".join([*lines, *report["items"]])
