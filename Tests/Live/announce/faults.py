"""A fault at every call of `node.sh up` that has to do with nginx or with announcing: the host is as it
was, and nginx answers as before."""
import http.client
import socket
import time

from frr import FRR
from lab.host import Host, inside, run
from world import read, until

FOLDER = "/mnt/faulty"
# Each tool with the calls that count, by a pattern of sh.
TOOLS = {
    "nginx": "*", "vtysh": "*", "keepalived": "*", "arping": "*", "ndptool": "*",
    "ip": "*addr?replace*|*addr?del*",
    **{tool: "*nginx*|*keepalived*|*frr*" for tool in ("cp", "mv", "ln", "mkdir", "chmod")},
}
# What says that it failed, though it did its work.
LATE = ("nginx", "vtysh", "keepalived", "ip")
WRAPPER = """#!/bin/sh
case "$*" in PATTERN) ;; *) exec REAL "$@" ;; esac
exec 8>>FOLDER/lock
flock 8
echo "TOOL $*" >>FOLDER/calls
count=$(wc -l <FOLDER/calls)
exec 8>&-
[ "$count" = "$FAULT_AT" ] || exec REAL "$@"
[ "$FAULT_MODE" = before ] || REAL "$@"
echo "TOOL: fault injected" >&2
exit 1
"""
# As in live.sh, but for what that one looks at: here are no other links, and no other rules.
STATE = r"""
ip -o addr show | sed 's/^[0-9]*: //;s/ [a-z_]*timer *[0-9.]*//g' | sort
ip route show table all | sort
find /etc/netc /etc/netns /run/netc -type f 2>/dev/null | sort | while read -r f; do
  case $f in
    */lock) ;;
    */up/*|*/nginx*|*/frr.conf|*/keepalived.conf|/etc/*) echo "$f $(cksum <"$f")" ;;
    *) echo "$f" ;;
  esac
done
find /run/netc -type l -printf '%p %l\n' 2>/dev/null | sort
ls /run/netc-nginx.pid 2>/dev/null
iptables-save | sed '/^[#:]/d' | sort
vtysh -c 'show running-config'
ps -e -o args= | grep -E '^(nginx|keepalived)' | sort
"""


def run_all(report, builder):
    node = Host("node-a", "/mnt/hosts")
    node.address("192.168.56.11/24")
    client = Host("client", "/mnt/hosts")
    client.address("192.168.56.100/24")
    node.on("mount", "-t", "tmpfs", "-o", "mode=755", "nginx", "/var/log/nginx")
    node.on("mount", "-t", "tmpfs", "-o", "mode=755", "nginx", "/var/lib/nginx")
    FRR(node)
    make_wrappers()
    faults = Faults(report, node, client, builder)
    first, second = faults.build("first", 200, 1), faults.build("second", 201, 2)
    faults.loop("the first up", None, first)
    faults.loop("another build", first, second)
    faults.loop(
        "keepalived instead", first, faults.build("second", 201, 1, "announce: keepalived"), 5)
    faults.port_taken(first)
    faults.end()


def make_wrappers():
    run("mkdir", "-p", FOLDER)
    for tool, pattern in TOOLS.items():
        text = WRAPPER.replace("REAL", run("sh", "-c", f"command -v {tool}").stdout.strip())
        for word, value in {"PATTERN": pattern, "TOOL": tool, "FOLDER": FOLDER}.items():
            text = text.replace(word, value)
        with open(f"{FOLDER}/{tool}", "w") as file:
            file.write(text)
        run("chmod", "+x", f"{FOLDER}/{tool}")


class Faults:
    def __init__(self, report, node, client, builder):
        self.report, self.node, self.client, self.builder = report, node, client, builder

    def build(self, place, address, far, announce="", port=80):
        return self.builder.build(read(
            "faults.yaml", ANNOUNCE=announce, PORT=str(port), PLACE=place,
            ADDRESS=f"192.168.56.{address}", FAR=f"203.0.113.{far}"))

    def up(self, build, at=0, mode="before"):
        run("truncate", "-s", "0", f"{FOLDER}/calls")
        return self.node.on(
            "env", f"PATH={FOLDER}:/usr/sbin:/usr/bin:/sbin:/bin", f"FAULT_AT={at}",
            f"FAULT_MODE={mode}", "sh", f"{build}/nodes/node-a/node.sh", "up", check=False)

    def reset(self, before):
        if before is None:
            self.node.on("sh", "/run/netc/up/node.sh", "down", check=False)
        else:
            self.up(before)

    def state(self):
        return self.node.on("sh", "-c", STATE, check=False).stdout

    def served(self):
        """Where nginx sends a client."""
        with inside(self.client):
            try:
                connection = http.client.HTTPConnection("192.168.56.11", timeout=5)
                connection.request("GET", "/", headers={"Host": "site.example"})
                return connection.getresponse().getheader("Location")
            except OSError:
                return None

    def seen(self):
        return self.state(), self.served()

    def settled(self, seconds):
        """The state in which nothing more happens: keepalived takes some time."""
        time.sleep(seconds)
        return self.seen()

    def loop(self, name, before, build, seconds=0.3):
        """Fails each call once, in each way."""
        self.reset(before)
        start = self.settled(seconds)
        done = self.up(build)
        self.report.check(f"{name}: without a fault", (0, ""), (done.returncode, done.stderr))
        end = self.settled(seconds)
        with open(f"{FOLDER}/calls") as file:
            calls = file.read().splitlines()
        self.reset(before)
        self.report.check(f"{name}: the way back", start, until(start, self.seen, 8))
        bad, harmless = [], []
        for mode in ("before", "after"):
            for at, call in enumerate(calls, 1):
                if mode == "before" or call.split()[0] in LATE:
                    self.fault(before, build, (at, mode, call), (start, end), bad, harmless)
        self.report.note(f"{name}: {len(calls)} calls; did not matter: {harmless}")
        self.report.check(f"{name}: after a fault the host is as before", [], bad[:2])
        self.report.check(f"{name}: enough calls were seen", True, len(calls) > 8)

    def fault(self, before, build, where, states, bad, harmless):
        start, end = states
        done = self.up(build, *where[:2])
        wanted = start if done.returncode else end
        got = until(wanted, self.seen, 8)
        if got != wanted or done.returncode == 2:
            bad.append((where, done.returncode, done.stderr, difference(wanted, got)))
        if done.returncode == 0:
            harmless.append(where[1:])
        if got != start:
            self.reset(before)
            until(start, self.seen, 8)

    def port_taken(self, first):
        """nginx -t says yes, and then nginx cannot listen."""
        self.reset(first)
        start = self.settled(0.3)
        with inside(self.node):
            other = socket.create_server(("192.168.56.11", 8080))
        done = self.up(self.build("second", 201, 2, port=8080))
        self.report.check(
            "a port that somebody else has", (1, True),
            (done.returncode, "8080" in done.stderr and "as it was before" in done.stderr))
        self.report.check("    leaves the host as before", start, until(start, self.seen, 8))
        other.close()

    def end(self):
        self.node.on("sh", "/run/netc/up/node.sh", "down")
        nobody = until("", lambda: run(
            "sh", "-c", "ps -e -o args= | grep -E 'nginx:|keepalived|arping|announce.sh' | "
            "grep -v grep", check=False).stdout, 8)
        self.report.check("down leaves no process", "", nobody)


def difference(wanted, got):
    """Lines that are missing, and lines too many."""
    (old, was), (new, serves) = wanted, got
    old, new = old.splitlines(), new.splitlines()
    return ([line for line in old if line not in new], [line for line in new if line not in old],
            was, serves)
