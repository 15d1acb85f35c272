"""Hosts: a network and a mount namespace each, with /run and /etc of their own, on one switch.

All of it lives in the namespaces of the process that makes it (see `run`), so that nothing is left
when that process ends."""
import contextlib
import ctypes
import os
import subprocess
import sys

CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)

HOLD = """
mount -t tmpfs run /run && mkdir /run/netns &&
  { mount -t overlay etc -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/work" /etc ||
    { cp -a /etc/. "$1/upper" && mount --bind "$1/upper" /etc; }; } &&
  rm -rf /etc/netns /etc/netc && echo ready && exec sleep infinity
"""

# No limits on ICMP errors: every refusal is to be seen. Addresses are ready at once.
SYSCTLS = [
    "net.ipv4.icmp_ratemask=0", "net.ipv6.icmp.ratelimit=0", "net.ipv6.icmp.ratemask=0",
    "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_dad=0",
    "net.ipv4.conf.all.send_redirects=0", "net.ipv4.conf.default.send_redirects=0",
    "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0",
    "net.ipv6.ip_nonlocal_bind=1",
]


def run(*words, check=True, text=None):
    done = subprocess.run(words, input=text, capture_output=True, text=True)
    if check and done.returncode != 0:
        sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}".strip())
    return done


class Place:
    """A network namespace: sockets and commands in it."""

    def __init__(self, path):
        self.fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def enter(self):
        if libc.setns(self.fd, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")


HOME = Place("/proc/self/ns/net")


@contextlib.contextmanager
def inside(place):
    place.enter()
    try:
        yield
    finally:
        HOME.enter()


class Host(Place):
    def __init__(self, name, folder):
        self.name = name
        folder = os.path.join(folder, name)
        os.makedirs(f"{folder}/upper")
        os.makedirs(f"{folder}/work")
        self.holder = subprocess.Popen(
            ["unshare", "-n", "-m", "--propagation", "private", "sh", "-c", HOLD, "sh", folder],
            stdout=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != "ready\n":
            sys.exit(f"no host {name}")
        self.pid = self.holder.pid
        super().__init__(f"/proc/{self.pid}/ns/net")
        run("ip", "link", "add", "name", f"sw{self.pid}", "type", "veth",
            "peer", "name", "eth0", "netns", str(self.pid))
        run("ip", "link", "set", "dev", f"sw{self.pid}", "master", "sw", "up")
        for sysctl in SYSCTLS:  # one by one: older kernels lack some
            self.on("sysctl", "-qw", sysctl, check=False)
        self.batch("link set dev lo up", "link set dev eth0 up")

    def on(self, *words, check=True, text=None):
        return run("nsenter", "-t", str(self.pid), "-m", "-n", "--", *words, check=check, text=text)

    def batch(self, *lines):
        """Lines for ip."""
        self.on("ip", "-batch", "-", text="\n".join(lines) + "\n")

    def address(self, *addresses):
        self.batch(*(f"addr add {a} dev eth0{' nodad' if ':' in a else ''}" for a in addresses))

    def owns(self, *prefixes):
        """The host answers as every address in the prefixes."""
        self.batch(*(f"route add local {prefix} dev lo" for prefix in prefixes))

    def route(self, prefix, gateway, *words):
        self.batch(f"route add {prefix} via {gateway} {' '.join(words)}".strip())

    def pod(self, netns):
        return Place(os.path.join("/proc", str(self.pid), "root", "run/netns", netns))


def make_switch():
    for sysctl in ("iptables", "ip6tables"):
        run("sysctl", "-qw", f"net.bridge.bridge-nf-call-{sysctl}=0", check=False)
    run("ip", "-batch", "-",
        text="link set dev lo up\nlink add name sw type bridge\nlink set dev sw up\n")
