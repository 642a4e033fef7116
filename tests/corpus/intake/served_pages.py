"""A web server on the loopback for tests: it answers by path, and drips, redirects and breaks off where it is told."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = "<html><body><p>Сторони зустрілися в долині.</p></body></html>".encode()


@dataclass
class Served:
    """A server on the loopback: what it was asked, and how it answers by path."""

    port: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/loop": (301, {"Location": "/loop"}, b""),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE)),
    "/bomb": (
        200,
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
        gzip.compress(b"a" * 9_000_000),
    ),
    "/broken": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"not packed"),
    "/large": (200, {"Content-Type": "text/plain"}, b"a" * 200_000),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/gone": (410, {}, b""),
    "/busy": (429, {"Retry-After": "120"}, b""),
}
DRIPS = {
    "/slow": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    "/slow-head": b"HTTP/1.1 200 OK\r\nX: ",
}


def answer(handler: BaseHTTPRequestHandler, served: Served) -> None:
    path = handler.path.partition("?")[0]
    served.asked.append((handler.path, {key.lower(): value for key, value in handler.headers.items()}))
    if path.startswith("/to/"):
        send(handler, 302, {"Location": path.removeprefix("/to/").replace("PORT", str(served.port))})
    elif path in ANSWERS:
        send(handler, *ANSWERS[path])
    elif path in DRIPS:
        drip(handler, served, DRIPS[path])
    elif path == "/cut":
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>half"
        )
        handler.close_connection = True
    else:
        send(handler, 200, {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "a=b"}, PAGE)


def send(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes = b"") -> None:
    handler.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def drip(handler: BaseHTTPRequestHandler, served: Served, head: bytes) -> None:
    try:
        handler.wfile.write(head)
        for _ in range(10_000):
            handler.wfile.write(b"x")
            if served.done.wait(0.02):
                return
    except OSError:
        return


@contextmanager
def serving(trust: ssl.SSLContext | None = None) -> Iterator[Served]:
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self, served)

        def log_message(self, *args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    if trust is not None:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        served.done.set()
        server.shutdown()
        thread.join()
        server.server_close()
