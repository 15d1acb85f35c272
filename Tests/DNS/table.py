"""Tables of questions, put to every server that there is: our own over `town`, and the corpus'."""
import os
import shutil

import cases
import corefile
from build import build, read, served
from dig import ask
from lab.host import run
from servers import Bind, CoreDNS, Knot, Own, digest, zone_files

HERE = os.path.dirname(os.path.abspath(__file__))
ADDRESSES = {Bind: "127.0.0.2", Knot: "127.0.0.3", Own: "127.0.0.4"}


def test(report, netc, lab):
    for address in ADDRESSES.values():
        run("ip", "addr", "add", f"{address}/8", "dev", "lo")
    if not shutil.which("coredns"):
        report.note("no coredns on the PATH: the Corefile is not run here")
    for world in ("town", "village"):
        built = build(netc, lab, world, cluster=read(f"{HERE}/{world}/cluster.yaml"),
                      objects=read(f"{HERE}/{world}/objects.yaml"))
        rows = [(row["name"], row["type"], row["rcode"], row["answers"])
                for row in table(f"{HERE}/{world}/queries.tsv")]
        put(report, built, rows)
        report.timed(f"{world}: {len(rows)} questions")
    cases.test(report, netc, lab)


def table(path):
    """The rows of a table, as dictionaries by its head; cells at the end may be missing."""
    lines = [line for line in read(path).splitlines() if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t") + [""] * len(head))) for line in lines[1:]]


def put(report, built, rows):
    """Each (name, type, rcode, answers) to each server, over UDP and TCP."""
    folders = served(built)
    report.check("every name server has the same zones", 1, len(set(map(digest, folders))))
    corefile.test(report, folders[0], zone_files(folders[0]))
    for kind, address in ADDRESSES.items():
        with kind(folders[0], address) as server:
            judge(report, server, rows)
    if shutil.which("coredns"):
        addresses = corefile.bound(f"{folders[0]}/../Corefile")
        for address in addresses:
            words = ["/128", "nodad"] if ":" in address else ["/32"]
            run("ip", "addr", "replace", address + words[0], "dev", "lo", *words[1:])
        with CoreDNS(folders[0], *addresses) as server:
            judge(report, server, rows)


def judge(report, server, rows):
    origins = zone_files(server.folder)
    for way in ("", "+tcp "):
        words = f"@{server.addresses[0]} +norecurse {way}"
        got = ask([(name, kind, words) for name, kind, *_ in rows])
        for (name, kind, rcode, wanted), answer in zip(rows, got):
            if server.knows_bare_origins and name.rstrip(".") in origins:
                rcode = "NOERROR"
            given = said(answer, wanted) if answer else "no answer"
            report.check(f"{server.name} {way}{name} {kind}",
                         f"{rcode} {' | '.join(sorted(wanted.split(' | ')))}", given)


def said(answer, wanted):
    """The answer in the table's words; stars where the table does not care."""
    data = answer.data()
    if "SRV * *" in wanted:
        data = sorted(" ".join([*words[:1], "*", "*", *words[3:]] if words[0] == "SRV" else words)
                      for words in (line.split() for line in data))
    return f"{answer.rcode} {' | '.join(data) or '-'}"
