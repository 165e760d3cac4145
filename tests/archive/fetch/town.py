"""An invented town on loopback: its web servers, its certificates, its name service."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from postorders.archive.fetch import Fetcher, Limits, agent

AGENT = agent("https://cedarbluff.example/robot")
QUICK = Limits(connect=2, between=2, whole=5, gap=0)
HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = b"<!DOCTYPE html><title>Cedar Bluff Police</title><p>Maintained by the department."


@dataclass
class Reply:
    body: bytes = PAGE
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)


def redirect(place: str, status: int = 302) -> Reply:
    return Reply(b"", status, {"Location": place})


@dataclass
class Site:
    """A web server. `replies` by path, others are 404; `asked` is each path with its headers, in order."""

    port: int
    replies: dict[str, Reply | Callable[[], Reply]]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    host: str = "127.0.0.1"
    moments: list[float] = field(default_factory=list)

    @property
    def door(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def url(self, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://{self.door}{path}"


@contextmanager
def serve(
    replies: dict[str, Any] | None = None,
    tls: ssl.SSLContext | None = None,
    bind: str = "127.0.0.1",
    port: int = 0,
    name: str = "",
) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.moments.append(time.monotonic())
            site.asked.append((self.path, dict(self.headers.items())))
            reply = site.replies.get(self.path, Reply(b"", 404))
            reply = reply() if callable(reply) else reply
            self.send_response(reply.status)
            for key, value in reply.headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 64
        address_family = socket.AF_INET6 if ":" in bind else socket.AF_INET

        def handle_error(self, *_: object) -> None:
            pass

        def finish_request(self, request: Any, address: Any) -> None:
            if tls:
                request.settimeout(5)
                request = tls.wrap_socket(request, server_side=True)
            super().finish_request(request, address)

    server = Server((bind, port), Handler)
    server.daemon_threads, server.block_on_close = True, False
    site = Site(server.server_address[1], {"/": Reply()} if replies is None else replies, host=name or bind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.002}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def raw(
    script: Callable[[socket.socket], None],
    robots: bytes = b"HTTP/1.0 404 No\r\n\r\n",
    knock: Callable[[socket.socket], object] = lambda line: None,
) -> Iterator[Site]:
    """A server that does what it wants with a request, answers for its robots.txt, and meets a handshake with `knock`."""
    listener = socket.create_server(("127.0.0.1", 0))
    site = Site(listener.getsockname()[1], {})

    def one(line: socket.socket) -> None:
        with line:
            line.settimeout(5)
            try:
                asked = line.recv(8_192)
                if asked[:3] != b"GET":
                    knock(line)
                elif b"/robots.txt" in asked:
                    line.sendall(robots)
                else:
                    script(line)
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(line,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield site
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


class Names:
    """A name service. Each name has the answers to its first, second, … question; the last is repeated."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = {name.replace("_", "."): list(rounds) for name, rounds in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, family: int = 0, kind: int = 0) -> list[tuple[Any, ...]]:
        self.asked.append(host)
        if host not in self.answers:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        rounds = self.answers[host]
        return [_info(address, port) for address in (rounds.pop(0) if len(rounds) > 1 else rounds[0])]


def _info(address: str, port: int) -> tuple[Any, ...]:
    if ":" not in address:
        return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
    plain, _, zone = address.partition("%")
    return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (plain, port, 0, int(zone or 0)))


def fetcher(*sites: Site, limits: Limits = QUICK, **more: Any) -> Fetcher:
    """A fetcher whose operator listed these sites."""
    return Fetcher(AGENT, limits, allow=[site.door for site in sites], **more)


class Authority:
    """A certificate authority of the town."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cedar Bluff test authority")])
        self._own = self._sign(self._name, self._key.public_key(), x509.BasicConstraints(ca=True, path_length=0))

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self._own.public_bytes(serialization.Encoding.PEM).decode())

    def server(self, *names: str, days: int = 30) -> ssl.SSLContext:
        """The context of a server that proves these names or addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        certificate = self._sign(subject, key.public_key(), x509.SubjectAlternativeName(map(_general, names)), days)
        path = self._folder / f"{names[0]}.{days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, more: x509.ExtensionType, days: int = 30
    ) -> x509.Certificate:
        end = datetime.now(UTC) + timedelta(days=days)
        builder = x509.CertificateBuilder(
            self._name, subject, key, x509.random_serial_number(), end - timedelta(days=60), end
        )
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = builder.add_extension(more, critical=True).add_extension(issuer, critical=False)
        subject_key = x509.SubjectKeyIdentifier.from_public_key(key)
        return builder.add_extension(subject_key, critical=False).sign(self._key, hashes.SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
