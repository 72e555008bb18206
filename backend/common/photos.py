"""Photos: sniffed, re-encoded to the budgets of SCREENS 3, stripped of EXIF, kept by content hash.

A file's name is the SHA-256 of its own bytes, so the same photo is stored once and an address never
changes its picture. Photos are private: an address with a signature opens one for a while; the
app that publishes a photo says so at its own door.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from PIL import Image, ImageOps, UnidentifiedImageError

from backend.common.actor import Actor
from backend.common.errors import Invalid
from backend.common.models import StoredPhoto

TAKES = ("JPEG", "PNG", "WEBP")
MOST_UPLOAD_BYTES = 12_000_000
MOST_PIXELS = 60_000_000
SIGNED_FOR_S = 3_600
_SALT = "photos"


class Budget(NamedTuple):
    """Longest side and bytes of one size (SCREENS 3)."""

    side_px: int
    most_bytes: int


FULL = Budget(1_280, 200_000)
THUMB = Budget(320, 30_000)
QUALITIES = (82, 72, 62, 52, 42, 32, 22)


class PhotoRefused(Invalid):
    code, title = "photo_refused", "照片不能使用，请重新拍摄或选择"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to be kept."""

    digest: str
    full: bytes
    thumb: bytes
    width: int
    height: int


def read_photo(raw: bytes) -> Photo:
    """Any JPEG, PNG or WebP, in both sizes; what is no picture is refused."""
    picture = _clean(raw)
    full, size = _encode(picture, FULL)
    thumb, _ = _encode(picture, THUMB)
    return Photo(sha256(full).hexdigest(), full, thumb, *size)


def _clean(raw: bytes) -> Image.Image:
    """The pixels alone, upright, on white: EXIF, GPS and profiles stay behind."""
    if not raw or len(raw) > MOST_UPLOAD_BYTES:
        raise PhotoRefused(fields={"photo": "照片为空或超过 12 MB，请重新拍摄"})
    try:
        with Image.open(BytesIO(raw), formats=TAKES) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PhotoRefused(fields={"photo": "照片像素过大，请降低分辨率后重拍"})
            upright = ImageOps.exif_transpose(opened)
            opaque = upright.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PhotoRefused(fields={"photo": "不是 JPEG、PNG 或 WebP 照片，请重新选择"}) from error
    clean = Image.new("RGB", opaque.size, "white")
    clean.paste(opaque, mask=opaque.getchannel("A"))
    return clean


def _encode(picture: Image.Image, budget: Budget) -> tuple[bytes, tuple[int, int]]:
    """WebP within the budget: first less quality, then fewer pixels."""
    side = budget.side_px
    while True:
        small = picture.copy()
        small.thumbnail((side, side))
        for quality in QUALITIES:
            out = BytesIO()
            small.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= budget.most_bytes:
                return out.getvalue(), small.size
        side = side * 3 // 4


def store(*, raw: bytes, actor: Actor, now: datetime) -> StoredPhoto:
    """Keeps a photo once: the files first, then its row, so that a row always has its files."""
    photo = read_photo(raw)
    _write(photo)
    StoredPhoto.objects.bulk_create(
        [
            StoredPhoto(
                digest=photo.digest, width=photo.width, height=photo.height,
                full_bytes=len(photo.full), thumb_bytes=len(photo.thumb), by_uid=actor.user_uid,
                stored_at=now,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return StoredPhoto.objects.get(digest=photo.digest)


def _write(photo: Photo) -> None:
    for thumb, content in ((False, photo.full), (True, photo.thumb)):
        path = path_of(photo.digest, thumb=thumb)
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as handle:
            handle.write(content)
        Path(handle.name).replace(path)


def path_of(digest: str, *, thumb: bool = False) -> Path:
    """Where a size lies; the digest has been checked to be hexadecimal by its caller."""
    folder = Path(settings.MEDIA_ROOT) / "photos" / digest[:2]
    return folder / f"{digest}{'_thumb' if thumb else ''}.webp"


def signed_address(digest: str, *, thumb: bool = False) -> str:
    """A private photo's address for the reader who may see it; it opens for an hour."""
    name = f"{digest}{'_thumb' if thumb else ''}"
    return f"/photos/private/{TimestampSigner(salt=_SALT).sign(name)}"


def signed_name(signed: str) -> str | None:
    """The name in a signed address; None when it was changed or is too old."""
    try:
        return TimestampSigner(salt=_SALT).unsign(signed, max_age=SIGNED_FOR_S)
    except BadSignature:
        return None
