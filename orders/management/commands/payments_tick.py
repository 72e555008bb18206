"""`manage.py payments_tick`: what beat does, once and without a broker."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from orders.services import polling


class Command(BaseCommand):
    help = "Asks the gateway about due payments and refunds, and sends late sandbox notifies."

    def handle(self, *args: Any, **options: Any) -> None:
        done = polling.payments_tick(now=timezone.now())
        self.stdout.write(" ".join(f"{name}={count}" for name, count in done.items()))
