"""Network namespaces without names: they live as long as this process holds them.

A lane is a client, a node and a backend in a row. The node forwards; the backend answers for every
address there is, and nothing listens in it, so that it refuses each connection.
"""
import ctypes
import os
import subprocess

CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
CLIENT, CLIENT_GATE = "10.191.255.2", "10.191.255.1"
NODE, NODE_ON_LINK = "192.168.0.1", "192.168.0.2"


def call(name, *arguments):
    if getattr(LIBC, name)(*arguments):
        raise OSError(ctypes.get_errno(), name)


class Space:
    """A network namespace of its own, never the machine's."""

    def __init__(self):
        ready, done = os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            try:
                call("unshare", CLONE_NEWNET)
                os.write(ready[1], b"1")
                os.close(done[1])
                os.read(done[0], 1)
            finally:
                os._exit(0)
        os.close(ready[1])
        os.close(done[0])
        made = os.read(ready[0], 1)
        if made:
            self.handle = os.open(f"/proc/{child}/ns/net", os.O_RDONLY)
        os.close(done[1])
        os.close(ready[0])
        os.waitpid(child, 0)
        if not made:
            raise OSError("no network namespace can be made here")
        self.run("ip", "link", "set", "lo", "up")

    def popen(self, command, **options):
        handle = self.handle
        return subprocess.Popen(command, preexec_fn=lambda: call("setns", handle, CLONE_NEWNET),
                                pass_fds=(*options.pop("pass_fds", ()), handle), **options)

    def run(self, *command, input=None):
        """What it printed; raises if it fails."""
        process = self.popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        printed, errors = process.communicate(input)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed: {errors.strip()[:2000]}")
        return printed

    def batch(self, *lines):
        self.run("ip", "-batch", "-", input="\n".join(lines) + "\n")

    def close(self):
        os.close(self.handle)


class Lane:
    def __init__(self):
        self.client, self.node, self.backend = Space(), Space(), Space()
        connect(self.node, "to-client", self.client, "to-node")
        connect(self.node, "to-backend", self.backend, "to-node")
        self.node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0",
                      "net.ipv4.conf.default.rp_filter=0")
        self.client.batch(f"addr add {CLIENT}/24 dev to-node", "link set to-node up",
                          f"route add default via {CLIENT_GATE}")
        self.node.batch(f"addr add {CLIENT_GATE}/24 dev to-client", "link set to-client up",
                        f"addr add {NODE}/24 dev to-backend", "link set to-backend up",
                        f"route add default via {NODE_ON_LINK}")
        self.backend.batch(f"addr add {NODE_ON_LINK}/24 dev to-node", "link set to-node up",
                           "route add local 0.0.0.0/0 dev lo table main",
                           f"route add 10.191.255.0/24 via {NODE}")

    def close(self):
        for space in (self.client, self.node, self.backend):
            space.close()


def connect(one, name, other, name_there):
    one.popen(["ip", "link", "add", name, "type", "veth", "peer", "name", name_there, "netns",
               f"/proc/self/fd/{other.handle}"], pass_fds=(other.handle,)).wait()
    one.run("ip", "link", "show", name)
    other.run("ip", "link", "show", name_there)
