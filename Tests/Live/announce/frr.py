"""FRR in a namespace: each host has /run and /etc of its own, so the daemons are started as always."""
import json
import os
import time

DAEMONS = "/usr/lib/frr"


class FRR:
    def __init__(self, host):
        self.host = host
        host.on("sh", "-c", """
            mkdir -p /run/frr && chown frr:frr /run/frr /etc/frr && rm -f /etc/frr/frr.conf &&
            for daemon in zebra bgpd bfdd; do
              touch /etc/frr/$daemon.conf && "$0/$daemon" -d -A 127.0.0.1 || exit
            done""", DAEMONS)

    def say(self, *commands):
        words = [word for command in commands for word in ("-c", command)]
        return self.host.on("vtysh", *words).stdout

    def ask(self, command):
        return json.loads(self.say(f"{command} json") or "{}")

    def load(self, text):
        path = f"/run/frr/{self.host.name}.lines"
        self.host.on("sh", "-c", f"cat >{path} && vtysh -f {path}", text=text)

    def routes(self, family, length=None):
        """Prefix to the addresses of the peers that announce it, sorted."""
        table = self.ask(f"show bgp {family} unicast").get("routes", {})
        return {prefix: sorted(path["peerId"] for path in paths)
                for prefix, paths in table.items()}

    def path(self, family, prefix):
        return self.ask(f"show bgp {family} unicast {prefix}")["paths"]

    def established(self, family="ipv4"):
        peers = self.ask(f"show bgp {family} unicast summary").get("peers", {})
        return sorted(peer for peer, facts in peers.items() if facts["state"] == "Established")

    def flaps(self, peer):
        return self.ask(f"show bgp neighbors {peer}")[peer]["connectionsDropped"]


def exists():
    return os.path.exists(f"{DAEMONS}/bgpd")
