"""Papers: Typst templates fed with JSON, the fonts brought along (docs/how/papers.md).

A template is a file of the product (`<app>/papers/<name>.typ`) and imports `sheet.typ`. The same
data and the same `now` give the same bytes.
"""

import io
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any

import segno
import typst
from django.conf import settings
from pypdf import PdfReader, PdfWriter

# One compiler per template keeps the fonts in memory; it answers one thread at a time.
_AT_WORK = Lock()


def pdf(template: str, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """The paper as PDF. `template` is a path from the root of the product; `data` plain JSON."""
    said = {"data": json.dumps(data, ensure_ascii=False)}
    with _AT_WORK:
        made = _compiler(template).compile(
            format="pdf", sys_inputs=said, timestamp=int(now.timestamp())
        )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} did not compile to one PDF")
    return made


def joined(parts: Iterable[bytes]) -> bytes:
    """Several PDFs as one, in their order."""
    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(io.BytesIO(part)), import_outline=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def qr(text: str) -> str:
    """A QR code as SVG, for `drawing` in a template."""
    drawing: str = segno.make(text, error="m", micro=False).svg_inline(border=2)
    return drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


@cache
def _compiler(template: str) -> typst.Compiler:
    fonts = settings.PAPER_FONTS
    if not list(fonts.glob("*/*.ttf")):
        raise FileNotFoundError(f"no paper font below {fonts}: run npm ci in frontend")
    return typst.Compiler(
        str(settings.BASE_DIR / template), root=str(settings.BASE_DIR),
        font_paths=[str(fonts / weight) for weight in ("400Regular", "700Bold")],
        ignore_system_fonts=True,
    )  # fmt: skip
