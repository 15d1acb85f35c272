"""Requests from a namespace, over HTTP and HTTPS, exactly as they are written."""
import http.client
import json
import socket
import ssl
import sys
import os
from dataclasses import dataclass

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../services"))
from lab.host import inside  # noqa: E402

SECONDS = 10


@dataclass
class Answer:
    status: object  # a number, or the name of what went wrong
    headers: dict  # lower case
    text: str
    cookies: tuple = ()

    @property
    def echo(self):
        """What the pod says; {} for an answer of somebody else."""
        try:
            value = json.loads(self.text)
        except ValueError:
            return {}
        return value if isinstance(value, dict) and "pod" in value else {}

    @property
    def pod(self):
        return self.echo.get("pod")

    def seen(self, name):
        """The values of a header as the pod saw it."""
        return [value for key, value in self.echo.get("headers", []) if key.lower() == name]


class Client:
    """Asks at one address, from one place."""

    def __init__(self, place, address, authority=None, source=None, ports=(80, 443)):
        self.place = place
        self.address = address
        self.authority = authority
        self.source = source
        self.ports = ports

    def via(self, address, **other):
        return Client(self.place, address, self.authority, other.get("source", self.source),
                      other.get("ports", self.ports))

    def connect(self, host=None, tls=False, preface=b""):
        """A connection; TLS with the host's name, whose certificate must be right."""
        with inside(self.place):
            family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
            connection = socket.socket(family, socket.SOCK_STREAM)
            connection.settimeout(SECONDS)
            if self.source:
                connection.bind((self.source, 0))
            connection.connect((self.address, self.ports[1 if tls else 0]))
        if preface:
            connection.sendall(preface)
        if tls:
            context = ssl.create_default_context(cafile=self.authority)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            connection = context.wrap_socket(connection, server_hostname=host)
        return connection

    def ask(self, method, host, path, headers=(), body=b"", tls=False, preface=b"", sni=None):
        """One request on a connection of its own; `headers` are lines."""
        try:
            connection = self.connect(sni or (host or "").split(":")[0] or None, tls, preface)
        except ssl.SSLCertVerificationError as error:
            return Answer(f"certificate: {error.verify_message}", {}, "")
        except ssl.SSLError as error:
            return Answer(f"tls: {error.reason}", {}, "")
        except OSError as error:
            return Answer(type(error).__name__, {}, "")
        with connection:
            lines = [f"{method} {path} HTTP/1.1"] + ([f"Host: {host}"] if host is not None else [])
            lines += [*headers, "Connection: close"]
            if body or method in ("POST", "PUT", "PATCH"):
                lines.append(f"Content-Length: {len(body)}")
            try:
                connection.sendall("\r\n".join(lines + ["", ""]).encode("latin-1"))
                send(connection, body)
                return receive(connection, method)
            except (OSError, http.client.HTTPException) as error:
                return Answer(type(error).__name__, {}, "")

    def raw(self, data):
        """The first line of the answer to any bytes; "" where the connection ends."""
        with self.connect() as connection:
            connection.sendall(data)
            try:
                return connection.recv(65536).split(b"\r\n")[0].decode("latin-1")
            except ConnectionError:
                return ""

    def get(self, host, path="/", *headers, **other):
        return self.ask("GET", host, path, headers, **other)


def send(connection, body):
    try:
        connection.sendall(body)
    except OSError:
        pass  # refused in the middle: the answer says why


def receive(connection, method):
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    text = response.read().decode("utf-8", "replace")
    headers = {}
    for name, value in response.getheaders():
        headers[name.lower()] = value
    return Answer(response.status, headers, text,
                  tuple(value for name, value in response.getheaders()
                        if name.lower() == "set-cookie"))
