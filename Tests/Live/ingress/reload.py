"""A changed Ingress while a host that did not change is asked without a pause."""
import http.client
import threading
import time

from lab.host import inside
from objects import ingress, path, secret, tls

HOST = "steady.example"
WORKERS = 6


class Load:
    """Asks a host all the time: half of the clients keep their connection, half over TLS."""

    def __init__(self, client):
        self.client = client
        self.stopped = threading.Event()
        self.served, self.failures = 0, []
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
                if not is_idle:
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
    chain, key = site.authority.give(HOST)
    steady = [secret("steady", **{"tls.crt": chain, "tls.key": key}),
              ingress("steady", {HOST: [path("/", "many")]}, tls=tls("steady", HOST))]

    def moving(where, pod):
        return ingress("moving", {"moving.example": [path(where, pod)]})

    site.up(site.world([*steady, moving("/", "one")]))
    load = Load(site.client)
    slow = SlowRequest(site.client)
    for number, pod in enumerate(("two", "three", "one", "two")):
        time.sleep(0.3)
        before = load.served
        site.up(site.world([*steady, moving("/", pod)]), hosts=["edge"])
        report.check(f"change {number + 1}: the new rule holds at once", pod,
                     site.client.get("moving.example").pod)
        report.check("    while the other host is asked", True, load.served > before)
    slow.thread.join()
    load.stop()
    report.note(f"{load.served} requests during 4 reloads")
    report.check("no request of the unchanged host failed", [], load.failures[:5])
    report.check("a request that began before the reloads is answered", 200, slow.status)
    certificate(report, site, steady)
    refusal(report, site, steady)


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
