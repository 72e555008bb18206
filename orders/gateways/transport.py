"""How signed bytes reach the gateway: over HTTP with one deadline for all, or in this process."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any, Protocol

import httpcore

from orders.gateways.base import BadReply, NotSent, Unknown

REPLY_CAP = 1024 * 1024
FILE_CAP = 64 * 1024 * 1024
_FORM = b"application/x-www-form-urlencoded;charset=utf-8"


class Transport(Protocol):
    def post(self, query: str, body: bytes) -> bytes: ...

    def fetch(self, url: str) -> bytes: ...


class LocalGateway(Protocol):
    def handle(self, query: str, body: bytes) -> bytes: ...

    def download(self, url: str) -> bytes: ...


class InProcessTransport:
    """No socket, so a server with a single worker cannot wait for itself."""

    def __init__(self, gateway: LocalGateway) -> None:
        self._gateway = gateway

    def post(self, query: str, body: bytes) -> bytes:
        return self._gateway.handle(query, body)

    def fetch(self, url: str) -> bytes:
        return self._gateway.download(url)


class HttpTransport:
    """Any port, origin-form request line, no proxy, no redirect, socket closed after each call."""

    def __init__(self, server_url: str, *, deadline_s: int = 15) -> None:
        self._server_url = server_url.partition("?")[0]
        self._deadline_s = deadline_s

    def post(self, query: str, body: bytes) -> bytes:
        headers = [(b"Content-Type", _FORM), (b"Cache-Control", b"no-cache")]
        return self._exchange("POST", f"{self._server_url}?{query}", headers, body, REPLY_CAP)

    def fetch(self, url: str) -> bytes:
        return self._exchange("GET", url, [], b"", FILE_CAP)

    def _exchange(
        self, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes, cap: int
    ) -> bytes:
        backend = _DeadlineBackend(time.monotonic() + self._deadline_s)
        try:
            target = httpcore.URL(url)
            headers = [(b"Host", _host(target)), (b"Connection", b"close"), *headers]
            with (
                httpcore.ConnectionPool(network_backend=backend) as pool,
                pool.stream(method, target, headers=headers, content=body) as response,
            ):
                return _read(response, cap)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.UnsupportedProtocol) as no:
            raise NotSent("the gateway cannot be reached") from no
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as broken:
            raise Unknown(f"no answer from the gateway: {type(broken).__name__}") from broken


def _host(url: httpcore.URL) -> bytes:
    default = {b"http": 80, b"https": 443}.get(url.scheme)
    return url.host if url.port in (None, default) else b"%b:%d" % (url.host, url.port)


def _read(response: httpcore.Response, cap: int) -> bytes:
    if response.status != 200:
        raise Unknown(f"HTTP status {response.status}", code=str(response.status))
    chunks, size = [], 0
    for chunk in response.iter_stream():
        size += len(chunk)
        if size > cap:
            raise BadReply("the answer is too long")
        chunks.append(chunk)
    return b"".join(chunks)


class _DeadlineStream(httpcore.NetworkStream):
    """Gives every socket operation only what is left of the whole call's time."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner = inner
        self._until = until

    def _left(self, error: type[Exception]) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise error("deadline passed")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._left(httpcore.ConnectTimeout)
        inner = self._inner.start_tls(ssl_context, server_hostname, left)
        return _DeadlineStream(inner, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _DeadlineBackend(httpcore.NetworkBackend):
    def __init__(self, until: float) -> None:
        self._until = until
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = max(self._until - time.monotonic(), 0.001)
        stream = self._inner.connect_tcp(host, port, left, local_address, socket_options)
        return _DeadlineStream(stream, self._until)
