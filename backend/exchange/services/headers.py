"""The header of an upload: found, shown, and named otherwise by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.exchange.rules.columns import HEADER_WITHIN, Column, Header, find_header
from backend.exchange.services import reading


def header_of(content: bytes, file_type: str, columns: Sequence[Column]) -> dict[str, Any]:
    """What stands in the sheet and what we take it for, to be shown before anything is done."""
    sheet = reading.open_sheet(content, file_type)
    rows = [next(sheet.rows, ()) for _ in range(HEADER_WITHIN)]
    header = find_header(rows, columns)
    return as_json(header)


def as_json(header: Header) -> dict[str, Any]:
    pairs = zip(header.titles, header.keys, strict=True)
    found = [{"title": title, "key": key} for title, key in pairs if title or key]
    return {"row": header.row + 1, "columns": found}


def with_mapping(header: Header, mapping: Mapping[str, str]) -> Header:
    """`{title: key}`; an empty key leaves the column out. A key stands once, the person's first."""
    chosen = [mapping.get(title) for title in header.titles]
    taken = {key for key in chosen if key}
    keys = tuple(
        want if want is not None else ("" if key in taken else key)
        for want, key in zip(chosen, header.keys, strict=True)
    )
    return replace(header, keys=keys)
