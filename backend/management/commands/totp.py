"""Prints the second factor's code that an account takes next."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from backend.accounts import queries, services


class Command(BaseCommand):
    help = "Prints the current code of an account's second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        device = queries.second_factors_of([options["username"]]).get(options["username"])
        if device is None:
            raise CommandError(f"{options['username']} has no second factor")
        self.stdout.write(services.next_code(device, timezone.now()))
