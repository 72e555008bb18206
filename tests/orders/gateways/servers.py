"""Gateways that misbehave on the wire, one connection each, on a free port of this computer."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Talk = Callable[[socket.socket], object]


@dataclass
class Server:
    port: int
    heard: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/gateway.do"


def read_request(peer: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += peer.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [x for x in head.split(b"\r\n") if x.lower().startswith(b"content-length:")]
    expected = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < expected:
        body += peer.recv(65536)
    return head + b"\r\n\r\n" + body


def answering(body: bytes, status: str = "200 OK", headers: bytes = b"") -> Talk:
    head = b"HTTP/1.1 %b\r\nContent-Length: %d\r\n%b\r\n" % (status.encode(), len(body), headers)
    return lambda peer: peer.sendall(head + body)


@contextmanager
def serve(talk: Talk) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1])

        def run() -> None:
            with suppress(OSError):
                peer, _ = listener.accept()
                with peer:
                    server.heard.append(read_request(peer))
                    talk(peer)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield server
    thread.join(timeout=10)
