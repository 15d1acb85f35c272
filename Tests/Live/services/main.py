"""main.py BACKEND NETC PART...: the tests of Services with one backend, in namespaces of their own.

See `run`, which calls this once per backend. Parts: table, world."""
import sys

import table
from lab.backend import Backend
from lab.host import make_switch, run
from lab.report import Report

LAB = "/mnt"


def main(name, netc, *parts):
    run("mount", "-t", "tmpfs", "lab", LAB)
    run("mount", "-t", "tmpfs", "run", "/run")
    make_switch()
    report = Report()
    backend = Backend(name, netc, LAB)
    if "table" in parts:
        folder = table.find()
        if folder:
            table.Table(report, backend, folder).run()
        else:
            report.note("SKIPPED: no ../shared/corpus/cases/kube-proxy here")
        report.timed("table")
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
