#!/usr/bin/env python3
"""Compare the rules that netc writes with their floor, in one run: dataplane.py NETC [options]

For each number of Services: the time of a new connection, of a load and of a reload, and what the
rules take of the kernel's memory; then `node.sh up` after one Service has changed. Prints figures
and ratios; nothing is asserted. Works in network namespaces of its own. See docs/Performance.md.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import answers
import latency
import loads
import nodescript
import services
import shapes
import spaces

HERE = pathlib.Path(__file__).parent


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("netc")
    parser.add_argument("--services", type=int, nargs="*", default=[1000, 10000, 30000])
    parser.add_argument("--changed", type=int, default=10000, metavar="S",
                        help="Services of which one changes under node.sh; 0: leave that out")
    parser.add_argument("--limit", type=float, default=150, metavar="SECONDS", help="for one load")
    parser.add_argument("--connects", type=int, default=1500, help="of each kind, to each lane")
    parser.add_argument("--repeats", type=int, default=3, help="loads of each shape")
    parser.add_argument("--check", action="store_true",
                        help="fail if a connection goes astray, and where a shape does not load")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="shapes whose names have a WORD")
    return parser.parse_args()


def astray(compared, lanes, made):
    """Prints and counts the shapes whose Services are not reached."""
    failed = 0
    for shape in compared:
        wrong = answers.check(lanes[shape], made) if shape in lanes else ["did not load in time"]
        if wrong:
            failed += 1
            print(f"  NOT RIGHT: {shape.name}: {len(wrong)}, such as {wrong[0]}", flush=True)
    return failed


def compare(given, count, client, folder):
    """The number of shapes that do not forward as they should."""
    made = services.services(count)
    every = list(shapes.shapes(os.path.abspath(given.netc), folder, made))
    compared = [shape for shape in every
                if not given.only or any(word in shape.name for word in given.only)]
    print(f"\n{count:,} Services, {3 * count:,} endpoints", flush=True)
    lanes = {}
    for shape in shapes.floors(made[-1].address):
        lanes[shape] = loads.fresh(shape, given.limit).lane
    loaded = loads.measure(compared, given.repeats, given.limit)
    loads.report(loaded)
    lanes |= {shape: found[-1].lane for shape, found in loaded.items() if found[-1].lane}
    failed = astray(compared, lanes, made)
    found = latency.measure(client, lanes, made, given.connects, folder)
    latency.report(found)
    for lane in lanes.values():
        lane.close()
    return failed + latency.lost(found)


def main():
    given = options()
    if os.geteuid() != 0:
        sys.exit("the data-plane benchmark makes network namespaces: it needs root")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XTABLES_LOCKFILE"] = f"{folder}/xtables.lock"
        client = f"{folder}/connect"
        subprocess.run(["cc", "-O2", "-o", client, HERE / "connect.c"], check=True)
        try:
            spaces.Lane().close()
        except (OSError, RuntimeError) as error:
            sys.exit(f"no namespaces can be made here: {error}")
        failed = sum(compare(given, count, client, f"{folder}/{count}") for count in given.services)
        if given.changed:
            nodescript.report(os.path.abspath(given.netc), given.changed, f"{folder}/changed")
    sys.exit(1 if given.check and failed else 0)


if __name__ == "__main__":
    main()
