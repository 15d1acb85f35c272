"""../shared/corpus/cases/dns: what the cluster DNS answers for objects of CoreDNS' own tests and
of the specification, where that folder is beside the checkout."""
import os
import re

import table
from build import build, read, served
from dig import record, transfer
from servers import Bind

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(os.path.dirname(ROOT), "shared", "corpus", "cases", "dns")
CLUSTER = """apiVersion: netc.dev/v1alpha1
kind: Cluster
metadata: {{name: cases}}
spec:
  podCIDRs: [{pods}]
  serviceCIDRs: [{services}]
  dns: {{serviceIPs: [{dns}], nodes: [one]}}
  nodes: [{{name: one, addresses: [192.0.2.1, "2001:db8:f::1"], podCIDRs: [{block}]}}]
"""
PODS, PODS_V6, BLOCK_V6 = "10.224.0.0/11", '"fd00:244::/56"', '"fd00:244::/64"'
# Of each file: (Service left out, settings of the Cluster). A cluster has one range of IPv6
# addresses for Services, so that the two that have one are in builds of their own.
WORLDS = {
    "main.yaml": [
        ("svc-dual-stack", dict(services='10.0.0.0/24, "1234:abcd::/112"', dns="10.0.0.53",
                                pods=f"{PODS}, {PODS_V6}", block=f"{PODS}, {BLOCK_V6}")),
        ("svc6", dict(services='10.0.0.0/24, "10::/112"', dns="10.0.0.53",
                      pods=f"{PODS}, {PODS_V6}", block=f"{PODS}, {BLOCK_V6}")),
    ],
    "reverse.yaml": [
        ("", dict(services='192.168.1.0/24, "fd00:21::/112"', dns="192.168.1.53",
                  pods='10.0.0.0/16, "fd00:77:30::/56"', block='10.0.1.0/24, "fd00:77:30:1::/64"')),
    ],
    "spec.yaml": [
        ("", dict(services='10.3.0.0/26, "2001:db8::/112"', dns="10.3.0.53",
                  pods=f"10.3.0.64/26, {PODS_V6}", block=f"10.3.0.64/27, {BLOCK_V6}")),
    ],
}
# Rows that netc answers otherwise, on purpose.
DIFFERENT = {
    # The Service has no IPv6: netc reports its slice of such addresses and leaves it out.
    "dns-053": ("NXDOMAIN", "-"),
}
# Names that CoreDNS does not transfer, though it answers for them: not a Service's; of endpoints
# below a Service with a cluster IP; or of objects that the list leaves out.
BESIDE = re.compile(
    r"((.*\.)?dns|dns-version|_netc\..*|[0-9-]+\.[a-z]+\.pod|ep1a\.svc1\.testns\.svc"
    r"|172-0-0-100\.kubedns\.kube-system\.svc|(.*\.)?kube-dns\.kube-system\.svc"
    r"|(.*\.)?unexposedns\.svc|)\.?cluster\.local\.$")


def test(report, netc, lab):
    if not os.path.isdir(FOLDER):
        report.note("SKIPPED: no ../shared/corpus/cases/dns here")
        return
    rows = table.table(f"{FOLDER}/queries.tsv")
    asked = 0
    for objects, worlds in WORLDS.items():
        for number, (left_out, settings) in enumerate(worlds):
            built = build(netc, lab, f"{objects[:-5]}-{number}", cluster=CLUSTER.format(**settings),
                          objects=without(read(f"{FOLDER}/objects/{objects}"), left_out))
            chosen = [question(row) for row in rows if row["objects"] == objects
                      and (not left_out or f"{left_out}." not in row["qname"])
                      and (number == 0 or "svc-dual-stack." in row["qname"])]
            table.put(report, built, chosen)
            asked += len(chosen)
            if objects == "main.yaml":
                compare(report, built, left_out)
    report.check("every row of the corpus is asked once", len(rows), asked)
    report.timed(f"corpus: {asked} questions")


def without(text, service):
    return "\n---\n".join(document for document in text.split("\n---\n")
                          if not service or f"  name: {service}\n" not in document)


def question(row):
    """As in our own table, where each answer says its type."""
    answers = re.sub(r"<generated name of ([0-9.]+)>", lambda m: m[1].replace(".", "-"),
                     row["answers"])
    words = [answer if answer.startswith("CNAME ") or answer == "-" else f"{row['qtype']} {answer}"
             for answer in answers.split(" | ")]
    rcode, answers = DIFFERENT.get(row["id"], (row["rcode"], " | ".join(words)))
    if row["qtype"] == "SRV":  # priority and weight are free
        answers = re.sub(r"SRV (\S+ \S+)", "SRV * *", answers)
    return row["qname"], row["qtype"], rcode, answers


def compare(report, built, left_out):
    """The whole zone with what CoreDNS transfers."""
    lines = read(f"{FOLDER}/expected-zone-main.txt").splitlines()
    wanted = {plain(line) for line in map(record, lines) if line
              # SRV at the bare name of a Service is CoreDNS' own
              and not (line[2] == "SRV" and not line[0].startswith("_"))
              and f"{left_out}.testns" not in line[0]}
    folder = served(built)[0]
    with Bind(folder, table.ADDRESSES[Bind]) as server:
        zone = transfer(server.addresses[0], ["cluster.local."])["cluster.local."]
    got = {plain(line) for line in zone if not BESIDE.match(line[0])}
    report.check(f"the zone without {left_out} is as CoreDNS transfers it", [],
                 sorted(wanted ^ got))


def plain(line):
    owner, _, kind, data = line
    return owner, kind, re.sub(r"^\d+ \d+ ", "", data) if kind == "SRV" else data
