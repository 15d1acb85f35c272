"""What is to be open and what is to be closed on hosts with firewalls and with routed loopback."""
import contextlib

from lab.client import Probe, send
from lab.judge import met


POLICIES = [("iptables", "INPUT"), ("iptables", "FORWARD"), ("ip6tables", "FORWARD")]
ANSWERS = ["INPUT", "-m", "conntrack", "--ctstate", "ESTABLISHED", "-j", "ACCEPT"]


@contextlib.contextmanager
def closed(*hosts):
    """Hosts whose firewall lets nothing in or through but answers, and what other rules accept. (In
    IPv6 the node itself stays open: its neighbours have to be found.)"""
    def set_all(policy, verb):
        for host in hosts:
            for tool, chain in POLICIES:
                host.on(tool, "-w", "-P", chain, policy)
            host.on("iptables", "-w", verb, *ANSWERS)
    set_all("DROP", "-A")
    yield
    set_all("ACCEPT", "-D")


def loopback_is_guarded(report, world):
    """What listens on a node's loopback stays closed to its neighbours, although the kernel routes
    127.0.0.0/8 for the node ports (CVE-2020-8558). Tried without the guard first, to see that the
    packets would arrive."""
    outside, node = world.outside, world.nodes["node-a"]
    outside.on("sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1")
    outside.batch("route del local 127.0.0.0/8 dev lo table local",
                  "route del local 127.0.0.1 dev lo table local",
                  "route add 127.0.0.1 via 192.168.56.11")
    breach = ["INPUT", "-i", "eth0", "-d", "127.0.0.1", "-j", "ACCEPT"]
    node.on("iptables", "-w", "-I", *breach)
    probe = Probe(outside, "203.0.113.2", "127.0.0.1", 8088)
    send([probe])
    report.check("a neighbour reaches loopback if nothing guards it", "node-a:8088@in",
                 met(probe, {}, world.owners))
    node.on("iptables", "-w", "-D", *breach)
    probe = Probe(outside, "203.0.113.2", "127.0.0.1", 8088, is_silent=True)
    send([probe])
    report.check("a neighbour does not reach loopback", "DROP", met(probe, {}, world.owners))
