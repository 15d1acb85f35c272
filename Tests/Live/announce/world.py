"""Three nodes, a client and two routers on one segment; every pod answers with its name."""
import json
import os
import time

from lab.client import Probe, send
from lab.host import Host, run
from lab.server import Servers

HERE = os.path.dirname(os.path.abspath(__file__))
NODES = {"node-a": 11, "node-b": 12, "node-c": 13}
PODS = {"node-a": "wa", "node-b": "wb", "node-c": "wc"}


def read(name, **words):
    with open(f"{HERE}/{name}") as file:
        text = file.read()
    for word, value in words.items():
        text = text.replace(word, value)
    return text


class Builder:
    def __init__(self, netc, folder):
        self.netc, self.folder, self.count = netc, folder, 0

    def build(self, *documents):
        """The folder of a new build."""
        self.count += 1
        source, out = (f"{self.folder}/{what}-{self.count}" for what in ("in", "out"))
        os.mkdir(source)
        for number, text in enumerate(documents):
            with open(f"{source}/{number}.yaml", "w") as file:
                file.write(text)
        run(self.netc, "build", "-q", source, "-o", out)
        return out


class World:
    def __init__(self, folder):
        self.nodes = {name: Host(name, folder) for name in NODES}
        for name, number in NODES.items():
            self.nodes[name].address(f"192.168.56.{number}/24", f"fd00:56::{number}/64")
        self.client = self.host("client", 100, folder)
        self.outer = self.host("outer", 1, folder)
        self.inner = self.host("inner", 2, folder)
        self.servers = None

    @staticmethod
    def host(name, number, folder):
        host = Host(name, folder)
        host.address(f"192.168.56.{number}/24", f"fd00:56::{number}/64")
        return host

    def up(self, build, *names, check=True):
        return [self.nodes[name].on("sh", f"{build}/nodes/{name}/node.sh", "up", check=check)
                for name in names or NODES][-1]

    @staticmethod
    def switch(state, port):
        run("ip", "link", "set", "dev", port, state)

    def down(self, *names):
        for name in names or NODES:
            self.nodes[name].on("sh", "/run/netc/up/node.sh", "down")

    def status(self, name):
        return self.nodes[name].on("sh", "/run/netc/up/node.sh", "status", check=False).stdout

    def serve(self):
        """Until `stop_serving`; the nodes themselves listen at 8088."""
        self.servers = Servers()
        for name, node in self.nodes.items():
            self.servers.open(node.pod(f"default_{PODS[name]}"), PODS[name], [8080])
            self.servers.open(node, name, [8088])
        self.servers.start()

    def stop_serving(self):
        self.servers.stop()

    def mac(self, name):
        return json.loads(self.nodes[name].on("ip", "-j", "link", "show", "dev", "eth0").stdout)[
            0]["address"]

    def who_has(self, mac):
        return next((name for name in NODES if self.mac(name) == mac), mac)

    def neighbour(self, host, address):
        """The node whose MAC address the host has for an address, or None."""
        entries = json.loads(host.on("ip", "-j", "neigh", "show", "to", address).stdout or "[]")
        mac = next((entry["lladdr"] for entry in entries if "lladdr" in entry), None)
        return mac and self.who_has(mac)

    def holders(self, address):
        """The nodes that have an address on eth0."""
        return [name for name, node in self.nodes.items() if address in [
            info["local"] for link in json.loads(
                node.on("ip", "-j", "addr", "show", "dev", "eth0").stdout)
            for info in link["addr_info"]]]


def ask(host, address, port=80, tries=1, is_silent=False):
    """What came of some connections: pods' names with what they saw as the client, or `refused`,
    `silence` and so on; each once, sorted."""
    probe = Probe(host, "", address, port, tries=tries, is_silent=is_silent)
    send([probe])
    return sorted({result if " " not in result else
                   f"{result.split()[0]}@{result.split()[3]}" for result in probe.results})


def pods(answers):
    return sorted({answer.split("@")[0] for answer in answers})


def until(wanted, look, seconds=15):
    """Looks until it sees what is wanted or the time is up; what it saw last."""
    end = time.monotonic() + seconds
    while True:
        got = look()
        if got == wanted or time.monotonic() > end:
            return got
        time.sleep(0.1)
