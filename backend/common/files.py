"""Private files: sealed at rest under DATA_DIR, opened by a link that lives ten minutes.

A file is written beside its place and moved there, so that a full disk leaves nothing half-written.
Links are signed and bound to the person they were made for (ROLES section 5, uploads).
"""

import os
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import signing

from backend.common.errors import NotFound

LINK_SECONDS = 600
MOST_BYTES = 10 * 1024 * 1024
_SALT = "backend.common.files"
_SIGNS = {b"%PDF": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png"}


def keep(content: bytes, *, suffix: str) -> str:
    """Stores a file and returns the name it is found by; `suffix` says its type (".xlsx")."""
    name = f"{uuid4().hex}{suffix}"
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(seal_bytes(content, bound_to=name))
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return name


def document_suffix(content: bytes) -> str | None:
    """By its first bytes, whatever its name says: PDF, JPEG or PNG up to 10 MB."""
    if len(content) > MOST_BYTES:
        return None
    return next((suffix for sign, suffix in _SIGNS.items() if content.startswith(sign)), None)


def read(name: str) -> bytes:
    """The plain content; a file that is gone is not found."""
    try:
        return open_bytes(_path(name).read_bytes(), bound_to=name)
    except FileNotFoundError:
        raise NotFound("文件已删除或已过期") from None


def remove(name: str) -> None:
    if name:
        _path(name).unlink(missing_ok=True)


def link(name: str, *, shown_as: str, user_uid: str) -> str:
    """An address below /files/ for one person, valid ten minutes."""
    signed = signing.dumps([name, shown_as, user_uid], salt=_SALT, compress=True)
    return f"/files/{signed}"


def opened(signed: str, *, user_uid: str) -> tuple[str, str]:
    """(name, name to show) of a link; one that is stale, changed or another's is not found."""
    try:
        name, shown_as, owner = signing.loads(signed, salt=_SALT, max_age=LINK_SECONDS)
    except (signing.BadSignature, ValueError):
        raise NotFound("链接已失效，请回到页面重新下载") from None
    if not user_uid or owner != user_uid:
        raise NotFound("链接已失效，请回到页面重新下载")
    return str(name), str(shown_as)


def seal_bytes(content: bytes, *, bound_to: str) -> bytes:
    """Sealed with the first key of the ring; the key's name stands in front."""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = os.urandom(12)
    body = AESGCM(bytes.fromhex(key)).encrypt(nonce, content, bound_to.encode())
    return key_id.encode() + b"\n" + nonce + body


def open_bytes(sealed: bytes, *, bound_to: str) -> bytes:
    key_id, _, body = sealed.partition(b"\n")
    try:
        key = bytes.fromhex(settings.FIELD_KEYS[key_id.decode()])
        return AESGCM(key).decrypt(body[:12], body[12:], bound_to.encode())
    except (KeyError, InvalidTag, UnicodeDecodeError) as error:
        raise NotFound("文件不能打开：密钥不符或文件已损坏") from error


def _path(name: str) -> Path:
    return Path(settings.DATA_DIR) / "private" / name[:2] / name
