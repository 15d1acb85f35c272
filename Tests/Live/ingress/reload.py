"""A changed Ingress while a host that did not change is asked without a pause: over new connections and
kept ones, HTTP/1.1 and HTTP/2, in the clear and over TLS, and by a websocket."""
import http.client
import threading
import time

from lab.host import inside
from objects import ingress, path, secret, tls
from protocols import failure, grpc_channel, read_until, upgrade

HOST, CALLS = "steady.example", "calls.example"
WORKERS = 6


class Load:
    """Asks a host all the time: half of the clients keep their connection, half over TLS."""

    def __init__(self, client):
        self.client = client
        self.stopped = threading.Event()
        self.served, self.failures, self.closed = 0, [], 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.ask, args=(n % 2 == 0, n % 3 == 0))
                        for n in range(WORKERS)]
        for thread in self.threads:
            thread.start()

    def ask(self, keeps, encrypted):
        connection = None
        while not self.stopped.is_set():
            try:
                if connection is None:
                    connection = http.client.HTTPConnection(HOST)
                    connection.sock = self.client.connect(HOST, encrypted)
                connection.request("GET", "/", headers={} if keeps else {"Connection": "close"})
                response = connection.getresponse()
                response.read()
                self.count(None if response.status == 200 else response.status)
                if not keeps or response.will_close:
                    connection = None
            except (OSError, http.client.HTTPException) as error:
                # A kept connection may be closed between two requests; it is asked again.
                is_idle = keeps and connection and isinstance(
                    error, (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError))
                if is_idle:
                    with self.lock:
                        self.closed += 1
                else:
                    self.count(repr(error))
                connection = None

    def count(self, failure):
        with self.lock:
            self.served += 1
            if failure is not None:
                self.failures.append(failure)

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


def run(report, site):
    chain, key = site.authority.give(HOST, CALLS)
    steady = [secret("steady", **{"tls.crt": chain, "tls.key": key}),
              ingress("steady", {HOST: [path("/", "many")]}, tls=tls("steady", HOST))]

    def moving(where, pod):
        return ingress("moving", {"moving.example": [path(where, pod)]})

    steady += [
        ingress("talk", {HOST: [path("/chat", "socket")]}),
        ingress("calls", {CALLS: [path("/", "grpc", port=50051)]}, {"backend-protocol": "GRPC"},
                tls=tls("steady", CALLS))]
    site.up(site.world([*steady, moving("/", "one")]))
    load = Load(site.client)
    slow = SlowRequest(site.client)
    calls = Calls(site)
    talk = site.client.connect(HOST, True)
    upgrade(talk, HOST)
    for number, pod in enumerate(("two", "three", "one", "two")):
        time.sleep(0.3)
        before = load.served
        site.up(site.world([*steady, moving("/", pod)]), hosts=["edge"])
        report.check(f"change {number + 1}: the new rule holds at once", pod,
                     site.client.get("moving.example").pod)
        report.check("    while the other host is asked", True, load.served > before)
    talk.sendall(b"\x81\x85\x00\x00\x00\x00hello")
    report.check("a websocket outlives the reloads", b"\x81\x05hello", read_until(talk, b"hello"))
    talk.close()
    slow.thread.join()
    load.stop()
    calls.stop()
    report.note(f"{load.served} requests and {calls.served} calls during 4 reloads; "
                f"{load.closed} and {calls.closed} met a connection that closed")
    report.check("no request of the unchanged host failed", [], load.failures[:5])
    report.check("no gRPC call, over HTTP/2, failed", ([], True),
                 (calls.failures[:5], calls.served > 20))
    report.check("a kept connection closes once for each reload at most", (True, True),
                 (load.closed <= 4 * WORKERS, calls.closed <= 4))
    report.check("a request that began before the reloads is answered", 200, slow.status)
    certificate(report, site, steady)
    refusal(report, site, steady)


class Calls:
    """Calls gRPC all the time, over one connection as long as that is there."""

    def __init__(self, site):
        self.site = site
        self.stopped = threading.Event()
        self.served, self.closed, self.failures = 0, 0, []
        self.thread = threading.Thread(target=self.call)
        self.thread.start()

    def call(self):
        with grpc_channel(self.site, CALLS) as channel:
            say = channel.unary_unary("/netc.Echo/Say")
            while not self.stopped.is_set():
                code, details = failure(say, b"hi")
                if code == "UNAVAILABLE":
                    self.closed += 1
                elif code:
                    self.failures.append((code, details))
                self.served += 1

    def stop(self):
        self.stopped.set()
        self.thread.join()


class SlowRequest:
    """One that takes as long as the reloads do."""

    def __init__(self, client):
        self.status = None
        self.thread = threading.Thread(
            target=lambda: setattr(self, "status", client.get(HOST, "/?delay=5").status))
        self.thread.start()


def certificate(report, site, steady):
    """A new certificate for the same host is taken up by a reload."""
    chain, key = site.authority.give(HOST, "more.example")
    renewed = [secret("steady", **{"tls.crt": chain, "tls.key": key}), steady[1]]
    site.up(site.world(renewed), hosts=["edge"])
    with site.client.connect(HOST, True) as connection:
        names = [value for _, value in connection.getpeercert()["subjectAltName"]]
    report.check("a renewed certificate is served after the reload", [HOST, "more.example"], names)


def refusal(report, site, steady):
    """Files that nginx does not take are left: the old ones stay in force."""
    out = site.up(site.world(steady), hosts=["edge"])
    with open(f"{out}/nodes/edge/nginx/nginx.conf", "a") as file:
        file.write("nonsense;\n")
    done = site.hosts["edge"].on("sh", f"{out}/nodes/edge/node.sh", "up", check=False)
    report.check("node.sh refuses files that nginx refuses", (True, True),
                 (done.returncode != 0, "nginx" in done.stdout + done.stderr))
    report.check("and the host is served as before", 200, site.client.get(HOST).status)
