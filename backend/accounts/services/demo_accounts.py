"""The file of demo accounts: one per role, written by the demo, shown only where it is allowed."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict


class DemoAccount(TypedDict):
    """One account; `totp_secret` is hexadecimal, or None for roles without second factor."""

    username: str
    name: str
    role: str
    role_name: str
    app: str
    password: str
    totp_secret: str | None
    landing: str


def write_demo_accounts(path: Path, accounts: Sequence[DemoAccount]) -> None:
    """Replaces the file in one step; only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(list(accounts), handle, ensure_ascii=False, indent=2)
    fresh.replace(path)
