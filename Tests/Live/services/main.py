"""main.py BACKEND NETC: the tests of Services with one backend, in namespaces of their own; `run`
calls this once per backend."""
import sys

import chances
import table
from affinity import Affinity
from flows import Flows
from guards import closed, loopback_is_guarded
from lab.backend import Backend, up
from lab.host import make_switch, run
from lab.report import Report
from world import World, read

LAB = "/mnt"
VARIANTS = {
    "narrow": 'masqueradeAll: true, nodePortAddresses: [192.168.56.0/24, "fd00:56::/64"]',
    "localhost": "localhostNodePorts: true",
}


def main(name, netc):
    run("mount", "-t", "tmpfs", "lab", LAB)
    run("mount", "-t", "tmpfs", "run", "/run")
    make_switch()
    report = Report()
    backend = Backend(name, netc, LAB)
    build = backend.build(read("cluster.yaml"), read("world.yaml"))
    if build is None:
        report.skip(name)
        print("0 passed, 0 failed")
        return 0
    test_world(report, backend, build)
    test_table(report, backend)
    return report.end()


def test_world(report, backend, build):
    world = World(f"{LAB}/world")
    up(build, *world.hosts())
    servers = world.serve()
    report.timed("world up")
    flows = Flows(report, world, backend.name)
    flows.run("world.flows")
    report.timed("world.flows")
    Affinity(report, world, flows.numbers, lambda seconds: up(backend.build(
        read("cluster.yaml"), read("world.yaml").replace(
            "timeoutSeconds: 2", f"timeoutSeconds: {seconds}")), *world.hosts())).run()
    report.timed("affinity")
    chances.run(report, world, flows.numbers)
    report.timed("chances")
    with closed(*world.hosts()):
        flows.run("guards.flows")
    for variant in VARIANTS:
        test_variant(variant, report, backend, world, flows)
    report.timed("guards and variants")
    servers.stop()


def test_variant(variant, report, backend, world, flows):
    build = backend.build(read("cluster.yaml"), read("world.yaml"), proxy=VARIANTS[variant])
    if build is None:
        report.skip(variant)
        return
    up(build, *world.hosts())
    flows.run(f"{variant}.flows")
    if variant == "localhost" and backend.name != "nftables":
        loopback_is_guarded(report, world)


def test_table(report, backend):
    folder = table.find()
    if not folder:
        report.note("SKIPPED: no ../shared/corpus/cases/kube-proxy here")
        return
    table.Table(report, backend, folder).run()
    report.timed("table")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
