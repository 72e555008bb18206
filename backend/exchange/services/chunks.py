"""Chunks: rows packed and sealed. `queries` opens them again."""

import json
import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from backend.common.files import seal_bytes
from backend.exchange import queries
from backend.exchange.models import ImportBatch, ImportChunk
from backend.exchange.rules.rows import Row, count


def store(batch: ImportBatch, number: int, rows: Sequence[Row]) -> tuple[dict[str, int], str]:
    """Keeps checked rows; gives back their counts and the digest of their exact content."""
    packed = json.dumps([row.packed() for row in rows], ensure_ascii=False).encode()
    counts = count(rows)
    ImportChunk.objects.create(
        batch=batch, number=number, counts=counts, body=_sealed(packed, batch, number, "body")
    )
    return counts, sha256(packed).hexdigest()


def keep_undo(batch: ImportBatch, chunk: ImportChunk, entries: Sequence[dict[str, Any]]) -> None:
    plain = json.dumps(entries, ensure_ascii=False).encode()
    undo = _sealed(plain, batch, chunk.number, "undo")
    ImportChunk.objects.filter(pk=chunk.pk).update(undo=undo)


def _sealed(plain: bytes, batch: ImportBatch, number: int, part: str) -> bytes:
    bound_to = queries.chunk_name(batch, number, part)
    return seal_bytes(zlib.compress(plain, 1), bound_to=bound_to)
