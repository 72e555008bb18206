"""Where short messages leave the house. A county's SMS contract is one more class like this."""

import os
from pathlib import Path
from typing import Protocol

from django.conf import settings


class OutletDown(Exception):
    """The message did not leave; it is tried again."""


class Outlet(Protocol):
    def send(self, *, uid: str, address: str, text: str) -> None:
        """Hands one message over. The same uid twice is the same message."""


class FileOutlet:
    """Writes each message to a file that its owner alone may read; the default of every shape."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, *, uid: str, address: str, text: str) -> None:
        path = self.folder / f"{uid}.txt"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
                handle.write(f"{address}\n{text}\n")
        except OSError as error:
            raise OutletDown(type(error).__name__) from error


def outlet() -> Outlet:
    return FileOutlet(settings.DATA_DIR / "messages")
