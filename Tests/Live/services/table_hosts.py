"""The hosts and the Cluster document that the head of kube-proxy's table of flows describes.

`outside` has the sources that are neither a pod nor the node, `world` everything else: the
endpoints, and whatever a packet meets that no rule of a Service has changed."""
from lab.host import Host
from lab.server import Servers

# The v6 range is wider than the table's fd00:10::/64, so that the endpoints are in it, as the v4
# ones are: netc masquerades what goes from pods to addresses outside the range.
CLUSTER = """
apiVersion: netc.dev/v1alpha1
kind: Cluster
metadata: {name: table}
spec:
  podCIDRs: [10.0.0.0/8, "fd00:10::/32"]
  serviceCIDRs: [172.30.0.0/16, "fd00:172:30::/112"]
  podNetwork: {wiring: WIRING}
  proxy: PROXY
  nodes:
"""
POD = """---
apiVersion: v1
kind: Pod
metadata: {name: %s, namespace: default}
spec: {nodeName: test-node, containers: [{name: main, image: probe}]}
status: {podIPs: [{ip: 10.0.0.%d}, {ip: "fd00:10::%d"}]}
"""
NODES = ["test-node", "node0", "node1", "node2", "node-1", "another-node", "remote"]
NODE_ADDRESSES = ["192.168.0.2", "192.168.1.2", "192.168.99.11", "2001:db8::1", "2001:db8:1::2"]
GATEWAYS = ["10.0.0.1", "fd00:10::1"]
PODS = {"10.0.0.2": "client", "fd00:10::2": "client", "10.0.0.3": "other"}
LOOPBACK = ["127.0.0.1", "::1"]
HEALTH_PORT = 30000
PORTS = [80, HEALTH_PORT, 30301]


def cluster():
    text = CLUSTER
    for number, name in enumerate(NODES):
        four, six = ("192.168.0.2", "2001:db8::1") if number == 0 else (
            f"192.168.0.{10 + number}", f"2001:db8::a{number}")
        text += (f'    - {{name: {name}, addresses: [{four}, "{six}"], '
                 f'podCIDRs: [10.{number}.0.0/24, "fd00:10:{number:x}::/64"]}}\n')
    return text + POD % ("client", 2, 2) + POD % ("other", 3, 3)


class TableHosts:
    def __init__(self, folder):
        self.node, self.outside, self.world = (
            Host(name, folder) for name in ("test-node", "outside", "world"))
        self.node.address("192.168.0.2/24", "192.168.1.2/32", "192.168.99.11/32",
                          "2001:db8::1/64", "2001:db8:1::2/128")
        self.outside.address("192.168.0.100/24", "2001:db8::100/64")
        self.world.address("192.168.0.200/24", "2001:db8::200/64")
        self.outside.owns("203.0.113.0/24", "2600:5200::/32")
        self.world.owns("10.180.0.0/16", "10.0.1.0/24", "192.168.99.0/24", "1.2.3.4/32",
                        "5.6.7.8/32", "fd00:10:180::/48")
        for prefix, gateway in (("default", "192.168.0.200"), ("203.0.113.0/24", "192.168.0.100"),
                                ("default", "2001:db8::200"), ("2600:5200::/32", "2001:db8::100")):
            self.node.route(prefix, gateway)
        for host in (self.outside, self.world):
            host.route("default", "192.168.0.2")
            host.route("default", "2001:db8::1")

    def serve(self):
        """Servers everywhere: what comes through unchanged is answered too."""
        servers = Servers()
        for place in (self.node, self.world, self.pod("client"), self.pod("other")):
            servers.open(place, "*", PORTS)
        servers.start()
        return servers

    def pod(self, name):
        return self.node.pod(f"default_{name}")

    def place(self, source, destination):
        """Where a packet with this source begins. The node is it too that has a balancer's address
        for its own, and talks to it."""
        if source in PODS:
            return self.pod(PODS[source])
        if source in NODE_ADDRESSES + LOOPBACK + [destination]:
            return self.node
        return self.outside
