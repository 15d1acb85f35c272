"""Three hosts with the real node.sh, a name server on one of them, and pods that ask it through the
cluster's DNS address, by /etc/resolv.conf, and then connect to what they were told."""
import os
import shutil

from build import read, served
from dig import ask
from lab.backend import Backend, up
from lab.host import Host, make_switch, run
from lab.server import Servers
from servers import Bind, CoreDNS, Own

HERE = os.path.dirname(os.path.abspath(__file__))
NODES = {"node-a": 11, "node-b": 12, "node-c": 13}
UPSTREAM = "192.168.56.53"
# Who asks: on the node of the name server, and elsewhere.
ASKING = {"shop_ask-a": "node-a", "shop_ask-b": "node-b"}
SERVING = {"shop_web-0": "node-b", "shop_web-1": "node-c", "back_db-0": "node-a",
           "back_db-1": "node-c"}
WEB, WEB6 = "10.96.1.1", "fd00:10:96::101"
# All of the world's other names
ROOT = """$TTL 60
@ IN SOA ns.example.com. root.example.com. 1 60 60 60 60
@ IN NS ns.example.com.
ns.example.com IN A 192.168.56.53
www.example.com IN A 192.0.2.80
"""
# (name, type, words of dig, answer): what a pod of the namespace `shop` hears
LOOKUPS = [
    ("web", "A", "+search", f"NOERROR A {WEB}"),
    ("web", "AAAA", "+search", f"NOERROR AAAA {WEB6}"),
    ("web.shop", "A", "+search", f"NOERROR A {WEB}"),
    ("db.back", "A", "+search", "NOERROR A 10.244.1.4 | A 10.244.3.4"),
    ("db-1.db.back", "AAAA", "+search", "NOERROR AAAA fd00:10:244:3::4"),
    ("web.shop.svc", "A", "+search", f"NOERROR A {WEB}"),
    ("db", "A", "+search", "NXDOMAIN -"),
    ("WEB.Shop.svc.cluster.local.", "A", "", f"NOERROR A {WEB}"),
    ("_http._tcp.web.shop.svc.cluster.local.", "SRV", "",
     "NOERROR SRV 0 100 80 web.shop.svc.cluster.local."),
    ("_pg._tcp.db.back.svc.cluster.local.", "SRV", "",
     "NOERROR SRV 0 50 8080 db-0.db.back.svc.cluster.local. | "
     "SRV 0 50 8080 db-1.db.back.svc.cluster.local."),
    ("1.1.96.10.in-addr.arpa.", "PTR", "", "NOERROR PTR web.shop.svc.cluster.local."),
    ("4.3.244.10.in-addr.arpa.", "PTR", "", "NOERROR PTR db-1.db.back.svc.cluster.local."),
    ("store", "A", "+search",
     "NOERROR A 10.244.3.4 | CNAME db-1.db.back.svc.cluster.local."),
    ("outside", "A", "+search", "NOERROR A 192.0.2.80 | CNAME www.example.com."),
    ("www.example.com", "A", "+search", "NOERROR A 192.0.2.80"),
    ("nix.example.com.", "A", "", "NXDOMAIN -"),
    ("nix.shop.svc.cluster.local.", "A", "", "NXDOMAIN -"),
    ("old.nix.svc.cluster.local.", "A", "", "NXDOMAIN -"),
    ("shop.svc.cluster.local.", "A", "", "NOERROR -"),
]
WAYS = ("@10.96.0.10", "@10.96.0.10 +tcp", "@fd00:10:96::a", "@fd00:10:96::a +tcp")
# What pods connect to by name, over which family, and who may answer
CONNECTIONS = [
    ("web", 80, 4, {"shop_web-0", "shop_web-1"}),
    ("web", 80, 6, {"shop_web-0", "shop_web-1"}),
    ("web.shop.svc.cluster.local.", 80, 4, {"shop_web-0", "shop_web-1"}),
    ("db-1.db.back", 8080, 4, {"back_db-1"}),
    ("db-0.db.back.svc", 8080, 6, {"back_db-0"}),
    ("db.back", 8080, 4, {"back_db-0", "back_db-1"}),
    ("store", 8080, 4, {"back_db-1"}),
    ("store", 8080, 6, {"back_db-1"}),
]
CONNECT = """
import socket, sys
for line in sys.stdin:
    name, port, family = line.split()
    try:
        kind, *_, address = socket.getaddrinfo(
            name, int(port), getattr(socket, "AF_INET" + family.strip("4")), socket.SOCK_STREAM)[0]
        with socket.socket(kind) as client:
            client.settimeout(5)
            client.connect(address)
            print(client.recv(99).decode().split()[0])
    except OSError as error:
        print(type(error).__name__, error)
"""


