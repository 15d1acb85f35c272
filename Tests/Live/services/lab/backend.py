"""The backends that a kernel like this one can have, and builds for them."""
import os
import subprocess
import sys

# name: (fields of spec.proxy, which iptables, how pods are wired)
BACKENDS = {
    "linear-nft": ("mode: iptables, dispatch: linear", "nft", "routed"),
    "linear-legacy": ("mode: iptables, dispatch: linear", "legacy", "routed"),
    "tree-nft": ("mode: iptables, dispatch: tree", "nft", "routed"),
    "tree-legacy": ("mode: iptables, dispatch: tree", "legacy", "routed"),
    "tree-bridge": ("mode: iptables, dispatch: tree", "nft", "bridge"),
    "nftables": ("mode: nftables", "nft", "routed"),
}


class Backend:
    def __init__(self, name, netc, folder):
        self.name = name
        self.proxy, self.iptables, self.wiring = BACKENDS[name]
        self.netc = netc
        self.folder = folder
        self.builds = 0
        self.choose_iptables()

    def choose_iptables(self):
        """`iptables` is the one that the backend wants."""
        tools = f"{self.folder}/bin"
        os.mkdir(tools)
        for tool in ("iptables", "ip6tables"):
            for verb in ("", "-save", "-restore"):
                found = subprocess.run(["sh", "-c", f"command -v {tool}-{self.iptables}{verb}"],
                                       capture_output=True, text=True).stdout.strip()
                os.symlink(found, f"{tools}/{tool}{verb}")
        os.environ["PATH"] = f"{tools}:{os.environ['PATH']}"

    def build(self, *documents, proxy=""):
        """The folder of a new build, None if this netc cannot make it; PROXY and WIRING in
        the documents stand for the fields of spec.proxy and spec.podNetwork.wiring."""
        self.builds += 1
        source, out = (f"{self.folder}/{what}-{self.builds}" for what in ("in", "out"))
        os.mkdir(source)
        fields = self.proxy + (f", {proxy}" if proxy else "")
        for number, text in enumerate(documents):
            with open(f"{source}/{number}.yaml", "w") as file:
                file.write(text.replace("PROXY", f"{{{fields}}}").replace("WIRING", self.wiring))
        done = subprocess.run([self.netc, "build", "-q", source, "-o", out],
                              capture_output=True, text=True)
        if "error[NC0902]" in done.stderr:
            return None  # not in this version
        if done.returncode != 0:
            sys.exit(f"netc build {source}: {done.stdout}{done.stderr}")
        return out


def up(build, *hosts):
    for host in hosts:
        host.on("sh", f"{build}/nodes/{host.name}/node.sh", "up")
