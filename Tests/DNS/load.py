"""Every zone there is goes through the checkers of BIND, Knot and our own, and is read by all
three, who must agree on each record."""
import glob
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import broken
import corefile
from build import build, served
from dig import record, transfer
from lab.host import run
from servers import Bind, Knot, digest, zone_files

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIND_ADDRESS, KNOT_ADDRESS = "127.0.0.2", "127.0.0.3"
# As strict as it gets: names by RFC 952, no record twice, every target in the zone has an address.
CHECKZONE = ["named-checkzone", "-q", "-i", "local", "-k", "fail", "-n", "fail", "-m", "fail", "-M",
             "fail", "-r", "fail", "-S", "fail", "-T", "ignore", "-W", "warn"]


def test(report, netc, lab):
    for address in (BIND_ADDRESS, KNOT_ADDRESS):
        run("ip", "addr", "add", f"{address}/8", "dev", "lo")
    broken.test(report, lab)
    report.timed("zones that must be refused")
    folders = golden()
    report.check("golden cases have zones", True, bool(folders))
    check_all(report, folders)
    report.timed(f"{len(folders)} folders of golden cases")
    large = generated(netc, lab)
    check_all(report, [large])
    report.timed("a thousand Services")


def golden():
    """One folder for each content."""
    found = {}
    for folder in sorted(glob.glob(f"{ROOT}/golden/*/expected/nodes/*/dns/zones")):
        found.setdefault(digest(folder), folder)
    return list(found.values())


def generated(netc, lab):
    """The benchmark's cluster of 1,000 Services with ten endpoints each."""
    text = run("python3", f"{ROOT}/Tests/Performance/generate.py").stdout
    text = text.replace("spec:\n", "spec:\n  dns: {nodes: [node-000]}\n", 1)
    return served(build(netc, lab, "large", world=text))[0]


def check_all(report, folders):
    zones = os.environ["ZONES"]
    jobs = [(checker, path, origin) for folder in folders
            for origin, path in zone_files(folder).items()
            for checker in (named_checkzone, kzonecheck)]
    with ThreadPoolExecutor(2) as pool:
        for (checker, path, _), complaint in zip(jobs, pool.map(lambda job: job[0](*job[1:]), jobs)):
            report.check(f"{checker.__name__} {name(path)}", "", complaint)
    for folder in folders:
        report.check(f"zones check {name(folder)}", "", said([zones, "check", folder]))
        corefile.test(report, folder, zone_files(folder))
        agree(report, folder)


def named_checkzone(path, origin):
    return said([*CHECKZONE, origin, path])


def kzonecheck(path, origin):
    return said(["kzonecheck", "-o", origin, path])


def said(words):
    """What a checker complains about, "" if all is well."""
    done = subprocess.run(words, capture_output=True, text=True)
    text = done.stdout + done.stderr
    if done.returncode == 0 and "warning" not in text:
        return ""
    return text or f"status {done.returncode}"


def agree(report, folder):
    """The three readings of a folder: transfers out of BIND and Knot, and miekg/dns'."""
    origins = [origin + "." for origin in zone_files(folder)]
    printed = run(os.environ["ZONES"], "print", folder).stdout.splitlines()
    wanted = sorted(filter(None, map(record, printed)))
    report.check(f"lines of {name(folder)}", len(printed), len(wanted))
    for server in (Bind(folder, BIND_ADDRESS), Knot(folder, KNOT_ADDRESS)):
        with server:
            zones = transfer(server.addresses[0], origins)
            got = sorted(line for lines in zones.values() for line in lines)
            report.check(f"{server.name} reads the same in {name(folder)}", [],
                         sorted(set(wanted) ^ set(got)) or wanted[len(got):])
            report.check(f"{server.name} says nothing of {name(folder)}", "", server.said())


def name(path):
    return os.path.relpath(path, ROOT) if path.startswith(ROOT) else path
