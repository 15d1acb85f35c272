"""What others do to our rules, and what `status` and the next `up` make of it."""
import clusters

STEADY = clusters.STEADY[0]
THEIRS = ("-d", "192.0.2.1", "-j", "RETURN")


def status(lab):
    return lab.node.on("sh", "/run/netc/up/node.sh", "status", check=False).stdout


def says(report, lab, name, *parts):
    found = status(lab)
    report.check(name, [], [part for part in parts if part not in found])


def chains(build):
    """The rules of each chain of the table nat, as written."""
    text = open(f"{build}/nodes/node-a/iptables.rules").read().split("*nat\n")[1]
    found = {}
    for line in text.splitlines():
        if line.startswith("-A "):
            found.setdefault(line.split()[1], []).append(line)
    return found


def unchanged_chain(before, after):
    old, new = chains(before), chains(after)
    return next(name for name, rules in old.items() if rules == new.get(name))


def iptables(report, lab, before, after):
    """Chains of which both builds say the same are mended by each `up`."""
    def nat(*words):
        return lab.node.on("iptables", "-w", "-t", "nat", *words).stdout
    lab.up(before)
    chain = unchanged_chain(before, after)
    rules = nat("-S", chain)
    nat("-D", chain, "1")
    nat("-A", chain, "-m", "comment", "--comment", "not netc's", "-j", "RETURN")
    nat("-I", "PREROUTING", *THEIRS)
    says(report, lab, "status names a rule that is gone and one that is new",
         f"iptables rule is gone: nat -A {chain}", f"iptables rule is new: nat -A {chain}")
    lab.up(after)
    report.check("up with another build mends a chain that both have", rules, nat("-S", chain))
    report.check("rules of others stay", True, " ".join(THEIRS[2:]) in nat("-S", "PREROUTING"))
    says(report, lab, "status after that", "no drift")
    nat("-F")
    nat("-X")
    lab.up(before)
    says(report, lab, "up after everything was flushed", "no drift")


def nftables(report, lab, before, after):
    """`up` with another build looks at what differs; with the same one, at everything."""
    def nft(*words):
        lab.node.on("nft", *words)
    lab.up(before)
    nft("delete", "element", "ip", "netc", "services", f"{{ {STEADY} . tcp . 80 }}")
    nft("add", "element", "ip", "netc", "cluster-ips", "{ 10.96.9.9 }")
    nft("add", "rule", "ip", "netc", "dispatch", "counter")
    drifted = (f"nftables element is gone: ip services {STEADY} . tcp . 80",
               "nftables element is new: ip cluster-ips 10.96.9.9", "nftables: ip netc dispatch differs")
    says(report, lab, "status names elements and chains that differ", *drifted)
    lab.up(after)
    says(report, lab, "up with another build leaves what both have, and status still tells", *drifted)
    lab.up(after)
    says(report, lab, "up with the same build mends", "no drift")
    nft("delete", "table", "ip", "netc")
    lab.up(before)
    says(report, lab, "up after a table was deleted", "no drift")


def check(report, lab, before, after):
    """By the way in which the builds serve Services."""
    nft = "nftables.nft" in lab.node.on("ls", f"{before}/nodes/node-a").stdout
    (nftables if nft else iptables)(report, lab, before, after)
