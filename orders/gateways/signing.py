"""The official package, used for one thing: it builds and signs requests.

Its own way to send is not used: it knows no port, no deadline and no certificates, and believes
SHA-1 answers. One private name of it is needed, so its version is pinned and a test looks for it.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from orders.gateways import crypto
from orders.gateways.base import Misconfigured

PRIVATE_NAME = "_DefaultAlipayClient__prepare_request"
_BEIJING_OFFSET_S = 8 * 3600


@dataclass(frozen=True, kw_only=True)
class AlipayConfig:
    """Certificates (`app_cert`, `root_certs`, `alipay_certs`) are needed to pay money out."""

    app_id: str
    server_url: str
    app_private_key: str = field(repr=False)
    alipay_public_keys: Sequence[str] = ()
    app_cert: str = ""
    root_certs: str = ""
    alipay_certs: Sequence[str] = ()

    @property
    def certified(self) -> bool:
        return bool(self.app_cert and self.root_certs and self.alipay_certs)


@dataclass(frozen=True)
class SignedRequest:
    method: str
    query: str = field(repr=False)
    body: bytes = field(repr=False)


def _sdk(name: str) -> Any:
    """The package holds 36,000 modules: only those used are imported, on first use."""
    module = import_module(f"alipay.aop.api.{name}")
    return getattr(module, name.rpartition(".")[2])


@cache
def client_class() -> Any:
    """The official client's signing alone; its `execute` here gives what is to be sent."""
    encode = import_module("alipay.aop.api.util.WebUtils").url_encode
    local = import_module("alipay.aop.api.constant.CommonConstants").THREAD_LOCAL

    def execute(client: Any, request: Any) -> SignedRequest:
        local.uuid = uuid.uuid4().hex
        query, params = getattr(client, PRIVATE_NAME)(request)
        method = request.get_params()["method"]
        return SignedRequest(method, query, encode(params, "utf-8").encode("ascii"))

    return type("SigningClient", (_sdk("DefaultAlipayClient"),), {"execute": execute})


class Signer:
    def __init__(self, config: AlipayConfig) -> None:
        self._certs: dict[str, str] = {}
        if config.certified:
            own = crypto.load_certificate(config.app_cert)
            self._certs = {
                "app_cert_sn": crypto.certificate_sn(own),
                "alipay_root_cert_sn": crypto.root_sn(config.root_certs),
            }
        settings = _sdk("AlipayClientConfig")()
        settings.app_id = config.app_id
        settings.server_url = config.server_url
        settings.charset = "utf-8"
        settings.app_private_key = crypto.pkcs1_pem(crypto.load_private_key(config.app_private_key))
        if settings.sign_type != "RSA2" or settings.skip_sign or settings.encrypt_type:
            raise Misconfigured("the package must sign with RSA2 and encrypt nothing")
        self._client = client_class()(settings, logger=None)

    def page_url(self, name: str, content: dict[str, Any], *, notify: str, back: str) -> str:
        """Always a GET address: the form the package makes breaks entity-like subjects."""
        request = self._request(name, content, notify)
        request.return_url = back
        url: str = self._client.page_execute(request, http_method="GET")
        return url

    def request(self, name: str, content: dict[str, Any], *, notify: str = "") -> SignedRequest:
        signed: SignedRequest = self._client.execute(self._request(name, content, notify))
        return signed

    def _request(self, name: str, content: dict[str, Any], notify: str) -> Any:
        """A model of its own for each request: the package changes models while it reads them."""
        require_beijing_clock()
        model = _sdk(f"domain.{name}Model").from_alipay_dict(content)
        request = _sdk(f"request.{name}Request")(biz_model=model)
        request.notify_url = notify
        for key, value in self._certs.items():
            request.add_other_text_param(key, value)
        return request


def require_beijing_clock() -> None:
    """The package stamps requests with the local clock; another zone is refused as too old."""
    if time.localtime().tm_gmtoff != _BEIJING_OFFSET_S:
        raise Misconfigured("the process must run in TIME_ZONE Asia/Shanghai")
