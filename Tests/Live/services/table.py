"""The rows of kube-proxy's own packet flows (../shared/corpus/cases/kube-proxy), each made as a
connection of the hosts that the table's head names."""
import contextlib
import os

from guards import closed
from lab.backend import up
from lab.client import Probe, send
from lab.judge import met, tries
from table_hosts import GATEWAYS, LOOPBACK, NODE_ADDRESSES, TableHosts, cluster

# Rows that hosts made of namespaces cannot show, with the reason. So far they show all.
NOT_LIVE = {}
# Where a backend differs by design, as kube-proxy's does: what is met instead.
DIFFERENT = {"nftables": {"kp-044": "127.0.0.1:30301@127.0.0.1"}}
OWNERS = {address: "node" for address in NODE_ADDRESSES + GATEWAYS}
CLOSED_PORT = 80  # served on the node, and not a health check's


def read(folder):
    """The rows, grouped by what has to be loaded for them."""
    groups = {}
    with open(f"{folder}/flows.tsv") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    for words in lines[1:]:
        row = dict(zip(lines[0], words))
        groups.setdefault((row["objects"], row["settings"]), []).append(row)
    return groups


def proxy_fields(settings):
    fields = []
    for setting in settings.split(";"):
        name, _, value = setting.partition("=")
        if name == "nodePortAddresses":
            fields.append(f'{name}: [{", ".join(repr(v) for v in value.split(","))}]')
        elif name != "-":
            fields.append(f"{name}: {value}")
    return ", ".join(fields)


def wanted(row):
    """What `met` says if the row is right; a source that is kept is spelled out."""
    expected, port = row["expected"], row["dport"]
    if expected in ("REJECT", "DROP"):
        return expected
    if expected in ("none", "ACCEPT"):
        expected = f"{row['destination']}:{port}"
    source = row["source"] if row["masq"] in ("no", "-") else "node"
    words = [f"{endpoint}@{OWNERS.get(source, source)}" for endpoint in expected.split(",")]
    return " ".join(sorted(word.replace("[", "").replace("]", "") for word in words))


class Table:
    def __init__(self, report, backend, folder):
        self.report, self.backend, self.folder = report, backend, folder
        self.hosts = TableHosts(f"{backend.folder}/table")
        self.servers = None

    def run(self):
        for (objects, settings), rows in read(self.folder).items():
            with open(f"{self.folder}/objects/{objects}") as file:
                build = self.backend.build(cluster(), file.read(), proxy=proxy_fields(settings))
            if build is None:
                self.report.skip(f"{len(rows)} rows of {objects} with {settings}")
                continue
            up(build, self.hosts.node)
            self.servers = self.servers or self.hosts.serve()
            self.test([row for row in rows if row["id"] not in NOT_LIVE])
        self.servers.stop()
        for row, reason in NOT_LIVE.items():
            self.report.note(f"not live: {row}: {reason}")
        self.report.note(f"rows that are not live: {len(NOT_LIVE)}")

    def test(self, rows):
        """Most rows share what is around them and are tried at the same time."""
        special = [row for row in rows if self.needs(row) or row["expected"] == "ACCEPT"]
        for batch in [[row for row in rows if row not in special]] + [[row] for row in special]:
            with contextlib.ExitStack() as stack:
                for row in batch:
                    self.prepare(row, stack)
                probes = [self.probe(row) for row in batch]
                send([probe for pair in probes for probe in pair])
            for row, (probe, *control) in zip(batch, probes):
                name = f"{row['id']} {row['name']}"
                self.report.check(name, self.wanted(row), met(probe, {}, OWNERS))
                for probe in control:
                    self.report.check(f"{name} (another port)", "DROP", met(probe, {}, OWNERS))

    def wanted(self, row):
        return DIFFERENT.get(self.backend.name, {}).get(row["id"]) or wanted(row)

    def probe(self, row):
        source, destination = row["source"], row["destination"]
        place = self.hosts.place(source, destination)
        expected = row["expected"]
        first = Probe(place, source, destination, int(row["dport"]), row["protocol"],
                      tries(expected.count(",") + 1), is_silent=expected == "DROP")
        if expected != "ACCEPT":
            return [first]
        return [first, Probe(place, source, destination, CLOSED_PORT, is_silent=True)]

    def prepare(self, row, stack):
        """Until the stack is left. Where a rule shall accept, nothing else does."""
        if row["expected"] == "ACCEPT":
            stack.enter_context(closed(self.hosts.node))
        if self.needs(row):
            change, back = self.needs(row)
            change()
            stack.callback(back)

    def needs(self, row):
        """What a row needs beside what all of them share: how to make it and how to undo it."""
        source, node = row["source"], self.hosts.node
        if source == "1.2.3.4" != row["destination"]:
            return lambda: self.lead(source, "add"), lambda: self.lead(source, "del")
        if source == row["destination"] and source not in NODE_ADDRESSES + LOOPBACK:
            return (lambda: node.batch(f"addr add {source}/32 dev lo"),
                    lambda: node.batch(f"addr del {source}/32 dev lo"))
        return None

    def lead(self, source, verb):
        """1.2.3.4 is outside for the row that has it as the source."""
        self.hosts.outside.batch(f"route {verb} local {source} dev lo")
        self.hosts.node.batch(f"route {verb} {source} via 192.168.0.100")


def find():
    """The folder with the table; None where it is missing."""
    folder = os.path.abspath("../shared/corpus/cases/kube-proxy")
    return folder if os.path.exists(f"{folder}/flows.tsv") else None
