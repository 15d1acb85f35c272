"""main.py BACKEND NETC: one node, two endpoints beside it, clients on the node and outside.

Runs in network, mount and process namespaces of its own; see run."""
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "services"))

from lab.backend import BACKENDS, Backend  # noqa: E402
from lab.host import Host, inside, make_switch, run  # noqa: E402
from lab.report import Report  # noqa: E402

import clusters  # noqa: E402
import drift  # noqa: E402
from clients import Kept  # noqa: E402

NODE = ("192.168.56.11", "fd00:56::11")
UPS = 10


class Lab:
    def __init__(self, folder):
        make_switch()
        self.folder = folder
        self.node = Host("node-a", folder)
        self.beside = Host("beside", folder)
        self.outside = Host("outside", folder)
        self.node.address("192.168.56.11/24", "fd00:56::11/64")
        self.beside.address(*(f"{a}/{24 if '.' in a else 64}" for e in clusters.ENDPOINTS for a in e))
        self.outside.address("192.168.56.100/24", "fd00:56::100/64")
        for host, via in ((self.outside, NODE), (self.node, ("192.168.56.1", "fd00:56::1"))):
            host.route("default", via[0])
            host.route("default", via[1])
        served = [a for e in clusters.ENDPOINTS for a in e]
        server = self.start(self.beside, "serve", *served)
        server.stdout.readline()

    def start(self, host, *words):
        return subprocess.Popen(
            ["nsenter", "-t", str(host.pid), "-m", "-n", "--", sys.executable, "-B",
             os.path.join(HERE, "clients.py"), *words], stdout=subprocess.PIPE, text=True)

    def up(self, build, check=True):
        return self.node.on("sh", f"{build}/nodes/node-a/node.sh", "up", check=check)

    def streams(self):
        """Clients of the unchanged Service, at every entrance, from the node and from outside."""
        stop = f"{self.folder}/stop"
        if os.path.exists(stop):
            os.remove(stop)
        vips = [word for a in clusters.STEADY for word in (a, "80")]
        ports = [word for a in NODE for word in (a, str(clusters.PORTS[clusters.STEADY]))]
        return [self.start(self.node, "stream", stop, *vips, *ports),
                self.start(self.outside, "stream", stop, *ports)]

    def stop(self, streams):
        open(f"{self.folder}/stop", "w").close()
        counts = [stream.communicate()[0].split(maxsplit=2) for stream in streams]
        return sum(int(c[0]) for c in counts), sum(int(c[1]) for c in counts), [c[2:] for c in counts]

    def entries(self, port):
        """The connections whose client has this port."""
        lines = []
        for family in ("ipv4", "ipv6"):
            lines += self.node.on("conntrack", "-L", "-f", family, "-p", "udp",
                                  "--orig-port-src", str(port)).stdout.splitlines()
        return lines


def replaced_under_load(report, lab, builds):
    """Changes go on until there have been enough of them and enough connections."""
    streams, ups, started = lab.streams(), 0, time.monotonic()
    while ups < UPS or (time.monotonic() - started < 8):
        lab.up(builds[(ups + 1) % len(builds)])
        ups += 1
    good, bad, what = lab.stop(streams)
    report.note(f"{good} connections of the unchanged Service during {ups} changes")
    report.check("connections of an unchanged Service that failed", (0, []), (bad, [w for w in what if w]))
    report.check("there were enough of them", True, good >= 2000)


def entrances(addresses):
    port = clusters.PORTS[addresses] + 100
    return [(addresses[0], 53), (addresses[1], 53), (NODE[0], port), (NODE[1], port)]


def sockets(lab, addresses):
    with inside(lab.outside):
        kept = [Kept(*entrance) for entrance in entrances(addresses)[2:]]
    with inside(lab.node):
        return [Kept(*entrance) for entrance in entrances(addresses)[:2]] + kept


def udp(report, lab, before, after):
    """Who is asked by a client that keeps its socket, across a change."""
    lab.up(before)
    first, second = clusters.ENDPOINTS
    moving, steady, empty, late = (
        sockets(lab, a) for a in (clusters.MOVING, clusters.STEADY, clusters.EMPTY, clusters.LATE))
    report.check("before the change", [*first, *first], [k.ask() for k in moving])
    asked = [k.ask() for k in steady]
    lost = [k.ask() for k in empty]
    report.check("a Service that will lose its endpoint", [*first, *first], lost)
    for k in late:
        k.socket.settimeout(0.2)
        k.ask()
        k.socket.settimeout(1)
    marks = [mark(lab, k) for k in steady]
    lab.up(after)
    report.check("after the change, the same socket", [*second, *second], [k.ask() for k in moving])
    report.check("an unchanged Service, the same socket", asked, [k.ask() for k in steady])
    report.check("its entries are the same", marks, [mark(lab, k) for k in steady])
    report.check("a Service without endpoints keeps its connections", [1] * 4,
                 [len(lab.entries(k.port)) for k in empty])
    report.check("a Service that was none before, the same socket", [*second, *second],
                 [k.ask() for k in late])


def mark(lab, kept):
    """Connection ids change when an entry is made anew."""
    listed = lab.node.on("conntrack", "-L", "-p", "udp", "-o", "id", "-f",
                         "ipv6" if kept.socket.family.name == "AF_INET6" else "ipv4",
                         "--orig-port-src", str(kept.port)).stdout
    return [word for word in listed.split() if word.startswith("id=")]


def main(name, netc):
    folder = "/mnt"
    run("mount", "-t", "tmpfs", "lab", folder)
    run("mount", "-t", "tmpfs", "run", "/run")
    report = Report()
    backend = Backend("tree-nft" if name == "switch" else name, netc, folder)
    lab = Lab(folder)
    if name == "switch":
        ways = ("linear-nft", "tree-nft", "nftables")
        builds = []
        for way in ways:
            backend.proxy = BACKENDS[way][0]
            builds.append(backend.build(clusters.state(False)))
        order = [builds[n] for n in (0, 1, 2, 0, 2, 1) if builds[n]]
        lab.up(order[0])
        replaced_under_load(report, lab, order)
    else:
        before, after = (backend.build(clusters.state(later)) for later in (False, True))
        udp(report, lab, before, after)
        drift.check(report, lab, before, after)
        replaced_under_load(report, lab, [before, after])
    report.check("no drift at the end", True, "no drift" in drift.status(lab))
    lab.node.on("sh", "/run/netc/up/node.sh", "down")
    left = lab.node.on("sh", "-c", "iptables-save; ip6tables-save; nft list tables").stdout
    report.check("down leaves no chain", [], [l for l in left.splitlines() if "NETC" in l or "KUBE" in l or "netc" in l])
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
