"""BGP: what two routers learn from the nodes' FRR, and what packets to it meet."""
from frr import FRR
from world import NODES, ask, pods, read, until

ALL = sorted(f"192.168.56.{number}" for number in NODES.values())
ALL6 = sorted(f"fd00:56::{number}" for number in NODES.values())
NEAR = ["192.168.56.12"]
WEB, WEB6, LOCAL, GROUP = "203.0.113.1", "2001:db8:e::1", "203.0.113.2", "198.51.100.77"

OUTER = """
router bgp 64500
 bgp router-id 192.168.56.1
 no bgp ebgp-requires-policy
 bgp bestpath as-path multipath-relax
%s address-family ipv4 unicast
  maximum-paths 8
 exit-address-family
 address-family ipv6 unicast
%s  maximum-paths 8
 exit-address-family
exit
"""
INNER = """
router bgp 64512
 bgp router-id 192.168.56.2
%sexit
"""


def run(report, world, builder):
    daemons = {name: FRR(node) for name, node in world.nodes.items()}
    outer, inner = FRR(world.outer), FRR(world.inner)
    outer.load(OUTER % (
        "".join(f" neighbor {a} remote-as 64512\n neighbor {a} password a#b!c\n neighbor {a} bfd\n"
                f" neighbor {a} timers connect 1\n" for a in ALL)
        + "".join(f" neighbor {a} remote-as 64512\n neighbor {a} timers connect 1\n" for a in ALL6),
        "".join(f"  neighbor {a} activate\n" for a in ALL6)))
    inner.load(INNER % "".join(
        f" neighbor {a} remote-as 64512\n neighbor {a} timers connect 1\n" for a in ALL))
    world.outer.on("sysctl", "-qw", "net.ipv4.fib_multipath_hash_policy=1",
                   "net.ipv6.fib_multipath_hash_policy=1")
    before = {name: daemon.say("show running-config") for name, daemon in daemons.items()}
    text = read("bgp.yaml")
    build = builder.build(read("world.yaml", LOADBALANCING=""), text)
    for name, node in world.nodes.items():
        done = node.on("sh", f"{build}/nodes/{name}/node.sh", "check", check=False)
        report.check(f"check on {name}", (0, ""), (done.returncode, done.stderr))
    world.up(build)
    world.serve()
    sessions(report, outer, inner)
    learned(report, outer, inner)
    attributes(report, outer, inner)
    traffic(report, world)
    changes(report, world, builder, build, text, outer)
    breaks(report, world, build, daemons, outer)
    goes(report, world, daemons, before, outer)
    world.stop_serving()


def sessions(report, outer, inner):
    report.check("sessions with a password come up", sorted(ALL), until(
        sorted(ALL), lambda: [p for p in outer.established() if ":" not in p], 30))
    report.check("sessions over IPv6 come up", ALL6,
                 until(ALL6, lambda: outer.established("ipv6"), 30))
    report.check("sessions within the AS come up", ALL, until(ALL, inner.established, 30))
    report.check("BFD is up with every node", ALL, until(ALL, lambda: sorted(
        peer["peer"] for peer in outer.ask("show bfd peers") if peer["status"] == "up")))


def learned(report, outer, inner):
    wanted = {"203.0.113.1/32": ALL, "203.0.113.2/32": NEAR, "198.51.100.64/26": ALL}
    report.check("the router learns exactly what is meant, from whom it is meant", wanted,
                 until(wanted, lambda: outer.routes("ipv4")))
    wanted = {"2001:db8:e::1/128": ALL6}
    report.check("and of IPv6", wanted, until(wanted, lambda: outer.routes("ipv6")))
    wanted = {"203.0.113.1/32": ALL, "203.0.113.2/32": NEAR}
    report.check("a peer that an advertisement leaves out learns nothing of it", wanted,
                 until(wanted, lambda: inner.routes("ipv4")))


