"""Real name servers over a folder of zones, each at an address of this network namespace."""
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time

from dig import ask

NAMED_OPTIONS = """
options {{
  directory "{work}"; pid-file none; session-keyfile none; listen-on {{ {four} }};
  listen-on-v6 {{ {six} }}; {recursion} allow-query {{ any; }};
  allow-transfer {{ any; }}; notify no; empty-zones-enable no; dnssec-validation no;
  max-cache-ttl 5; max-ncache-ttl 5; minimal-responses no;
  check-names primary fail; check-integrity yes; check-dup-records fail; check-srv-cname fail;
}};
controls {{ }};
logging {{ channel out {{ stderr; severity warning; }}; category default {{ out; }}; }};
"""
KNOT_HEAD = """
server:
    rundir: {work}
    listen: {address}@53
    automatic-acl: off
database:
    storage: {work}
log:
  - target: stderr
    any: warning
acl:
  - id: all
    action: transfer
template:
  - id: default
    acl: all
    zonefile-sync: -1
    journal-content: none
    semantic-checks: on
zone:
"""


def zone_files(folder):
    """Origin, without the final dot, to path."""
    return {name.removesuffix(".zone"): os.path.join(folder, name)
            for name in sorted(os.listdir(folder)) if name.endswith(".zone")}


def digest(folder):
    """Of all zones and their names."""
    files = []
    for origin, path in zone_files(folder).items():
        with open(path, "rb") as file:
            files.append((origin, file.read()))
    return hashlib.sha256(repr(files).encode()).hexdigest()


class Server:
    """Runs `command()` until the end of a `with`; `addresses` are its own. `on` are words before the
    command, which run it elsewhere, where the folder is `there`."""
    # For CoreDNS, an origin with nothing but SOA and NS does not exist.
    knows_bare_origins = False

    def __init__(self, folder, *addresses, on=(), there=None):
        self.folder, self.addresses, self.on = os.path.realpath(folder), addresses, list(on)
        self.there = there or self.folder
        self.work = tempfile.mkdtemp()
        self.log = open(f"{self.work}/log", "w+")
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(self.on + self.command(), stdout=self.log, cwd=self.work,
                                        stderr=self.log, stdin=subprocess.DEVNULL)
        origin = next(iter(zone_files(self.folder)))
        for _ in range(100):
            answer = ask([(origin + ".", "SOA", f"@{self.addresses[0]} +tries=1 +time=1")],
                         on=self.on)[0]
            if answer and answer.rcode == "NOERROR" and answer.is_authoritative:
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"{self.name} does not serve:\n{self.said()}")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.work)

    def said(self):
        with open(f"{self.work}/log") as file:
            return file.read()

    def write(self, name, text):
        path = f"{self.work}/{name}"
        with open(path, "w") as file:
            file.write(text)
        return path


class Bind(Server):
    """`forward` is an upstream for all other names."""
    name = "BIND"
    knows_bare_origins = True

    def __init__(self, *args, forward=None, **words):
        super().__init__(*args, **words)
        self.forward = forward

    def command(self):
        four = [a for a in self.addresses if ":" not in a]
        six = [a for a in self.addresses if ":" in a]
        recursion = "recursion no;" if not self.forward else (
            f"allow-recursion {{ any; }}; forward only; forwarders {{ {self.forward}; }};")
        text = NAMED_OPTIONS.format(
            work=self.work, four="".join(f"{a}; " for a in four) or "none;",
            six="".join(f"{a}; " for a in six) or "none;", recursion=recursion)
        for origin in zone_files(self.folder):
            text += f'zone "{origin}" {{ type primary; file "{self.there}/{origin}.zone"; }};\n'
        return ["named", "-f", "-n", "1", "-c", self.write("named.conf", text)]


class Knot(Server):
    name = "Knot"
    knows_bare_origins = True

    def command(self):
        text = KNOT_HEAD.format(work=self.work, address=self.addresses[0])
        for origin, path in zone_files(self.folder).items():
            text += f"  - domain: {origin}.\n    file: {path}\n"
        return ["knotd", "-c", self.write("knot.conf", text)]


class Own(Server):
    """zones/: CoreDNS's parser, and what its plugin `file` does with what it has read."""
    name = "file plugin"

    def command(self):
        return [os.environ["ZONES"], "serve", self.addresses[0], self.folder]


class CoreDNS(Server):
    """The real one with the emitted Corefile; it binds the addresses that stand in there."""
    name = "CoreDNS"

    def command(self):
        return ["sh", "-c", f"cd {self.there}/.. && exec coredns -conf Corefile"]
