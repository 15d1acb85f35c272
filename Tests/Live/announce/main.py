"""main.py PART NETC: announcing, in namespaces of its own; `run` calls this once per part."""
import sys

import bgp
import layer2
import vrrp
from lab.host import make_switch, run
from lab.report import Report
from world import Builder, World

LAB = "/mnt"
PARTS = {"layer2": layer2.run, "vrrp": vrrp.run, "bgp": bgp.run}


def main(part, netc):
    run("mount", "-t", "tmpfs", "lab", LAB)
    run("mount", "-t", "tmpfs", "run", "/run")
    make_switch()
    report = Report()
    PARTS[part](report, World(f"{LAB}/world"), Builder(netc, LAB))
    report.timed(part)
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
