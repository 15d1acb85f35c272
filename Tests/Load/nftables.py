"""nftables.py FILE: loads an nftables.nft, twice, where this process may do so, and compares what the
kernel then has with what the file says, both in one spelling."""
import re
import subprocess
import sys


def nft(*arguments):
    done = subprocess.run(["nft", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"nft {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def seconds(match):
    unit = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    return "timeout " + str(sum(int(n) * unit[u] for n, u in re.findall(r"(\d+)([dhms])", match[1])))


SPELLINGS = [
    (r"meta l4proto (\w+) dnat (ip6?) to (.*) th dport \. numgen", r"dnat \2 to \3 \1 dport . numgen"),
    (r"dnat ip6? to ([0-9[])", r"dnat to \1"),
    (r"0x0*4000\b", "0x4000"),
    (r"priority -110;", "priority dstnat - 10;"),
    (r"(prerouting) priority -100;", r"\1 priority dstnat;"),
    (r"priority 0;", "priority filter;"),
    (r"priority 100;", "priority srcnat;"),
    (r"(output) priority dstnat - 10;", r"\1 priority -110;"),
    (r"timeout ((?:\d+[dhms])+)", seconds),
]


def canonical(line):
    for pattern, text in SPELLINGS:
        line = re.sub(pattern, text, line)
    return line


def parts(text):
    """{(table, name): (declaration and rules in order, elements sorted)}"""
    found, table, name, elements = {}, None, None, False
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("table "):
            table = line.split()[1]
        elif line.split(" ")[0] in ("set", "map", "chain"):
            name = tuple([table, *line.rstrip("{ ").split()])
            found[name] = ([], [])
        elif line.startswith("elements = {") or elements:
            elements = "}" not in line
            line = line.removeprefix("elements = {").rstrip("} ")
            found[name][1].extend(part.strip() for part in line.split(",") if part.strip())
        elif line not in ("", "}") and not line.startswith(("#", "add ", "delete ")):
            found[name][0].append(canonical(line))
    return {name: (rules, sorted(elements)) for name, (rules, elements) in found.items()}


def main(path):
    with open(path) as file:
        wanted = parts(file.read())
    nft("-f", path)
    nft("-f", path)
    families = sorted({name[0] for name in wanted})
    had = parts("".join(nft("-s", "list", "table", family, "netc") for family in families))
    for name in sorted(wanted.keys() | had.keys()):
        one, other = wanted.get(name), had.get(name)
        if one != other:
            sys.exit(f"{' '.join(name)}:\n  written: {one}\n  listed:  {other}")


main(sys.argv[1])
