"""Keys as people paste them, RSA2 without weaker hashes, and the numbers of certificates."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from orders.gateways.base import Misconfigured

_RSA_SIGNATURES = "1.2.840.113549.1.1."
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\s+.+?-----END CERTIFICATE-----", re.DOTALL)
_MIN_BITS = 2048


def _pem_or_der(text: str) -> tuple[bytes, bool]:
    lines = [line.strip() for line in text.strip().splitlines()]
    if lines and lines[0].startswith("-----BEGIN"):
        return "\n".join(lines).encode(), True
    try:
        return base64.b64decode("".join(lines), validate=True), False
    except binascii.Error as bad:
        raise Misconfigured("the key is neither PEM nor base64") from bad


# Checking the primes of a key takes 40 ms of every call that signs; a county has a handful of them.
@lru_cache(maxsize=16)
def load_private_key(text: str) -> rsa.RSAPrivateKey:
    """PKCS#1, PKCS#8, CRLF and bare base64 are all in use among merchants."""
    data, is_pem = _pem_or_der(text)
    load = serialization.load_pem_private_key if is_pem else serialization.load_der_private_key
    try:
        key = load(data, password=None)
    except (ValueError, TypeError) as bad:
        raise Misconfigured("the private key cannot be read") from bad
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < _MIN_BITS:
        raise Misconfigured("the private key is not RSA of at least 2048 bits")
    return key


def load_public_key(text: str) -> rsa.RSAPublicKey:
    data, is_pem = _pem_or_der(text)
    load = serialization.load_pem_public_key if is_pem else serialization.load_der_public_key
    try:
        return _rsa_public(load(data))
    except ValueError as bad:
        raise Misconfigured("the public key cannot be read") from bad


def _rsa_public(key: object) -> rsa.RSAPublicKey:
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < _MIN_BITS:
        raise Misconfigured("the public key is not RSA of at least 2048 bits")
    return key


def pkcs1_pem(key: rsa.RSAPrivateKey) -> str:
    """The only form the official package reads."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


def sign(key: rsa.RSAPrivateKey, content: bytes) -> str:
    return base64.b64encode(key.sign(content, padding.PKCS1v15(), hashes.SHA256())).decode()


def verify(key: rsa.RSAPublicKey, content: bytes, signature: str) -> bool:
    """SHA-256 alone: a signature over another hash is no signature."""
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, content, padding.PKCS1v15(), hashes.SHA256())
    except (binascii.Error, InvalidSignature, ValueError):
        return False
    return True


_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----\s+.+?-----END \1-----", re.DOTALL)


def several(text: str) -> tuple[str, ...]:
    """Keys or certificates given one after the other; bare base64 is parted by commas."""
    if "-----BEGIN" in text:
        return tuple(match.group(0) for match in _PEM.finditer(text))
    return tuple(part.strip() for part in text.split(",") if part.strip())


def load_certificate(text: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(text.strip().replace("\r\n", "\n").encode())
    except ValueError as bad:
        raise Misconfigured("the certificate cannot be read") from bad


def certificate_sn(certificate: x509.Certificate) -> str:
    """md5 of the issuer, most specific name first, and the decimal serial: the wire's rule."""
    name = certificate.issuer.rfc4514_string() + str(certificate.serial_number)
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def root_sn(bundle: str) -> str:
    """Numbers of the RSA-signed roots only; the public bundle also holds SM2 and EC ones."""
    numbers = []
    for text in _CERTIFICATE.findall(bundle):
        try:
            certificate = x509.load_pem_x509_certificate(text.encode())
            oid = certificate.signature_algorithm_oid.dotted_string
        except ValueError:
            continue
        if oid.startswith(_RSA_SIGNATURES):
            numbers.append(certificate_sn(certificate))
    if not numbers:
        raise Misconfigured("the root bundle holds no RSA-signed certificate")
    return "_".join(numbers)


@dataclass(frozen=True)
class AcceptedKey:
    """`sn` is empty where keys are exchanged without certificates."""

    key: rsa.RSAPublicKey
    sn: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        started = self.valid_from is None or self.valid_from <= now
        return started and (self.valid_to is None or now <= self.valid_to)


@dataclass(frozen=True)
class KeyRing:
    """The provider's keys we accept; several at a time, so that a key can be rotated."""

    keys: tuple[AcceptedKey, ...]

    @classmethod
    def of(cls, *, public_keys: Iterable[str] = (), certificates: Iterable[str] = ()) -> KeyRing:
        plain = [AcceptedKey(load_public_key(text)) for text in public_keys]
        certified = []
        for text in certificates:
            cert = load_certificate(text)
            key = _rsa_public(cert.public_key())
            certified.append(
                AcceptedKey(
                    key,
                    certificate_sn(cert),
                    cert.not_valid_before_utc,
                    cert.not_valid_after_utc,
                )
            )
        return cls(tuple(plain + certified))

    def knows(self, sn: str, now: datetime) -> bool:
        return any(key.sn == sn and key.holds_at(now) for key in self.keys)

    def verify(self, content: bytes, signature: str, *, sn: str, now: datetime) -> bool:
        return any(
            verify(key.key, content, signature)
            for key in self.keys
            if key.holds_at(now) and (not sn or key.sn == sn)
        )
