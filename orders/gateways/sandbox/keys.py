"""Keys and certificates of the local gateway, made on first use, for their owner to read."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

KEYS_FOLDER = "sandbox-keys"
_VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_FOR = timedelta(days=365 * 40)


@dataclass(frozen=True)
class SandboxKeys:
    app_private_key: str = field(repr=False)
    app_cert: str
    alipay_private_key: str = field(repr=False)
    alipay_cert: str
    root_certs: str


def sandbox_keys(directory: Path) -> SandboxKeys:
    """Made once: whoever renames a full directory into place first has made them for all."""
    if not directory.exists():
        directory.parent.mkdir(parents=True, exist_ok=True)
        _write(_make(), directory)
    texts = {f.name: (directory / f"{f.name}.pem").read_text() for f in fields(SandboxKeys)}
    return SandboxKeys(**texts)


def _write(keys: SandboxKeys, directory: Path) -> None:
    fresh = Path(tempfile.mkdtemp(dir=directory.parent, prefix=".sandbox-keys-"))
    for f in fields(keys):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(fresh / f"{f.name}.pem", flags, 0o600), "w") as file:
            file.write(getattr(keys, f.name))
    try:
        fresh.rename(directory)
    except OSError:
        if not directory.exists():
            raise
        for left in fresh.iterdir():
            left.unlink()
        fresh.rmdir()


def _make() -> SandboxKeys:
    root, app, alipay = (rsa.generate_private_key(65537, 2048) for _ in range(3))
    issuer = _name("Xiangzhan Sandbox Root")
    return SandboxKeys(
        app_private_key=_private(app),
        app_cert=_certificate(app, _name("Xiangzhan Sandbox App"), root, issuer),
        alipay_private_key=_private(alipay),
        alipay_cert=_certificate(alipay, _name("Xiangzhan Sandbox Gateway"), root, issuer),
        root_certs=_certificate(root, issuer, root, issuer),
    )


def _name(common: str) -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, "Xiangzhan"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "Sandbox"),
        (NameOID.COMMON_NAME, common),
    ]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


def _private(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _certificate(
    key: rsa.RSAPrivateKey, subject: x509.Name, by: rsa.RSAPrivateKey, issuer: x509.Name
) -> str:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_FROM + _VALID_FOR)
    )
    return builder.sign(by, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
