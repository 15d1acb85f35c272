"""One process that answers for everybody: "NAME ADDRESS PORT PEER", on TCP, UDP and SCTP.

ADDRESS and PORT are what the connection came to, PEER is the address that it came from."""
import os
import selectors
import signal
import socket

from . import sctp
from .host import inside

PKTINFO = socket.IPV6_RECVPKTINFO, socket.IPV6_PKTINFO


def plain(address):
    return address.removeprefix("::ffff:")


def stream(server, name):
    while True:
        try:
            connection, peer = server.accept()
        except BlockingIOError:
            return
        with connection:
            here = connection.getsockname()
            connection.send(f"{name} {plain(here[0])} {here[1]} {plain(peer[0])}".encode())


def datagram(server, name):
    _, control, _, peer = server.recvmsg(2048, 256)
    (_, _, info), *_ = (c for c in control if c[1] == PKTINFO[1])
    here = plain(socket.inet_ntop(socket.AF_INET6, info[:16]))
    answer = f"{name} {here} {server.getsockname()[1]} {plain(peer[0])}".encode()
    # From the address that was asked, through whatever interface the route says.
    server.sendmsg([answer], [(socket.IPPROTO_IPV6, PKTINFO[1], info[:16] + bytes(4))], 0, peer)


def association(server, name):
    data, peer = server.recvfrom(2048)
    if server.family == socket.AF_INET:
        here, data = socket.inet_ntoa(data[16:20]), data[(data[0] & 15) * 4:]
    else:
        here = ""
    parsed = sctp.parse(data)
    if parsed and parsed[2] == sctp.INIT:
        answer = f"{name} {here or '-'} {parsed[1]} {peer[0]}".encode()
        server.sendto(sctp.packet(parsed[1], parsed[0], sctp.INIT_ACK, 1, answer), (peer[0], 0))


class Servers:
    """Opens sockets in namespaces, then serves them all in a child process until `stop`."""

    def __init__(self):
        self.chosen = selectors.EpollSelector()
        self.child = None

    def open(self, place, name, ports, has_sctp=False):
        with inside(place):
            for port in ports:
                self.add(self.bound(socket.SOCK_STREAM, port), stream, name)
                self.add(self.bound(socket.SOCK_DGRAM, port), datagram, name)
            for family in (socket.AF_INET, socket.AF_INET6) if has_sctp else ():
                self.add(socket.socket(family, socket.SOCK_RAW, sctp.PROTOCOL), association, name)

    def add(self, server, answer, name):
        server.setblocking(False)
        self.chosen.register(server, selectors.EVENT_READ, (answer, name))

    @staticmethod
    def bound(kind, port):
        server = socket.socket(socket.AF_INET6, kind)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        if kind == socket.SOCK_DGRAM:
            server.setsockopt(socket.IPPROTO_IPV6, PKTINFO[0], 1)
        server.bind(("::", port))
        if kind == socket.SOCK_STREAM:
            server.listen(4096)
        return server

    def start(self):
        self.child = os.fork()
        if self.child == 0:
            self.serve()
        for key in list(self.chosen.get_map().values()):
            key.fileobj.close()
        self.chosen.close()

    def serve(self):
        try:
            while True:
                for key, _ in self.chosen.select():
                    answer, name = key.data
                    try:
                        answer(key.fileobj, name)
                    except OSError:
                        pass  # the client is gone
        finally:
            os._exit(1)

    def stop(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
