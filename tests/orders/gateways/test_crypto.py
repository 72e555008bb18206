import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from Crypto.Hash import SHA1, SHA256
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15

from orders.gateways import crypto
from orders.gateways.base import Misconfigured
from orders.gateways.sandbox import SandboxGateway
from tests.orders.gateways.till import public_pem

KEY = RSA.generate(2048)
PKCS1 = KEY.export_key(format="PEM", pkcs=1).decode()
PKCS8 = KEY.export_key(format="PEM", pkcs=8).decode()
NOW = datetime(2026, 9, 30, tzinfo=UTC)
ROOTS = Path(__file__).with_name("alipay_root_bundle.pem").read_text()


def bare(form: int) -> str:
    return base64.b64encode(KEY.export_key(format="DER", pkcs=form)).decode()


@pytest.mark.parametrize(
    "text",
    [PKCS1, PKCS8, PKCS1.replace("\n", "\r\n"), PKCS8.replace("\n", "\r\n"), bare(1), bare(8)],
    ids=["pkcs1", "pkcs8", "pkcs1-crlf", "pkcs8-crlf", "bare-pkcs1", "bare-pkcs8"],
)
def test_a_private_key_loads_in_every_form_merchants_have(text: str) -> None:
    signature = crypto.sign(crypto.load_private_key(text), "一斤土豆".encode())
    digest = SHA256.new("一斤土豆".encode())
    pkcs1_15.new(KEY).verify(digest, base64.b64decode(signature))
    assert crypto.pkcs1_pem(crypto.load_private_key(text)) == PKCS1 + "\n"


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN X-----\nAA==\n-----END X-----"])
def test_what_is_no_key_is_a_matter_of_configuration(text: str) -> None:
    with pytest.raises(Misconfigured):
        crypto.load_private_key(text)


def test_a_short_key_is_refused() -> None:
    short = RSA.generate(1024).export_key().decode()  # noqa: S505
    with pytest.raises(Misconfigured, match="2048"):
        crypto.load_private_key(short)


def test_a_public_key_without_its_frame_loads() -> None:
    text = base64.b64encode(KEY.public_key().export_key(format="DER")).decode()
    key = crypto.load_public_key(text)
    assert crypto.verify(key, b"x", crypto.sign(crypto.load_private_key(PKCS8), b"x"))


def test_a_signature_over_sha1_is_no_signature() -> None:
    weak = base64.b64encode(pkcs1_15.new(KEY).sign(SHA1.new(b"x"))).decode()
    assert not crypto.verify(crypto.load_private_key(PKCS1).public_key(), b"x", weak)


@pytest.mark.parametrize("signature", ["", "%%%", "AAAA"])
def test_a_broken_signature_is_false_not_an_error(signature: str) -> None:
    assert not crypto.verify(crypto.load_private_key(PKCS1).public_key(), b"x", signature)


def test_the_root_number_counts_only_rsa_signed_roots() -> None:
    expected = "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6"
    assert crypto.root_sn(ROOTS) == expected
    assert crypto.root_sn(ROOTS.replace("\n", "\r\n")) == expected


def test_a_second_key_is_accepted_while_keys_are_rotated(box: SandboxGateway) -> None:
    old, new = public_pem(box.keys.alipay_cert), KEY.public_key().export_key().decode()
    signature = crypto.sign(crypto.load_private_key(PKCS1), b"x")
    both = crypto.KeyRing.of(public_keys=[old, new])
    assert both.verify(b"x", signature, sn="", now=NOW)
    assert not crypto.KeyRing.of(public_keys=[old]).verify(b"x", signature, sn="", now=NOW)


def test_a_certificate_past_its_day_is_not_accepted(box: SandboxGateway) -> None:
    ring = crypto.KeyRing.of(certificates=[box.keys.alipay_cert])
    sn = crypto.certificate_sn(crypto.load_certificate(box.keys.alipay_cert))
    assert ring.knows(sn, NOW)
    assert not ring.knows(sn, datetime(2070, 1, 1, tzinfo=UTC))


def test_the_sandbox_keys_are_for_their_owner_alone(box: SandboxGateway, tmp_path: Path) -> None:
    modes = {f.stat().st_mode & 0o777 for f in (tmp_path / "sandbox-keys").iterdir()}
    assert modes == {0o600}
