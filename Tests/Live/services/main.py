"""main.py BACKEND NETC PART...: the tests of Services with one backend, in namespaces of their own.

See `run`, which calls this once per backend. Parts: table, world."""
import sys

import table
from flows import Flows
from lab.backend import Backend, up
from lab.host import make_switch, run
from lab.report import Report
from world import World, read

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
    if "world" in parts:
        world_tests(report, backend)
    return report.end()


def world_tests(report, backend):
    world = World(f"{LAB}/world")
    up(backend.build(read("cluster.yaml"), read("world.yaml")), *world.hosts())
    servers = world.serve()
    report.timed("world: up")
    flows = Flows(report, world, backend.name)
    flows.run("world.flows")
    report.timed("world.flows")
    servers.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
