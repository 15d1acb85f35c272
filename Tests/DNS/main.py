"""main.py PART NETC: one part of the ring, in namespaces of its own; `run` calls this for each."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [HERE, f"{os.path.dirname(HERE)}/Live/services"]

# They are found by the paths above.
import live
import load
import table
from lab.host import run
from lab.report import Report

LAB = "/mnt"


def main(part, netc):
    run("mount", "-t", "tmpfs", "lab", LAB)
    run("mount", "-t", "tmpfs", "run", "/run")
    run("ip", "link", "set", "dev", "lo", "up")
    report = Report()
    if part == "load":
        load.test(report, netc, LAB)
    elif part == "table":
        table.test(report, netc, LAB)
    else:
        live.test(report, netc, LAB, part.removeprefix("live-"))
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