def test(report, netc, lab, mode):
    make_switch()
    backend = Backend(mode, netc, lab)
    built = backend.build(read(f"{HERE}/hosts/cluster.yaml"), read(f"{HERE}/hosts/objects.yaml"))
    hosts = world(f"{lab}/world")
    up(built, *hosts.values())
    servers = serve(hosts)
    report.timed("world up")
    zones = served(built)[0]
    with upstream(lab):
        addresses = ["192.168.56.11", "fd00:56::11"]
        here = {"on": entering(hosts["node-a"]), "there": "/etc/netc/dns/zones"}
        with Bind(zones, *addresses, forward=UPSTREAM, **here):
            ask_all(report, hosts, "BIND")
        if shutil.which("coredns"):
            with CoreDNS(zones, *addresses, **here):
                ask_all(report, hosts, "CoreDNS")
        else:
            report.note("no coredns on the PATH: BIND alone stands in for it")
    servers.stop()
    report.timed("lookups and connections")


def world(folder):
    hosts = {}
    run("ip", "addr", "add", f"{UPSTREAM}/24", "dev", "sw")
    for name, number in NODES.items():
        hosts[name] = Host(name, folder)
        hosts[name].address(f"192.168.56.{number}/24", f"fd00:56::{number}/64")
    return hosts


def upstream(lab):
    """The rest of the world's names, from the switch."""
    os.mkdir(f"{lab}/upstream")
    with open(f"{lab}/upstream/.zone", "w") as file:
        file.write(ROOT)
    return Own(f"{lab}/upstream", UPSTREAM)


def serve(hosts):
    servers = Servers()
    for pod, node in SERVING.items():
        servers.open(hosts[node].pod(pod), pod, [8080])
    servers.start()
    return servers


def entering(host):
    return ["nsenter", "-t", str(host.pid), "-m", "-n", "--"]


def in_pod(host, pod):
    """Words before a command in a pod, whose /etc/resolv.conf it then sees."""
    return [*entering(host), "ip", "netns", "exec", pod]


def ask_all(report, hosts, server):
    for pod, node in ASKING.items():
        here = in_pod(hosts[node], pod)
        for way in ("", *WAYS):
            label = f"{server}, {pod}{way and ' '}{way}"
            got = ask([(name, kind, f"{words} {way}") for name, kind, words, _ in LOOKUPS], on=here)
            for (name, kind, _, wanted), answer in zip(LOOKUPS, got):
                report.check(f"{label}: {name} {kind}", wanted, str(answer))
        connect(report, here, f"{server}, {pod}")
    for name, host in hosts.items():
        got = ask([("web.shop.svc.cluster.local.", "A", way) for way in WAYS], on=entering(host))
        for way, answer in zip(WAYS, got):
            report.check(f"{server}, {name} itself {way}", f"NOERROR A {WEB}", str(answer))


def connect(report, here, label):
    lines = "".join(f"{name} {port} {family}\n" for name, port, family, _ in CONNECTIONS)
    got = run(*here, "python3", "-c", CONNECT, text=lines).stdout.splitlines()
    for (name, port, family, wanted), met in zip(CONNECTIONS, got):
        report.check(f"{label}: connects to {name}:{port} over IPv{family}", True,
                     met in wanted or met)
