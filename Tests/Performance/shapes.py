"""The rules that are compared, as text: netc's in each mode, floors, and kube-proxy's nftables."""
import pathlib
import random
import subprocess

import kubeproxy
import services
import walk
from spaces import CLIENT

COMMANDS = {
    "legacy": ["iptables-legacy-restore", "--noflush"],
    "nf_tables": ["iptables-nft-restore", "--noflush"],
    "nftables": ["nft", "-f", "-"],
}
# One Service that has every address of the range, so that the floor sees the same packets.
FLOOR = f"""*nat
-A PREROUTING -d {services.RANGE} -p tcp --dport 80 -m statistic --mode random \
--probability 0.3333333333 -j DNAT --to-destination 10.144.0.2:8080
-A PREROUTING -d {services.RANGE} -p tcp --dport 80 -m statistic --mode random \
--probability 0.5000000000 -j DNAT --to-destination 10.144.0.3:8080
-A PREROUTING -d {services.RANGE} -p tcp --dport 80 -j DNAT --to-destination 10.144.0.4:8080
COMMIT
"""
FLOOR_NFT = f"""table ip floor {{
  chain prerouting {{
    type nat hook prerouting priority -100;
    ip daddr {services.RANGE} tcp dport 80 dnat to numgen random mod 3 map {{ 0 : 10.144.0.2, \
1 : 10.144.0.3, 2 : 10.144.0.4 }} : 8080
  }}
}}
"""


class Shape:
    """Parts are (tool, text), loaded one after the other; `floor` names what it is compared with."""

    def __init__(self, name, parts, floor, worst, met=None):
        self.name, self.parts, self.floor, self.worst, self.met = name, parts, floor, worst, met

    def again(self):
        """The parts as a second load has them: the jumps from built-in chains are there already."""
        return [(tool, text if tool == "nftables" else
                 "".join(line for line in text.splitlines(True) if not line.startswith("-I ")))
                for tool, text in self.parts]

    def size(self):
        return sum(len(text) for _, text in self.parts)


def compile_folder(netc, folder, made, mode, dispatch=None):
    """The folder of node-000 that netc makes of these Services; None if it has no such mode."""
    folder = pathlib.Path(folder)
    (folder / "input").mkdir(parents=True)
    with open(folder / "input" / "cluster.yaml", "w") as file:
        services.write(file, made, mode, dispatch)
    process = subprocess.run([netc, "build", folder / "input", "--node", "node-000", "-q", "-o",
                              folder / "out"], capture_output=True, text=True)
    if "NC0902" in process.stderr:
        return None
    if process.returncode:
        raise RuntimeError(f"netc build failed: {process.stderr[:2000]}")
    return folder / "out" / "nodes" / "node-000"


def floors(worst):
    return [
        Shape("no rules", [], None, worst),
        Shape("floor, legacy", [("legacy", FLOOR)], None, worst),
        Shape("floor, nf_tables", [("nf_tables", FLOOR)], None, worst),
        Shape("floor, nftables", [("nftables", FLOOR_NFT)], None, worst),
    ]


def rules_met(text, made, sample):
    """Rules that Services meet: mean, most, and the Service that meets the most."""
    nat = walk.NAT(text)
    chosen = random.Random(4).sample(made, min(sample, len(made)))
    looked_at = [*chosen, made[-1]]
    counts = [nat.met(services.ipaddress.ip_address(CLIENT), service.address, 80)
              for service in looked_at]
    most = max(counts)
    return sum(counts) / len(counts), most, looked_at[counts.index(most)].address


def iptables_shapes(netc, folder, made):
    for dispatch in ("linear", "tree"):
        built = compile_folder(netc, f"{folder}/{dispatch}", made, "iptables", dispatch)
        text = (built / "iptables.rules").read_text()
        mean, most, worst = rules_met(text, made, 100 if dispatch == "linear" else len(made))
        for tool in ("legacy", "nf_tables"):
            yield Shape(f"{dispatch}, {tool}", [(tool, text)], f"floor, {tool}", worst, (mean, most))


def nftables_shape(netc, folder, made):
    built = compile_folder(netc, f"{folder}/nftables", made, "nftables")
    if built is None:
        return
    parts = [("nftables", (built / "nftables.nft").read_text())]
    if (built / "iptables.rules").exists():
        parts.append(("nf_tables", (built / "iptables.rules").read_text()))
    yield Shape("nftables", parts, "floor, nftables", made[-1].address)


def shapes(netc, folder, made):
    yield from iptables_shapes(netc, folder, made)
    yield from nftables_shape(netc, folder, made)
    yield Shape("kube-proxy's nftables", [("nftables", kubeproxy.nftables(made))],
                "floor, nftables", made[-1].address)
