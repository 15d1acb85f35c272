"""The hosts: `edge` serves Ingress, `work` has most pods, clients are outside.

Pods have the addresses 10.244.1.N (on edge) and 10.244.2.N (on work); the VIP of the controller's
Service is 198.51.100.10, its node port 30080. Clients are 203.0.113.2 and .130."""
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time

from client import Client
from echo import Echo
from lab.host import Host, inside, run
from objects import CLASS, PREFIX, meta, pod, service, text

NODES = {"edge": 11, "work": 12}
VIP, NODE_PORTS = "198.51.100.10", (30080, 30443)
CLIENTS = ("203.0.113.2", "203.0.113.130")
# Pods by name: node, number of the address, ports of plain HTTP.
PODS = {
    "one": ("edge", 10), "two": ("work", 10), "three": ("work", 11), "canary": ("work", 12),
    "users": ("work", 13), "errors": ("work", 14), "secure": ("work", 15), "grpc": ("work", 16),
    "socket": ("edge", 17), "default": ("edge", 18), "nobody": ("work", 19),
    "half-0": ("work", 20), "half-1": ("work", 21),
    **{f"many-{n}": ("edge" if n % 2 else "work", 30 + n) for n in range(10)},
}


def address(name):
    node, number = PODS[name]
    return f"10.244.{1 if node == 'edge' else 2}.{number}"


def pods():
    return [pod(name, node, address(name), {"app": name.split("-")[0]},
                {"secure": 8443, "grpc": 50051}.get(name, 3000), ready=name != "nobody")
            for name, (node, _) in PODS.items()]


def services():
    ports = {"secure": (8443, 8443), "grpc": (50051, 50051)}
    every = [service(name, {"app": name}, port=ports.get(name, (8080, 0))[0],
                     target=ports.get(name, (0, 3000))[1])
             for name in sorted({name.split("-")[0] for name in PODS})]
    return every


def controller():
    """The Service that leads to the nodes: nginx stands for pods of the hosts' own network."""
    return [{
        "apiVersion": "v1", "kind": "Service",
        "metadata": meta("ingress-nginx-controller", "ingress-nginx"),
        "spec": {"type": "LoadBalancer", "selector": {"app": "ingress-nginx"}, "ports": [
            {"name": "http", "port": 80, "targetPort": 80, "nodePort": NODE_PORTS[0]},
            {"name": "https", "port": 443, "targetPort": 443, "nodePort": NODE_PORTS[1]}]},
        "status": {"loadBalancer": {"ingress": [{"ip": VIP}]}},
    }]


def cluster(**settings):
    return {
        "apiVersion": "netc.dev/v1alpha1", "kind": "Cluster", "metadata": {"name": "lab"},
        "spec": {
            "podCIDRs": ["10.244.0.0/16"], "serviceCIDRs": ["10.96.0.0/16"],
            "ingress": {"nodes": ["edge"], **settings},
            "nodes": [{"name": name, "addresses": [f"192.168.56.{number}"],
                       "podCIDRs": [f"10.244.{number - 10}.0/24"]}
                      for name, number in NODES.items()]}}


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one of them is gone


class Site:
    def __init__(self, netc, folder, authority):
        self.netc, self.folder, self.authority = netc, folder, authority
        self.builds = 0
        self.tried = set()  # the annotations that the hosts have been brought to
        self.hosts = {name: self.host(name) for name in NODES}
        self.outside = Host("outside", f"{folder}/hosts")
        self.wire()
        self.servers = []
        self.client = Client(self.outside, VIP, authority.root, CLIENTS[0])
        self.node = self.client.via("192.168.56.11")
        self.up(self.world([]))
        self.echo = self.serve()

    def host(self, name):
        host = Host(name, f"{self.folder}/hosts")
        for place in ("/var/log/nginx", "/var/lib/nginx"):
            host.on("mount", "-t", "tmpfs", "-o", "mode=755", "nginx", place)
        return host

    def wire(self):
        for name, number in NODES.items():
            self.hosts[name].address(f"192.168.56.{number}/24")
            self.hosts[name].route("default", "192.168.56.100")
        self.outside.address("192.168.56.100/24")
        self.outside.owns("203.0.113.0/24")
        self.outside.route("198.51.100.0/24", "192.168.56.11")

    def serve(self):
        echo = Echo()
        for name, (node, _) in PODS.items():
            place = self.hosts[node].pod(f"default_{name}")
            if name == "grpc":
                self.servers.append(self.start_grpc(node, name))
            elif name == "secure":
                echo.open(place, name, 8443, self.authority.files("secure.default.svc"))
            elif name != "half-1":  # dead, and nobody has noticed
                echo.open(place, name, 3000)
        echo.start()
        return echo

    def start_grpc(self, node, name):
        here = os.path.dirname(os.path.abspath(__file__))
        server = subprocess.Popen(
            ["nsenter", "-t", str(self.hosts[node].pid), "-m", "-n", "--", "ip", "netns", "exec",
             f"default_{name}", sys.executable, "-B", f"{here}/greeter.py"],
            stdout=subprocess.PIPE, text=True)
        if server.stdout.readline() != "ready\n":
            sys.exit("no gRPC server")
        return server

    def stop(self):
        self.echo.stop()
        for server in self.servers:
            server.kill()

    # --- builds -----------------------------------------------------------------------------

    @staticmethod
    def world(objects, **settings):
        """The cluster with its pods, and these objects."""
        return [cluster(**settings), CLASS, *pods(), *services(), *controller(), *objects]

    def build(self, objects):
        """What came of a build: its folder, and what it said."""
        self.builds += 1
        source, out = (f"{self.folder}/{what}-{self.builds}" for what in ("in", "out"))
        os.mkdir(source)
        with open(f"{source}/all.yaml", "w") as file:
            file.write(objects if isinstance(objects, str) else text(objects))
        done = subprocess.run([self.netc, "build", "-q", source, "-o", out], text=True,
                              capture_output=True)
        return (out if done.returncode == 0 else None), done.stderr

    def up(self, objects, hosts=None):
        """Builds, and brings the hosts to it; the folder of the build."""
        out, messages = self.build(objects)
        if out is None:
            sys.exit(f"netc build:\n{messages}")
        if not isinstance(objects, str):
            self.tried |= {key.removeprefix(PREFIX) for one in objects
                           for key in one["metadata"].get("annotations", {})}
        for name in hosts or NODES:
            self.hosts[name].on("sh", "-c", f"umask 077; sh {out}/nodes/{name}/node.sh up")
        return out

    def wait_for_log(self, word):
        """The access log, once it has a word in it, or after a while."""
        for _ in range(30):
            log = self.hosts["edge"].on("cat", "/var/log/nginx/netc-access.log").stdout
            if word in log:
                break
            time.sleep(0.1)
        return log

    @contextlib.contextmanager
    def tunnel(self, port):
        """A port of this namespace whose connections go on from the client's."""
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.forward, args=(listener, port), daemon=True).start()
        yield listener.getsockname()[1]
        listener.close()

    def forward(self, listener, port):
        while True:
            try:
                near = listener.accept()[0]
            except OSError:
                return
            with inside(self.outside):
                far = socket.create_connection((self.client.address, port), 10)
            far.settimeout(None)
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=copy, args=(source, target), daemon=True).start()

    def nginx_processes(self):
        return [line for line in run("ps", "-e", "-o", "pid=,args=").stdout.splitlines()
                if "nginx: " in line]
