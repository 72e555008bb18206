"""How the audit chain is computed: SHA-256 over the link before and the event's exact content."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64


def link_hash(previous: str, content: Mapping[str, Any]) -> str:
    """Hash of one link; `content` is plain JSON, keys in any order."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(f"{previous}{canonical}".encode()).hexdigest()
