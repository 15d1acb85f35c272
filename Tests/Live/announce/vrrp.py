"""The choice `announce: keepalived`: another node takes the addresses over by itself."""
from layer2 import LOCAL, VIP, VIP6, order
from world import NODES, ask, pods, read, until


def run(report, world, builder):
    build = builder.build(
        read("world.yaml", LOADBALANCING="announce: keepalived"),
        read("layer2.yaml", EXCEPT="nobody"))
    first, second, _ = order(VIP, NODES)
    for name, node in world.nodes.items():
        done = node.on("sh", f"{build}/nodes/{name}/node.sh", "check", check=False)
        report.check(f"check on {name}", (0, ""), (done.returncode, done.stderr))
    world.up(build)
    world.serve()
    served(report, world, first, "at first")
    report.check("no drift", True, "no drift" in world.status(first))
    fails(report, world, first, second)
    dies(report, world, first, second)
    stays(report, world, build, first)
    world.down()
    for address in (VIP, VIP6, LOCAL):
        report.check(f"{address}: down withdraws it", [], world.holders(address))
    report.check("no keepalived is left", [], [
        name for name, node in world.nodes.items() if runs(node)])
    world.stop_serving()


def runs(node):
    return node.on("sh", "-c", "[ -e /run/netc/keepalived ]", check=False).returncode == 0


def served(report, world, leader, when):
    for address in (VIP, VIP6):
        report.check(f"{address}: held by one node {when}", [leader],
                     until([leader], lambda a=address: world.holders(a)))
        report.check(f"{address}: every pod answers {when}", ["wa", "wb", "wc"],
                     pods(ask(world.client, address, tries=60)))
        report.check(f"{address}: the client goes to the leader {when}", leader,
                     until(leader, lambda a=address: world.neighbour(world.client, a), 2))


def fails(report, world, leader, second):
    """The node lives, but cannot serve."""
    world.nodes[leader].on("iptables", "-w", "-E", "NETC-FORWARD", "NETC-AWAY")
    for address in (VIP, VIP6):
        report.check(f"{address}: an unhealthy node gives it up", [second],
                     until([second], lambda a=address: world.holders(a)))
        report.check(f"{address}: the client goes there", second,
                     until(second, lambda a=address: asked(world, a)))
    world.nodes[leader].on("iptables", "-w", "-E", "NETC-AWAY", "NETC-FORWARD")
    served(report, world, leader, "when it is well again")


def dies(report, world, leader, second):
    """The cable is pulled."""
    switch = f"sw{world.nodes[leader].pid}"
    world.switch("down", switch)
    for address in (VIP, VIP6):
        report.check(f"{address}: the runner-up takes over from a dead master", True,
                     until(True, lambda a=address: second in world.holders(a)))
        report.check(f"{address}: traffic returns", second,
                     until(second, lambda a=address: asked(world, a)))
    world.switch("up", switch)
    served(report, world, leader, "when it is back")


def asked(world, address):
    ask(world.client, address)
    return world.neighbour(world.client, address)


def stays(report, world, build, leader):
    """The same build again changes nothing."""
    pid = world.nodes[leader].on("cat", "/run/netc/keepalived/pid").stdout
    world.up(build, leader)
    report.check("a second up leaves keepalived alone", (pid, [leader]), (
        world.nodes[leader].on("cat", "/run/netc/keepalived/pid").stdout, world.holders(VIP)))
