"""Loads a rules file, lists it, and compares what the kernel has with what was emitted.

roundtrip.py RESTORE FILE   RESTORE: iptables-nft-restore and the like. In a network namespace of the
                            caller's making. Prints each difference; status 1 if there is one.

What is written is not what is listed, so both are brought into one form: a rule is the chain, the
set of its options with their matches, and its target with its options. Options are told by name, so
their order does not count; the order of rules in a chain does.
"""
import ipaddress
import re
import shlex
import subprocess
import sys

# Options that take no argument.
FLAGS = {"--random-fully", "--rcheck", "--set", "--reap", "--rsource", "--return-nomatch"}
PROTOCOLS = {"6": "tcp", "17": "udp", "132": "sctp", "58": "ipv6-icmp"}


def number(text):
    return int(text, 0)


def mark(text, whole=0xFFFFFFFF):
    value, _, mask = text.partition("/")
    return f"{number(value):#x}/{number(mask) if mask else whole:#x}"


def address(text):
    network = ipaddress.ip_network(text, strict=False)
    return None if network.prefixlen == 0 else str(network)


def probability(text):
    """In steps of 2^-31, as the kernel keeps it; rounded, for text has ten digits."""
    return round(float(text) * 2**31 / 8)


def options(words):
    """(negated, name, arguments) for each option."""
    negated = False
    while words:
        word = words.pop(0)
        if word == "!":
            negated = True
            continue
        taken = []
        while words and not re.match(r"^(--?[a-z]|!$)", words[0]) and word not in FLAGS:
            taken.append(words.pop(0))
        yield negated, word, taken
        negated = False


def rule(line):
    """The canonical form of what follows `-A CHAIN`: matches as a set, the target behind them."""
    matches, target, protocol, targeted = set(), [], None, False
    for negated, name, taken in options(shlex.split(line.replace("\\'", "'"))):  # as -save quotes it
        value = " ".join(taken)
        if name in ("-p", "--protocol"):
            protocol = value = PROTOCOLS.get(value, value)
        elif name in ("-s", "-d"):
            value = address(value)
            if value is None:
                continue
        elif name in ("-m", "--match"):
            if value == protocol or value in PROTOCOLS.values():
                continue  # -p tcp alone and -p tcp -m tcp are one thing
        elif name == "--mark":
            value = mark(value)
        elif name == "--or-mark":
            name, value = "--set-xmark", f"{number(value):#x}/{number(value):#x}"
        elif name == "--xor-mark":
            name, value = "--set-xmark", f"{number(value):#x}/0x0"
        elif name == "--and-mark":
            name, value = "--set-xmark", f"0x0/{number(value) ^ 0xFFFFFFFF:#x}"
        elif name in ("--set-xmark", "--set-mark"):
            value = mark(value)
        elif name == "--probability":
            value = probability(value)
        elif name == "--ctstate":
            value = ",".join(sorted(value.split(",")))
        elif name in ("--mask", "--rsource", "--reject-with"):
            continue  # defaults that are listed but not written
        if name in ("-j", "-g"):
            targeted = True
        if targeted:
            target.append((name, value))
        else:
            matches.add((negated, name, value))
    return tuple(sorted(map(str, matches))), tuple(sorted(map(str, target)))


def chains(text):
    """{(table, chain): rules}; `-I CHAIN N` stands before what is appended."""
    found, table = {}, None
    for line in text.splitlines():
        if line.startswith("*"):
            table = line[1:]
        elif line.startswith(":"):
            found.setdefault((table, line[1:].split()[0]), [])
        elif line.startswith("-A "):
            _, chain, words = line.split(" ", 2)
            found.setdefault((table, chain), []).append(rule(words))
        elif line.startswith("-I "):
            _, chain, at, words = line.split(" ", 3)
            found.setdefault((table, chain), []).insert(int(at) - 1, rule(words))
    return found


def main(restore, path):
    with open(path) as file:
        text = file.read()
    done = subprocess.run([restore, "--noflush"], input=text, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{restore}: {done.stderr.strip()}")
    listing = subprocess.run([restore.replace("-restore", "-save")], capture_output=True, text=True)
    wanted, got = chains(text), chains(listing.stdout)
    differences = 0
    for key in sorted(wanted):
        if wanted[key] != got.get(key):
            differences += 1
            print(f"{' '.join(key)}:\n  emitted {wanted[key]}\n  listed  {got.get(key)}")
    for key in sorted(set(got) - set(wanted)):
        if got[key]:
            differences += 1
            print(f"{' '.join(key)}: listed, not emitted")
    rules = sum(map(len, wanted.values()))
    if not rules:
        sys.exit("no rules")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
