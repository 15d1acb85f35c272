"""What is not plain HTTP/1.1: HTTP/2, websockets, gRPC; and the headers that pods see."""
import contextlib
import socket
import ssl

import grpc

from lab.host import inside
from objects import ingress, path, secret, tls


def objects(site):
    chain, key = site.authority.give("*.pr.example")
    encrypted = {"tls": tls("protocols", "*.pr.example")}
    return [
        secret("protocols", **{"tls.crt": chain, "tls.key": key}),
        ingress("socket", {"socket.pr.example": [path("/", "socket")]}, **encrypted),
        ingress("grpc", {"grpc.pr.example": [path("/", "grpc", port=50051)]},
                {"backend-protocol": "GRPC"}, **encrypted),
        ingress("plain", {"plain.pr.example": [path("/", "one")]}, **encrypted),
    ]


def run(report, site):
    site.up(site.world(objects(site)))
    for encrypted in (False, True):
        websocket(report, site, encrypted)
    http2(report, site)
    call(report, site)
    headers(report, site)


def upgrade(connection, host):
    """Asks for a websocket; what came up to the pod's first frame."""
    connection.sendall(
        b"GET /chat HTTP/1.1\r\nHost: " + host.encode() + b"\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n")
    return read_until(connection, b"socket")


def websocket(report, site, encrypted):
    with site.client.connect("socket.pr.example", encrypted) as connection:
        received = upgrade(connection, "socket.pr.example")
        connection.sendall(b"\x81\x85\x00\x00\x00\x00hello")
        report.check(
            f"a websocket, {'over TLS' if encrypted else 'in the clear'}",
            (True, True, b"\x81\x05hello"),
            (received.startswith(b"HTTP/1.1 101"), b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in received,
             read_until(connection, b"hello")))


def read_until(connection, end):
    data = b""
    while not data.endswith(end):
        part = connection.recv(4096)
        if not part:
            break
        data += part
    return data


def http2(report, site):
    with inside(site.outside):
        connection = socket.create_connection((site.client.address, 443), 10)
    context = ssl.create_default_context(cafile=site.authority.root)
    context.set_alpn_protocols(["h2", "http/1.1"])
    with context.wrap_socket(connection, server_hostname="plain.pr.example") as encrypted:
        report.check("HTTP/2 is agreed on", "h2", encrypted.selected_alpn_protocol())


@contextlib.contextmanager
def grpc_channel(site, host):
    """A real gRPC client; its connections begin in its own threads, so it comes to nginx through a
    socket that leads there."""
    with open(site.authority.root, "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())
    with site.tunnel(443) as port:
        options = [("grpc.ssl_target_name_override", host), ("grpc.default_authority", host)]
        with grpc.secure_channel(f"127.0.0.1:{port}", credentials, options) as channel:
            yield channel


def call(report, site):
    with grpc_channel(site, "grpc.pr.example") as channel:
        say = channel.unary_unary("/netc.Echo/Say")
        report.check("a gRPC call", b"echo hi", say(b"hi", timeout=10))
        report.check("a long gRPC message", 100_005, len(say(b"x" * 100_000, timeout=10)))
        report.check("a gRPC error comes as it is", ("FAILED_PRECONDITION", "as asked"),
                     failure(say, b"fail"))
        other = channel.unary_unary("/netc.Echo/Other")
        report.check("an unknown gRPC method", "UNIMPLEMENTED", failure(other, b"")[0])


def failure(method, request):
    try:
        method(request, timeout=10)
    except grpc.RpcError as error:
        return error.code().name, error.details()
    return None, None


def headers(report, site):
    client = site.client
    source = client.source
    for encrypted, scheme, port in ((False, "http", "80"), (True, "https", "443")):
        answer = client.get("plain.pr.example", "/", "X-Forwarded-For: 192.0.2.1",
                            "X-Forwarded-Proto: ftp", "X-Forwarded-Host: evil.example",
                            "X-Real-IP: 192.0.2.1", "Proxy: evil:1", "TE: trailers",
                            tls=encrypted)
        report.check(
            f"the headers that a pod sees, {scheme}",
            {"host": ["plain.pr.example"], "x-real-ip": [source], "x-forwarded-for": [source],
             "x-forwarded-proto": [scheme], "x-forwarded-host": ["plain.pr.example"],
             "x-forwarded-port": [port], "x-forwarded-scheme": [scheme], "x-scheme": [scheme],
             "proxy": []},
            {name: answer.seen(name) for name in (
                "host", "x-real-ip", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
                "x-forwarded-port", "x-forwarded-scheme", "x-scheme", "proxy")})
        report.check("    and a number for the request", 1, len(answer.seen("x-request-id")))
