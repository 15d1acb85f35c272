"""main.py NETC [PART...]: Ingress through the nginx that netc configures, in namespaces of its own."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../services"))
from lab.host import make_switch, run  # noqa: E402
from lab.report import Report  # noqa: E402

import annotations  # noqa: E402
import conformance  # noqa: E402
import corpus  # noqa: E402
import entry  # noqa: E402
import hostile  # noqa: E402
import leave  # noqa: E402
import protocols  # noqa: E402
import reload  # noqa: E402
import routes  # noqa: E402
from certificates import Authority  # noqa: E402
from place import Site  # noqa: E402

LAB = "/mnt"
PARTS = {
    "conformance": conformance.run, "routes": routes.run, "protocols": protocols.run,
    "annotations": annotations.run, "leave": leave.run, "entry": entry.run, "hostile": hostile.run,
    "reload": reload.run, "corpus": corpus.run,
}


def main(netc, *parts):
    run("mount", "-t", "tmpfs", "lab", LAB)
    run("mount", "-t", "tmpfs", "run", "/run")
    make_switch()
    report = Report()
    site = Site(netc, LAB, Authority(f"{LAB}/ca"))
    report.timed("hosts")
    for part in parts or PARTS:
        PARTS[part](report, site)
        report.timed(part)
    site.stop()
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
