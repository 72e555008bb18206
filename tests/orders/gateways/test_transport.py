import socket
import threading
import time

import pytest

from orders.gateways.base import BadReply, NotSent, Unknown
from orders.gateways.transport import REPLY_CAP, HttpTransport
from tests.orders.gateways.servers import Talk, answering, serve


def post(talk: Talk, *, deadline_s: int = 1) -> bytes:
    with serve(talk) as server:
        return HttpTransport(server.url, deadline_s=deadline_s).post("method=x", b"a=1")


def test_any_port_is_reached_with_an_origin_form_request_line() -> None:
    with serve(answering(b"{}")) as server:
        assert HttpTransport(server.url).post("method=x", b"a=1") == b"{}"
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /gateway.do?method=x HTTP/1.1\r\n")
    assert b"Host: 127.0.0.1:%d" % server.port in head
    assert b"application/x-www-form-urlencoded;charset=utf-8" in head
    assert body == b"a=1"


def test_a_refused_connection_was_never_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(NotSent):
        HttpTransport(f"http://127.0.0.1:{port}/gateway.do").post("", b"")


def test_a_name_that_does_not_resolve_was_never_sent() -> None:
    with pytest.raises(NotSent):
        HttpTransport("http://gateway.invalid/gateway.do").post("", b"")


@pytest.mark.parametrize("status", ["502 Bad Gateway", "500 Oops", "404 Not Found", "204 None"])
def test_any_status_but_200_leaves_the_outcome_unknown(status: str) -> None:
    with pytest.raises(Unknown):
        post(answering(b"", status))


def test_a_redirect_is_not_followed() -> None:
    with pytest.raises(Unknown, match="302"):
        post(answering(b"", "302 Found", b"Location: http://127.0.0.1:1/\r\n"))


def test_a_peer_that_closes_leaves_the_outcome_unknown() -> None:
    with pytest.raises(Unknown):
        post(lambda peer: peer.close())


def test_half_an_answer_leaves_the_outcome_unknown() -> None:
    with pytest.raises(Unknown):
        post(lambda peer: peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"))


def test_a_hanging_gateway_is_left_at_the_deadline() -> None:
    done = threading.Event()
    started = time.monotonic()
    with pytest.raises(Unknown):
        post(lambda peer: done.wait(5))
    done.set()
    assert time.monotonic() - started < 3


def drip(peer: socket.socket) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(40):
        time.sleep(0.1)
        peer.sendall(b" ")


def drip_headers(peer: socket.socket) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(40):
        time.sleep(0.1)
        peer.sendall(b"x")


@pytest.mark.parametrize("talk", [drip, drip_headers])
def test_a_dripping_gateway_is_left_at_the_deadline(talk: Talk) -> None:
    started = time.monotonic()
    with serve(talk) as server, pytest.raises(Unknown):
        HttpTransport(server.url, deadline_s=1).post("", b"")
    assert 0.9 < time.monotonic() - started < 3.5


def test_an_endless_answer_is_cut_off() -> None:
    with pytest.raises(BadReply, match="too long"):
        post(answering(b" " * (REPLY_CAP + 1)))
