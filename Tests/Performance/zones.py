#!/usr/bin/env python3
"""How fast zones are made: zones.py ZONEBENCH [--services N] [--endpoints N] [--rounds N]

ZoneBench plans, prints and numbers the zones of both directions, from a network in memory. The
yardstick is an awk program that writes the same bytes: it reads each zone and puts each line
together from its fields again. CPU seconds, the best of the rounds. Then named-checkzone must take
every zone.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def cpu(command, **more):
    """CPU seconds of one run, which must end well."""
    process = subprocess.Popen(command, **more)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed ({process.returncode})")
    return usage.ru_utime + usage.ru_stime


def write_with_awk(zones, rounds, scratch):
    """The best of the rounds; what is written must be the same."""
    joined = scratch / "joined"
    joined.write_bytes(b"".join(zone.read_bytes() for zone in zones))
    copy = scratch / "copy"

    def one():
        with open(copy, "wb") as out:
            return cpu(["awk", "{ $1 = $1; print }", str(joined)], stdout=out,
                       env={**os.environ, "LC_ALL": "C"})
    best = min(one() for _ in range(rounds))
    if copy.read_bytes() != joined.read_bytes():
        sys.exit("awk wrote other bytes")
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("zonebench")
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--endpoints", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    for tool in ["awk", "named-checkzone"]:
        if not shutil.which(tool):
            print(f"skipped: no {tool}", file=sys.stderr)
            sys.exit(77)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        folder = scratch / "zones"
        folder.mkdir()
        result = json.loads(subprocess.run(
            [options.zonebench, str(options.services), str(options.endpoints),
             str(options.rounds), str(folder)], check=True, capture_output=True).stdout)
        zones = sorted(folder.iterdir())
        own = result["plan"] + result["print"]
        awk = write_with_awk(zones, options.rounds, scratch)
        checked = sum(
            cpu(["named-checkzone", "-q", "-i", "full", zone.name.removesuffix(".zone"),
                 str(zone)]) for zone in zones)
    print(f"{options.services:,} Services, {options.endpoints:,} endpoints:"
          f" {result['zones']:,} zones, {result['records']:,} records,"
          f" {result['bytes'] / 2**20:.1f} MiB")
    print(f"planned in {result['plan']:.3f} s, printed and numbered in {result['print']:.3f} s:"
          f" {result['records'] / own / 1e6:.2f} million records a second")
    print(f"awk writes the same bytes in {awk:.3f} s: {awk / own:.2f} times as long")
    print(f"named-checkzone takes all of them, in {checked:.3f} s:"
          f" {checked / own:.2f} times as long")


main()
