"""Layer 2: the leader answers ARP and NDP, tells the segment so, and clients follow to another."""
import hashlib
import json
import re
import subprocess
import time

from world import NODES, ask, pods, read, until

VIP, VIP6, LOCAL = "192.168.56.200", "fd00:56::200", "192.168.56.201"


def order(address, nodes):
    """MetalLB's, worked out anew."""
    return sorted(nodes, key=lambda node: hashlib.sha256(f"{node}#{address}".encode()).digest())


class Capture:
    """What a host sees of ARP and neighbour advertisements, told to all."""

    def __init__(self, host):
        self.tcpdump = subprocess.Popen(
            ["nsenter", "-t", str(host.pid), "-n", "tcpdump", "-nn", "-v", "-l", "-e", "-i", "eth0",
             "arp or (icmp6 and ip6[40] == 136)"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while "listening on" not in self.tcpdump.stderr.readline():
            pass

    def stop(self):
        """(form, sender's MAC) of every announcement of VIP and VIP6."""
        self.tcpdump.terminate()
        text = self.tcpdump.communicate()[0]
        text = re.sub(r"\n\s+", " ", text)
        found = []
        for line in text.splitlines():
            words = line.split()
            if len(words) < 4:
                continue
            mac = words[1]
            to_all = words[3] == "ff:ff:ff:ff:ff:ff,"
            if to_all and f"Request who-has {VIP} (ff:ff:ff:ff:ff:ff) tell {VIP}," in line:
                found.append(("request", mac))
            elif to_all and f"Reply {VIP} is-at {mac}," in line:
                found.append(("reply", mac))
            elif f"tgt is {VIP6}" in line and "> ff02::1:" in line:
                flags = re.search(r"Flags \[([^]]*)\]", line)[1].split(", ")
                own = f"destination link-address option (2), length 8 (1): {mac}" in line
                kind = "advertisement"
                if "override" not in flags or "solicited" in flags or not own:
                    kind = f"bad advertisement: {line}"
                found.append((kind, mac))
        return found


def run(report, world, builder):
    build = builder.build(read("world.yaml", LOADBALANCING=""), read("layer2.yaml", EXCEPT="nobody"))
    first, second, _ = order(VIP, NODES)
    elected(report, build)
    refuses(report, world, build, first)
    world.up(build)
    world.serve()
    answers(report, world, first)
    lifecycle(report, world, build, first)
    moves(report, world, builder, build, first, second)
    goes(report, world)
    world.stop_serving()


def elected(report, build):
    with open(f"{build}/manifest.json") as file:
        listed = {entry["address"]: entry for entry in json.load(file)["announcements"]}
    report.check("the manifest shows the leader and who would follow", order(VIP, NODES),
                 [listed[VIP]["leader"], *listed[VIP]["runnersUp"]])
    report.check("the first address decides for both families", listed[VIP]["leader"],
                 listed[VIP6]["leader"])
    report.check("under the policy Local, only nodes with endpoints are candidates", ["node-b"],
                 [listed[LOCAL]["leader"], *listed[LOCAL]["runnersUp"]])


def refuses(report, world, build, leader):
    """An address that somebody else has put there is left alone."""
    node = world.nodes[leader]
    node.batch(f"addr add {VIP}/32 dev eth0")
    done = node.on("sh", f"{build}/nodes/{leader}/node.sh", "check", check=False)
    report.check("an address of others stands in the way", True,
                 f"address {VIP} eth0 exists on this host, and netc did not make it" in done.stderr)
    node.batch(f"addr del {VIP}/32 dev eth0")
    report.check("nothing else does", 0, node.on(
        "sh", f"{build}/nodes/{leader}/node.sh", "check", check=False).returncode)


def answers(report, world, leader):
    for address in (VIP, VIP6):
        report.check(f"{address}: every pod answers", ["wa", "wb", "wc"],
                     pods(ask(world.client, address, tries=60)))
        report.check(f"{address}: the client has found the leader", leader,
                     world.neighbour(world.client, address))
        report.check(f"{address}: one node holds it", [leader], world.holders(address))
        report.check(f"{address}: what the host listens at is closed", ["refused"],
                     ask(world.client, address, 8088))
    report.check("the host's own address is open", [leader],
                 pods(ask(world.client, f"192.168.56.{NODES[leader]}", 8088)))
    replies = world.client.on("arping", "-c", "3", "-w", "4", "-I", "eth0", VIP, check=False).stdout
    macs = {mac.lower() for mac in re.findall(r"\[([0-9A-Fa-f:]{17})\]", replies)}
    report.check("one node answers ARP", {world.mac(leader)}, macs)
    report.check("under the policy Local the client is seen", ["wb@192.168.56.100"],
                 ask(world.client, LOCAL, tries=10))
    report.check("the leader of the policy Local has an endpoint", "node-b",
                 world.neighbour(world.client, LOCAL))
    report.check("a pod's node reaches the address", ["wa", "wb", "wc"],
                 pods(ask(world.nodes["node-b"], VIP, tries=60)))


def lifecycle(report, world, build, leader):
    node = world.nodes[leader]
    report.check("no drift", True, "no drift" in world.status(leader))
    node.batch(f"addr del {VIP6}/128 dev eth0")
    report.check("status names an address that is gone", True,
                 f"no address {VIP6} eth0" in world.status(leader))
    world.up(build, leader)
    report.check("up mends it", True, "no drift" in world.status(leader))
    script = f"{build}/nodes/{leader}/announce.sh"
    report.check("announce.sh by itself: status", 0, node.on("sh", script, "status").returncode)
    node.on("sh", script, "down")
    report.check("announce.sh by itself: down", [], world.holders(VIP))
    node.on("sh", script, "up")
    report.check("announce.sh by itself: up", [leader], world.holders(VIP))


def moves(report, world, builder, build, old, new):
    """The client's entry would be good for an hour: only an announcement can change it."""
    for family in ("ipv4", "ipv6"):
        world.client.on("sysctl", "-qw", f"net.{family}.neigh.eth0.base_reachable_time_ms=3600000",
                        f"net.{family}.neigh.eth0.locktime=0")
    world.client.batch("neigh flush dev eth0")
    for address in (VIP, VIP6):
        ask(world.client, address)
        report.check(f"{address}: the client knows the old leader", old,
                     world.neighbour(world.client, address))
    other = builder.build(read("world.yaml", LOADBALANCING=""), read("layer2.yaml", EXCEPT=old))
    capture = Capture(world.client)
    world.up(other, new)
    for address in (VIP, VIP6):
        report.check(f"{address}: the client follows an announcement", new,
                     until(new, lambda a=address: world.neighbour(world.client, a), 2))
    world.up(other, old)
    for address in (VIP, VIP6):
        report.check(f"{address}: the old leader has given it up", [new], world.holders(address))
        report.check(f"{address}: every pod answers at the new leader", ["wa", "wb", "wc"],
                     pods(ask(world.client, address, tries=60)))
    time.sleep(5)
    told = capture.stop()
    for form in ("request", "reply", "advertisement"):
        report.check(f"announced five times as {form}, by the new leader alone", {new: 5}, count(
            world.who_has(mac) for kind, mac in told if kind == form))
    report.check("and in no other form", set(), {kind for kind, _ in told} - {
        "request", "reply", "advertisement"})
    world.up(build)


def count(items):
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def goes(report, world):
    world.down()
    for address in (VIP, VIP6, LOCAL):
        report.check(f"{address}: down withdraws it", [], world.holders(address))
    replies = world.client.on("arping", "-c", "1", "-w", "1", "-I", "eth0", VIP, check=False).stdout
    report.check("nobody answers ARP any more", True, "Received 0 response" in replies)
    for name, node in world.nodes.items():
        report.check(f"{name}: sysctls are as before", "0", node.on(
            "sysctl", "-n", "net.ipv4.conf.all.arp_ignore").stdout.strip())
