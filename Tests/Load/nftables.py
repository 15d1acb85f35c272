"""Round trip of an nftables.nft: loaded, listed, and the listing says what the file says.

  python3 nftables.py FILE   in a network namespace of its own
"""
import re
import subprocess
import sys

PRIORITIES = {
    "raw": -300, "mangle": -150, "dstnat": -100, "filter": 0, "security": 50, "srcnat": 100}
# What nft prints on a machine without /etc/protocols.
PROTOCOLS = {"6": "tcp", "17": "udp", "132": "sctp"}
SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def priority(match):
    word, sign, offset = match.groups()
    return f"priority {PRIORITIES[word] + int((sign or '+') + (offset or '0'))};"


def seconds(match):
    return "timeout %ds" % sum(
        int(count) * SECONDS[unit] for count, unit in re.findall(r"(\d+)([dhms])", match[1]))


def element(text):
    """The protocol is the first part of the key, or the second, behind an address."""
    parts = text.split(" . ")
    place = 1 if re.search("[.:]", parts[0]) else 0
    if place < len(parts) - 1:
        parts[place] = PROTOCOLS.get(parts[place], parts[place])
    return " . ".join(parts)


def canonical(line):
    """A declaration or rule, whether as netc writes it or as nft lists it."""
    line = re.sub(r"(?<=meta l4proto )\d+", lambda match: PROTOCOLS[match[0]], line)
    line = re.sub(r"0x[0-9a-f]+", lambda match: hex(int(match[0], 16)), line)
    line = re.sub(r"priority ([a-z]+)(?: ([+-]) (\d+))?;", priority, line)
    line = re.sub(r"timeout ((?:\d+[dhms])+)$", seconds, line)
    # nft leaves out a protocol that a port implies, and the family of an address.
    line = re.sub(r"^meta l4proto (\w+) (dnat .*) th dport ", r"\2 \1 dport ", line)
    return re.sub(r"dnat ip6? to (\S+)$", r"dnat to \1", line)


def blocks(text):
    """{(family, sort, name): (lines, elements)}; an element that is there twice counts twice."""
    found, inside = {}, None
    for line in map(str.strip, text.splitlines()):
        words = line.split()
        if not words or words[0] in ("#", "add", "delete"):
            continue
        if words[0] == "table":
            family = words[1]
        elif words[0] in ("set", "map", "chain") and words[-1] == "{":
            lines, inside = found.setdefault((family, words[0], words[1]), ([], [])), None
        else:
            if words[0] == "elements":
                inside, line = lines[1], line.partition("{")[2]
            if inside is None:
                lines[0].append(canonical(line)) if line != "}" else None
                continue
            ends = line.endswith("}")
            pieces = map(str.strip, line.rstrip("}").split(","))
            inside += [element(piece) for piece in pieces if piece]
            inside = None if ends else inside
    return {name: (said, sorted(elements)) for name, (said, elements) in found.items()}


def nft(*arguments, **more):
    return subprocess.run(
        ("nft", *arguments), check=True, capture_output=True, text=True, **more).stdout


def listed(families):
    return blocks("".join(nft("-s", "list", "table", family, "netc") for family in families))


def main(path):
    with open(path) as file:
        text = file.read()
    wanted = blocks(text)
    families = sorted({family for family, _, _ in wanted})
    nft("-c", "-f", path)
    nft("-f", "-", input="table ip neighbour {\n\tchain other {\n\t\taccept\n\t}\n}\n")
    neighbour = nft("list", "table", "ip", "neighbour")
    for time in ("first", "second"):
        nft("-f", path)
        found = listed(families)
        for name in sorted(wanted.keys() | found.keys()):
            wrote, read = wanted.get(name), found.get(name)
            if wrote != read:
                sys.exit(f"{time} time, {' '.join(name)}: wrote {wrote}, read {read}")
    if nft("list", "table", "ip", "neighbour") != neighbour:
        sys.exit("the table of somebody else has changed")
    # What is compared must be able to differ.
    nft("flush", "chain", families[0], "netc", "dispatch")
    if listed(families) == wanted:
        sys.exit("a flushed chain was not noticed")


try:
    main(sys.argv[1])
except subprocess.CalledProcessError as error:
    sys.exit(f"{' '.join(error.cmd)}: {error.stderr.strip()}")
