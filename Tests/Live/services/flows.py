"""Reads a table of flows and makes its connections. A line, in words:

    SERVICE ENTRANCE PORT/PROTOCOL SOURCES EXPECTED SEEN

ENTRANCE: cluster, external, balancer, node (a node port of the node that handles the packet),
second (the same at the node's other address) or localhost. SOURCES: pods, nodes, CLIENT/NODE, or
the groups pods, nodes, in, out, separated by commas. EXPECTED: endpoints POD:PORT, or REJECT, DROP,
the name of an error, or none: the packet gets through unchanged. SEEN: self (the endpoint sees the
source) or node (it sees the node that handled the packet); an endpoint that is an exception says so
by @WHO. Both families are tried unless the protocol ends in 4 or 6. [BACKEND] before a line: for
that backend alone; [!BACKEND]: for all others."""
from dataclasses import dataclass

from lab.client import Probe, send
from lab.judge import met, tries
from world import NODES, entrance, read, service_numbers

GROUPS = {"pods": ["ca", "cb", "cc"], "nodes": list(NODES),
          "in": [f"in/{node}" for node in NODES], "out": [f"out/{node}" for node in NODES]}

LOOPBACK = ("127.0.0.1", "::1")


@dataclass
class Flow:
    service: str
    entrance: str
    port: str
    source: str
    expected: str
    seen: str
    family: int

    @property
    def name(self):
        return (f"v{self.family} {self.source} to {self.service} by {self.entrance} "
                f"{self.port}")


def is_for(word, backend):
    name = word.strip("[]").lstrip("!")
    return word.startswith("[!") != (name in backend)


def read_flows(name, backend):
    flows = []
    for line in read(name).splitlines():
        words = line.partition("#")[0].split()
        if words and words[0].startswith("["):
            words = words[1:] if is_for(words[0], backend) else []
        if not words:
            continue
        service, kind, port, sources, expected, *seen = words
        families = (int(port[-1]),) if port[-1] in "46" else (4, 6)
        for source in sources.split(","):
            for one in GROUPS.get(source, [source]):
                flows.extend(
                    Flow(service, kind, port.rstrip("46"), one, expected, "".join(seen), family)
                    for family in families)
    return flows


class Flows:
    def __init__(self, report, world, backend):
        self.report, self.world, self.backend = report, world, backend
        self.numbers = service_numbers(read("world.yaml")) | {"nothing": 99}

    def run(self, name):
        flows = read_flows(name, self.backend)
        probes = [self.probe(flow) for flow in flows]
        send(probes)
        for flow, probe in zip(flows, probes):
            self.report.check(f"{name}: {flow.name}", self.wanted(flow, probe),
                              met(probe, self.world.owners, self.world.owners))

    def probe(self, flow):
        place, address, node, mark = self.world.source(flow.source, flow.family)
        port, protocol = flow.port.split("/")
        to = entrance(flow.family, flow.entrance, self.numbers[flow.service], node)
        if flow.entrance == "localhost":
            address = to
        count = tries(flow.expected.count(",") + 1)
        return Probe(place, address, to, int(port), protocol, count, mark, flow.expected == "DROP")

    def wanted(self, flow, probe):
        if not flow.seen:
            return flow.expected
        _, _, node, _ = self.world.source(flow.source, flow.family)
        me = "localhost" if probe.to in LOOPBACK else flow.source.partition("/")[0]
        who = {"self": me, "node": node}[flow.seen]
        reached = self.world.owners.get(probe.to, probe.to)
        words = [f"{reached}:{probe.port}"] if flow.expected == "none" else (
            flow.expected.split(","))
        return " ".join(sorted(word if "@" in word else f"{word}@{who}" for word in words))
