"""What a Corefile says about zones, by a reader of our own: blocks `KEY... {`, one directive a line."""
import re

from build import read


def zones(path):
    """(key of the block, zone, file) of each `file` directive."""
    found = []
    keys = []
    for line in read(path).splitlines():
        words = line.split()
        if line.endswith("{") and line[:1] not in ("", " ", "#"):
            keys = words[:-1]
        elif words[:1] == ["file"]:
            rest = [word for word in words[1:] if word != "{"]
            found += [(key, origin, rest[0]) for key in keys
                      for origin in (rest[1:] or [key.rpartition(":")[0]])]
    return found


def bound(path):
    """The addresses that it listens on."""
    lines = re.findall(r"^ +bind (.*)$", read(path), re.MULTILINE)
    return sorted({address for line in lines for address in line.split()})


def test(report, folder, origins):
    """Each zone has a block of its own for plain DNS, and no block has any other."""
    wanted = sorted((f"{origin}:53", origin, f"zones/{origin}.zone") for origin in origins)
    got = sorted(zone for zone in zones(f"{folder}/../Corefile") if "://" not in zone[0])
    report.check(f"the Corefile beside {folder} serves each zone", wanted, got)
