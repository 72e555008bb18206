"""A notify is believed only when its own signature holds, over the form as it was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from urllib.parse import parse_qsl

from orders.gateways import wire
from orders.gateways.base import Forged, VerifiedNotify
from orders.gateways.crypto import KeyRing

_SIZE_CAP = 64 * 1024
_CHARSETS = {"utf-8": "utf-8", "utf8": "utf-8", "gbk": "gbk", "gb2312": "gbk"}
_KEPT = frozenset(
    {
        "notify_id", "notify_time", "notify_type", "app_id", "version", "trade_no", "out_trade_no",
        "out_biz_no", "seller_id", "trade_status", "total_amount", "receipt_amount", "refund_fee",
        "gmt_create", "gmt_payment", "gmt_refund", "gmt_close",
    }
)  # fmt: skip
_MASKED = frozenset({"buyer_id", "buyer_open_id", "buyer_logon_id", "buyer_user_id"})


def parse_form(body: bytes, content_type: str) -> tuple[dict[str, str], str]:
    """The form, url-decoded once with the charset it names itself, and that charset."""
    if len(body) > _SIZE_CAP:
        raise Forged("the notify is too long")
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Forged("the notify is not a form")
    try:
        text = body.decode("ascii")
        named = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
        charset = _CHARSETS[named.get("charset", "utf-8").lower()]
        pairs = parse_qsl(text, keep_blank_values=True, encoding=charset, errors="strict")
    except (ValueError, KeyError) as bad:
        raise Forged("the notify cannot be read") from bad
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Forged("a parameter of the notify comes twice")
    return form, charset


def read_notify(body: bytes, content_type: str, *, ring: KeyRing, now: datetime) -> VerifiedNotify:
    form, charset = parse_form(body, content_type)
    _check_signature(form, charset, ring, now)
    digest = hashlib.sha256(body).hexdigest()
    notify_id = form.get("notify_id", "")
    return VerifiedNotify(
        dedupe_key=f"notify:{notify_id or digest}",
        digest=digest,
        app_id=form.get("app_id", ""),
        seller_id=form.get("seller_id", ""),
        out_trade_no=form.get("out_trade_no", ""),
        trade_no=form.get("trade_no", ""),
        trade_status=form.get("trade_status", ""),
        amount_fen=wire.fen_or_none(form.get("total_amount")),
        out_request_no=form.get("out_biz_no", ""),
        refunded_fen=wire.fen_or_none(form.get("refund_fee")),
        masked=masked(form),
        paid_at=wire.instant_or_none(form.get("gmt_payment")),
    )


def _check_signature(form: Mapping[str, str], charset: str, ring: KeyRing, now: datetime) -> None:
    if form.get("sign_type") != "RSA2":
        raise Forged("the notify is not signed with RSA2")
    content = wire.sign_content(form, without=wire.NOTIFY_UNSIGNED, charset=charset)
    sn = form.get("alipay_cert_sn", "")
    if not ring.verify(content, form.get("sign", ""), sn=sn, now=now):
        raise Forged("the signature of the notify is wrong")


def masked(form: Mapping[str, str]) -> Mapping[str, str]:
    """What may be stored: facts of the trade, the buyer only as first and last digits."""
    kept = {k: v for k, v in form.items() if k in _KEPT}
    for name in _MASKED & form.keys():
        kept[name] = form[name][:2] + "****" + form[name][-2:] if len(form[name]) > 6 else "****"
    return MappingProxyType(kept)
