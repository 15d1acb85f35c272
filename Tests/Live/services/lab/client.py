"""Connections, many at a time, from any namespace, and what became of each."""
import errno
import itertools
import selectors
import socket
import time
from dataclasses import dataclass, field

from . import sctp
from .host import HOME

ANSWER_SECONDS = 5.0
SILENCE_SECONDS = 0.5
AT_ONCE = 48
RECVERR = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}


@dataclass
class Probe:
    """`tries` connections from a place to an address; `results` gets what became of each:
    an answer's words, or `refused` (by an ICMP error), `reset`, `silence`, or another error's name.

    Ports of clients are not used twice: no connection meets conntrack entries of another."""
    place: object
    source: str  # an address to bind to, or ""
    to: str
    port: int
    protocol: str = "TCP"
    tries: int = 1
    mark: int = 0
    is_silent: bool = False
    results: list = field(default_factory=list)


# None is a node port; a kernel takes only the last by itself.
PORTS = itertools.cycle([*range(33000, 65000), *range(10000, 30000)])


class Try:
    def __init__(self, probe):
        self.probe = probe
        self.port = next(PORTS)
        self.deadline = time.monotonic() + (
            SILENCE_SECONDS if probe.is_silent else ANSWER_SECONDS)
        self.events = selectors.EVENT_READ
        family = socket.AF_INET6 if ":" in probe.to else socket.AF_INET
        self.family = family
        probe.place.enter()
        try:
            if probe.protocol == "SCTP":
                self.socket = socket.socket(family, socket.SOCK_RAW, sctp.PROTOCOL)
            else:
                kind = socket.SOCK_STREAM if probe.protocol == "TCP" else socket.SOCK_DGRAM
                self.socket = socket.socket(family, kind)
        finally:
            HOME.enter()
        self.socket.setblocking(False)
        self.socket.setsockopt(*RECVERR[family], 1)
        if probe.mark:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, probe.mark)

    def start(self):
        """The result if there is one already."""
        probe = self.probe
        is_sctp = probe.protocol == "SCTP"
        try:
            source = probe.source or ("::" if self.family == socket.AF_INET6 else "0.0.0.0")
            self.socket.bind((source, 0 if is_sctp else self.port))
            self.socket.connect((probe.to, 0 if is_sctp else probe.port))
            if is_sctp:
                self.socket.send(sctp.packet(self.port, probe.port, sctp.INIT, 0))
            elif probe.protocol == "UDP":
                self.socket.send(b"?")
        except BlockingIOError:
            pass
        except PermissionError:
            pass  # a rule of this very host has stopped it; an ICMP error may follow
        except OSError as error:
            return self.failure(error)
        return None

    def failure(self, error):
        if error.errno != errno.ECONNREFUSED:
            return errno.errorcode.get(error.errno, str(error))
        if self.probe.protocol != "TCP":
            return "refused"
        try:  # an ICMP error is queued, a reset is not
            self.socket.recvmsg(512, 512, socket.MSG_ERRQUEUE)
            return "refused"
        except OSError:
            return "reset"

    def read(self):
        """The result, or None if it is not all there yet."""
        try:
            data = self.socket.recv(2048)
        except BlockingIOError:
            return None
        except OSError as error:
            return self.failure(error)
        if self.probe.protocol != "SCTP":
            return data.decode()
        if self.family == socket.AF_INET:
            data = data[(data[0] & 15) * 4:]
        parsed = sctp.parse(data)
        if not parsed or parsed[1] != self.port or parsed[2] != sctp.INIT_ACK:
            return None  # a raw socket sees what comes for others too
        return parsed[3].decode()


def send(probes):
    """Makes the connections of all probes, a fair mix of them at any time."""
    waiting = [p for n in range(max((p.tries for p in probes), default=0))
               for p in probes if p.tries > n]
    waiting.reverse()
    selector = selectors.EpollSelector()
    running = set()

    def finish(attempt, result):
        if attempt in running:
            running.discard(attempt)
            selector.unregister(attempt.socket)
        attempt.probe.results.append(result)
        attempt.socket.close()

    while waiting or running:
        busy = sum(not attempt.probe.is_silent for attempt in running)
        while waiting and busy < AT_ONCE:
            probe = waiting.pop()
            if any(" " not in result for result in probe.results):
                continue  # what is no answer may take long, and one is enough to know
            attempt = Try(probe)
            result = attempt.start()
            if result is not None:
                finish(attempt, result)
                continue
            running.add(attempt)
            selector.register(attempt.socket, selectors.EVENT_READ, attempt)
            busy += not attempt.probe.is_silent
        for key, _ in selector.select(0.05):
            result = key.data.read()
            if result is not None:
                finish(key.data, result)
        now = time.monotonic()
        for attempt in [a for a in running if a.deadline < now]:
            finish(attempt, "silence")
    selector.close()
    return probes
