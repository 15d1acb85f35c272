"""A world of our own: three nodes, the outside with its clients, and `world`, which answers for
every address that nobody else has. Input: cluster.yaml and world.yaml, expectations: *.flows."""
import os
import re

from lab.host import Host
from lab.server import Servers

HERE = os.path.dirname(os.path.abspath(__file__))
NODES = {"node-a": 11, "node-b": 12, "node-c": 13}
# Pods of each node with the last number of their addresses; the first asks, the others serve.
PODS = {"node-a": {"ca": 2, "a0": 3, "a1": 4}, "node-b": {"cb": 2, "b0": 3, "b1": 4},
        "node-c": {"cc": 2, "c0": 3}}
CLIENTS = {"in": ("203.0.113.2", "2001:db8:f::2"), "out": ("203.0.113.130", "2001:db8:f:0:1::2")}
POD_PORTS = [8080, 8081, 9100, 5353]
FAMILIES = (4, 6)


def read(name):
    with open(f"{HERE}/{name}") as file:
        return file.read()


def pick(family, four, six):
    return four if family == 4 else six


def node_address(family, node):
    return pick(family, f"192.168.56.{NODES[node]}", f"fd00:56::{NODES[node]}")


def second_address(family, node):
    """The node has it, but the Cluster document does not say so."""
    return pick(family, f"192.168.57.{NODES[node]}", f"fd00:57::{NODES[node]}")


def entrance(family, kind, number, node):
    """The address by which a Service of that number is reached."""
    return {
        "cluster": pick(family, f"10.96.0.{number}", f"fd00:10:96::{number}"),
        "balancer": pick(family, f"198.51.100.{number}", f"2001:db8:e::{number}"),
        "external": pick(family, f"198.51.100.1{number}", f"2001:db8:e::1{number}"),
        "node": node_address(family, node),
        "second": second_address(family, node),
        "localhost": pick(family, "127.0.0.1", "::1"),
    }[kind]


def service_numbers(text):
    """Name to number: the last part of the cluster IP."""
    numbers = {}
    for document in text.split("---"):
        name = re.search(r"name: ([a-z]+)", document)
        number = re.search(r'clusterIP: "?(?:10\.96\.0\.|fd00:10:96::)(\d+)', document)
        if number:
            numbers[name[1]] = int(number[1])
    return numbers


class World:
    def __init__(self, folder):
        self.nodes = {name: Host(name, folder) for name in NODES}
        self.outside, self.world = Host("outside", folder), Host("world", folder)
        self.owners = {}
        self.name_addresses()
        self.wire()

    def name_addresses(self):
        for index, node in enumerate(NODES, 1):
            for family in FAMILIES:
                prefix = pick(family, f"10.244.{index}.", f"fd00:10:244:{index}::")
                for address in (f"{prefix}1", node_address(family, node),
                                second_address(family, node)):
                    self.owners[address] = node
                for pod, number in PODS[node].items():
                    self.owners[f"{prefix}{number}"] = pod
        self.owners.update({"127.0.0.1": "localhost", "::1": "localhost"})
        for client, addresses in CLIENTS.items():
            self.owners.update({address: client for address in addresses})

    def wire(self):
        for node, number in NODES.items():
            host = self.nodes[node]
            host.address(f"192.168.56.{number}/24", f"192.168.57.{number}/24",
                         f"fd00:56::{number}/64", f"fd00:57::{number}/64")
            host.route("default", "192.168.56.200")
            host.route("default", "fd00:56::200")
            host.route("203.0.113.0/24", "192.168.56.100")
            host.route("2001:db8:f::/64", "fd00:56::100")
        self.outside.address("192.168.56.100/24", "fd00:56::100/64")
        self.outside.owns("203.0.113.0/24", "2001:db8:f::/64")
        self.world.address("192.168.56.200/24", "192.168.57.200/24", "fd00:56::200/64",
                           "fd00:57::200/64")
        self.world.owns("198.51.100.0/24", "10.96.0.0/16", "2001:db8:e::/64", "fd00:10:96::/112")
        self.world.route("203.0.113.0/24", node_address(4, "node-a"))
        self.world.route("2001:db8:f::/64", node_address(6, "node-a"))
        for number, node in enumerate(NODES, 1):  # the mark says by which node a packet goes
            for family in FAMILIES:
                self.outside.on("ip", f"-{family}", "rule", "add", "fwmark", str(number),
                                "table", f"10{number}")
                self.outside.route("default", node_address(family, node), "table", f"10{number}")

    def hosts(self):
        return list(self.nodes.values())

    def serve(self):
        servers = Servers()
        for node, pods in PODS.items():
            for pod in pods:
                servers.open(self.pod(pod), pod, POD_PORTS, has_sctp=True)
            # What no rule has taken: the node says so itself.
            servers.open(self.nodes[node], node, [8088, 30011, 30013, 30032])
        servers.open(self.world, "*", [80, 81, 8080])
        servers.start()
        return servers

    def node_of(self, pod):
        return next(node for node, pods in PODS.items() if pod in pods)

    def pod(self, pod):
        return self.nodes[self.node_of(pod)].pod(f"s_{pod}")

    def source(self, word, family):
        """Where packets of a source begin, their address, the node that handles them and the mark
        that leads them there: a pod, a node, or CLIENT/NODE."""
        client, _, via = word.partition("/")
        if via:
            mark = list(NODES).index(via) + 1
            return self.outside, CLIENTS[client][FAMILIES.index(family)], via, mark
        if word in NODES:
            return self.nodes[word], node_address(family, word), word, 0
        return self.pod(word), "", self.node_of(word), 0
