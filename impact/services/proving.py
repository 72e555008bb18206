"""What proves a line: files kept sealed, notes where the paper lies; open while the sheet is."""

import io
import zipfile
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from backend.audit import services as audit
from backend.common import files, photos
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid, NotFound
from impact.models import ScoreEvidence
from impact.queries import sheets
from impact.rules import scoring

MOST_BYTES, MOST_PROOFS = 10 * 1024 * 1024, 12


@transaction.atomic
def add_evidence(
    *, sheet_uid: UUID, code: str, text: str, content: bytes | None, actor: Actor, now: datetime
) -> ScoreEvidence:
    """`content` None: a note alone, where the paper can be found."""
    sheet = sheets.sheet_in_reach(actor, sheet_uid)
    scoring.check_filler(sheet.level, actor.role)
    if sheet.state not in scoring.OPEN_STATES:
        raise scoring.SheetClosed
    entry = next((one for one in sheet.entries.all() if one.indicator.code == code), None)
    if entry is None:
        raise NotFound("这张考核表没有这一项")
    if len(entry.evidence.all()) >= MOST_PROOFS:
        raise Conflict(f"一项最多附 {MOST_PROOFS} 份依据，请先删去不用的")
    if not text.strip():
        raise Invalid(fields={"text": "请写明这份依据是什么，例如文件名和文号"})
    kept, digest = "", ""
    if content is not None:
        content, suffix = _checked(content)
        kept, digest = files.keep(content, suffix=suffix), sha256(content).hexdigest()
    proof = ScoreEvidence.objects.create(
        entry=entry, kind="note" if content is None else "file", text=text.strip(), file=kept,
        sha256=digest, by_uid=actor.user_uid, by_name=actor.name, at=now,
    )  # fmt: skip
    data = {"line": code, "sha256": digest}
    audit.record(actor=actor, action="score_evidence.add", subject=proof, at=now, data=data)
    return proof


@transaction.atomic
def drop_evidence(*, uid: UUID, actor: Actor, now: datetime) -> None:
    """A mistake, while the sheet is open. A file that a locked version names is kept."""
    proof = _find(uid, actor)
    sheet = proof.entry.sheet
    scoring.check_filler(sheet.level, actor.role)
    if sheet.state not in scoring.OPEN_STATES:
        raise scoring.SheetClosed
    audit.record(actor=actor, action="score_evidence.drop", subject=proof, at=now)
    proof.delete()


def open_evidence(*, uid: UUID, actor: Actor) -> str:
    """A link for this person, ten minutes long."""
    proof = _find(uid, actor)
    if not proof.file:
        raise NotFound("这份依据是文字说明，没有文件")
    suffix = proof.file[proof.file.rindex(".") :]
    return files.link(proof.file, shown_as=f"{proof.text[:60]}{suffix}", user_uid=actor.user_uid)


def _checked(content: bytes) -> tuple[bytes, str]:
    """What is kept, and its suffix, whatever the file was called. A photo is encoded anew: where it
    was taken is nobody's business. A workbook is known by its table of sheets.
    """
    taken = "请上传 PDF、照片（JPG、PNG、WebP）或 XLSX，不超过 10 MB"
    if len(content) > MOST_BYTES:
        raise Invalid(fields={"file": taken})
    packed = io.BytesIO(content)
    if zipfile.is_zipfile(packed) and "xl/workbook.xml" in zipfile.ZipFile(packed).namelist():
        return content, ".xlsx"
    if content.startswith(b"%PDF"):
        return content, ".pdf"
    try:
        return photos.read_photo(content).full, ".webp"
    except photos.PhotoRefused as error:
        raise Invalid(fields={"file": taken}) from error


def _find(uid: UUID, actor: Actor) -> ScoreEvidence:
    found = ScoreEvidence.objects.select_related("entry__sheet").filter(uid=uid).first()
    if found is None or not actor.reaches_area(found.entry.sheet.area_code):
        raise NotFound("没有找到这份依据")
    return found
