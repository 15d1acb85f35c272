"""Pods that say what they were asked: HTTP/1.1 with and without TLS, websockets, broken answers.

The answer is JSON: pod, method, path (with query), headers (as they came), body, address, peer.
The query changes it: status=N, size=N (bytes more), chunked, close (no answer at all), delay=N
(seconds), header=NAME:VALUE, in which (count) is how many requests the pod has answered, (port) the
client's, and (NAME) a header of the request; empty (no body), only=VALUE (401 but with one of these
in Authorization)."""
import asyncio
import base64
import hashlib
import json
import os
import re
import signal
import socket
import ssl
import sys
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../services"))
from lab.host import inside  # noqa: E402

COUNTS = {}  # requests by pod
WEBSOCKET = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3


class Echo:
    """Opens sockets in namespaces, then serves them all in a child process until `stop`."""

    def __init__(self):
        self.sockets = []
        self.child = None

    def open(self, place, name, port, certificate=None):
        with inside(place):
            server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            server.bind(("::", port))
            server.listen(1024)
        self.sockets.append((server, name, certificate))

    def start(self):
        self.child = os.fork()
        if self.child == 0:
            try:
                asyncio.run(self.serve())
            finally:
                os._exit(1)
        for server, _, _ in self.sockets:
            server.close()

    def stop(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)

    async def serve(self):
        for server, name, certificate in self.sockets:
            context = None
            if certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(*certificate)
            await asyncio.start_server(
                lambda reader, writer, name=name: answer_all(name, reader, writer), sock=server,
                ssl=context)
        await asyncio.Event().wait()


async def answer_all(name, reader, writer):
    try:
        while await answer(name, reader, writer):
            pass
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # the client is gone
    writer.close()


async def answer(name, reader, writer):
    """Answers one request; whether another may follow."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")[:-2]
    method, target, version = first.split(" ")
    headers = [tuple(line.split(": ", 1)) if ": " in line else (line, "") for line in lines]
    fields = {key.lower(): value for key, value in headers}
    body = await read_body(reader, fields)
    query = parse_qs(urlsplit(target).query, keep_blank_values=True)
    await asyncio.sleep(float(query.get("delay", ["0"])[0]))
    if "close" in query:
        return False
    if fields.get("upgrade", "").lower() == "websocket":
        await websocket(name, reader, writer, fields)
        return False
    address, peer = (writer.get_extra_info(key)[0].removeprefix("::ffff:")
                     for key in ("sockname", "peername"))
    text = json.dumps({
        "pod": name or address, "method": method, "path": target, "version": version,
        "headers": headers, "body": body.decode("latin-1") if len(body) < 1000 else len(body),
        "address": address, "peer": peer,
        "tls": writer.get_extra_info("ssl_object") is not None,
        "more": "x" * int(query.get("size", ["0"])[0])}).encode()
    COUNTS[name] = COUNTS.get(name, 0) + 1
    words = {**fields, "count": COUNTS[name], "port": writer.get_extra_info("peername")[1],
             "path": target}
    query["header"] = [re.sub(r"\(([^)]*)\)", lambda found: str(words.get(found[1], "")), header)
                       for header in query.get("header", [])]
    if "only" in query and fields.get("authorization") not in query["only"]:
        query["status"] = ["401"]
    write_answer(writer, b"" if "empty" in query else text, query, method)
    await writer.drain()
    return version == "HTTP/1.1" and fields.get("connection", "").lower() != "close"


def write_answer(writer, text, query, method):
    lines = [f"HTTP/1.1 {query.get('status', ['200'])[0]} OK", "Content-Type: application/json",
             "Date: Tue, 24 Nov 2026 12:00:00 GMT", "Server: echo"]
    lines += [header.replace(":", ": ", 1) for header in query.get("header", [])]
    lines += ["Transfer-Encoding: chunked" if "chunked" in query
              else f"Content-Length: {len(text)}"]
    writer.write("\r\n".join(lines + ["", ""]).encode("latin-1"))
    if method == "HEAD":
        return
    if "chunked" in query:
        half = len(text) // 2
        for part in (text[:half], text[half:], b""):
            writer.write(b"%x\r\n%s\r\n" % (len(part), part))
    else:
        writer.write(text)


async def read_body(reader, fields):
    if fields.get("expect"):
        raise ConnectionError("a proxy answers that itself")
    if fields.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
        return body
    return await reader.readexactly(int(fields.get("content-length", "0")))


async def websocket(name, reader, writer, fields):
    """Says who it is, then sends each frame back; frames are of less than 126 bytes."""
    key = fields["sec-websocket-key"].encode()
    accept = base64.b64encode(hashlib.sha1(key + WEBSOCKET).digest()).decode()
    writer.write(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode())
    writer.write(b"\x81" + bytes([len(name)]) + name.encode())
    while True:
        first, length = await reader.readexactly(2)
        mask = await reader.readexactly(4)
        data = await reader.readexactly(length & 127)
        text = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        writer.write(bytes([first, len(text)]) + text)
