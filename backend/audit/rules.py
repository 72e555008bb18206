"""How the audit chain and the marks of printed papers are computed: SHA-256 over exact content."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64


PAPER_LETTERS = {"statement": "ZD", "passbook": "CZ", "report": "BG"}


def canonical(content: Any) -> str:
    """One text for one content: keys in any order give the same."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link_hash(previous: str, content: Mapping[str, Any]) -> str:
    """Hash of one link; `content` is plain JSON."""
    return sha256(f"{previous}{canonical(content)}".encode()).hexdigest()


def paper_digest(content: Any) -> str:
    """SHA-256 of everything that stands on a paper."""
    return sha256(canonical(content).encode()).hexdigest()


def paper_number(kind: str, day: date, digest: str) -> str:
    """What a person reads out over the phone: kind, day, and eight signs of the content."""
    return f"{PAPER_LETTERS[kind]}{day:%y%m%d}-{digest[:8].upper()}"