def attributes(report, outer, inner):
    for name, router in (("outer", outer), ("inner", inner)):
        for path in router.path("ipv4", "203.0.113.1/32"):
            report.check(f"{name}: communities", ["64512:100", "64512:7"],
                         sorted(path["community"]["list"]))
            report.check(f"{name}: large communities", ["64512:1:2"],
                         path["largeCommunity"]["list"])
    report.check("local preference within the AS", [150] * 3,
                 [path["locPrf"] for path in inner.path("ipv4", "203.0.113.1/32")])
    report.check("the aggregate has no attribute of others", [None] * 3, [
        path.get("community") for path in outer.path("ipv4", "198.51.100.64/26")])


def traffic(report, world):
    for address in (WEB, WEB6, GROUP):
        answers = ask(world.outer, address, tries=90)
        report.check(f"{address}: every pod answers", ["wa", "wb", "wc"], pods(answers))
        # A node shows its own address to pods of others, and the bridge's to its own.
        through = {source.split("@")[1] for source in answers}
        ways = {number for number in NODES.values()
                if through & {f"192.168.56.{number}", f"fd00:56::{number}"}}
        report.check(f"{address}: connections take every node", set(NODES.values()), ways)
    report.check("under the policy Local the client is seen", ["wb@192.168.56.1"],
                 ask(world.outer, LOCAL, tries=20))


def changes(report, world, builder, build, text, outer):
    """A Service less, then back: only its route moves, and no session ends."""
    flaps = {peer: outer.flaps(peer) for peer in ALL}
    less = text.replace("203.0.113.2", "203.0.113.3").replace('"64512:7", ', "")
    other = builder.build(read("world.yaml", LOADBALANCING=""), less)
    world.up(other)
    wanted = {"203.0.113.1/32": ALL, "203.0.113.3/32": NEAR, "198.51.100.64/26": ALL}
    report.check("another build moves what has changed", wanted,
                 until(wanted, lambda: outer.routes("ipv4"), 30))
    report.check("an attribute that is gone is gone", ["64512:100"] * 3, until(
        ["64512:100"] * 3, lambda: [" ".join(path["community"]["list"])
                                    for path in outer.path("ipv4", "203.0.113.1/32")], 30))
    world.up(build)
    wanted = {"203.0.113.1/32": ALL, "203.0.113.2/32": NEAR, "198.51.100.64/26": ALL}
    report.check("and back", wanted, until(wanted, lambda: outer.routes("ipv4"), 30))
    report.check("no session ended meanwhile", flaps, {peer: outer.flaps(peer) for peer in ALL})


def breaks(report, world, build, daemons, outer):
    daemons["node-a"].say("configure terminal", "router bgp 64512",
                          "address-family ipv4 unicast", "no network 203.0.113.1/32")
    report.check("status names a route that is gone", True,
                 "FRR lacks: network 203.0.113.1/32" in world.status("node-a"))
    world.up(build, "node-a")
    report.check("up mends it", True, "no drift" in world.status("node-a"))
    report.check("the router has it again", ALL, until(
        ALL, lambda: outer.routes("ipv4").get("203.0.113.1/32"), 30))
    bad = f"{build}/nodes/node-a"
    world.nodes["node-a"].on("sh", "-c", f"cp -r {bad} /mnt/bad && sed -i "
                             "'s/ port 179/ prot 179/' /mnt/bad/frr/frr.conf")
    done = world.nodes["node-a"].on("sh", "/mnt/bad/node.sh", "up", check=False)
    report.check("what FRR refuses is not brought up", (1, True), (
        done.returncode, "frr.conf is refused" in done.stderr))
    report.check("and the host is as before", True, "no drift" in world.status("node-a"))


def goes(report, world, daemons, before, outer):
    world.down("node-a")
    rest = [address for address in ALL if address != "192.168.56.11"]
    report.check("down withdraws a node's routes", rest, until(
        rest, lambda: outer.routes("ipv4").get("203.0.113.1/32")))
    report.check("the others go on", ["wb"], pods(ask(world.outer, LOCAL, tries=20)))
    world.down("node-b", "node-c")
    report.check("down withdraws them all", {}, until({}, lambda: outer.routes("ipv4")))
    for name, daemon in daemons.items():
        report.check(f"{name}: FRR is as it was before", before[name],
                     daemon.say("show running-config"))
