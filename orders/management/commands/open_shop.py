"""`manage.py open_shop rules.json`: the first fee and shipping rules and the county's account.

A county starts empty; later versions are proposed on the page 收费与运费 and need a second person.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from backend.common.actor import system_actor
from backend.common.errors import DomainError
from orders.services.setting import open_shop


class Command(BaseCommand):
    help = "Makes the county's first fee rule, shipping rule and merchant account from a JSON file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help='{"fees": {…}, "shipping": {…}, "merchant": {…}}')
        parser.add_argument("--county", default=settings.COUNTY_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            given = json.loads(Path(options["file"]).read_text())
            made = open_shop(
                county_code=options["county"],
                given=given,
                actor=system_actor("open_shop"),
                now=timezone.now(),
            )
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except DomainError as refused:
            said = "；".join(f"{field}: {text}" for field, text in refused.fields.items())
            raise CommandError(said or refused.detail or refused.title) from refused
        self.stdout.write(f"made: {', '.join(made) or 'nothing, all of it stands already'}")
