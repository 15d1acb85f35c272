"""Questions to a name server, many to one process of dig, and records in one spelling."""
import ipaddress
import re
import subprocess
from dataclasses import dataclass, field

NAMED = ("CNAME", "PTR", "NS", "SRV", "SOA")
SHOWN = "+noall +comments +answer +tries=3 +time=2"


@dataclass
class Answer:
    """`records` are (owner, TTL, type, data) of the answer section, in canonical spelling."""
    rcode: str
    is_authoritative: bool
    records: list = field(default_factory=list)

    def data(self):
        """"TYPE DATA", as a sorted list: a record that came twice is there twice."""
        return sorted(f"{kind} {data}" for _, _, kind, data in self.records)

    def __str__(self):
        return f"{self.rcode} {' | '.join(self.data()) or '-'}"


def record(line):
    """A line as dig, named-compilezone and our own program print it; None for anything else."""
    words = line.split(None, 4)
    if len(words) != 5 or words[2] != "IN" or line.startswith(";"):
        return None
    owner, ttl, _, kind, data = words
    return owner.lower(), int(ttl), kind, spelled(kind, data)


def spelled(kind, data):
    if kind in ("A", "AAAA"):
        return str(ipaddress.ip_address(data))
    data = " ".join(data.split())
    return data.lower() if kind in NAMED else data


def ask(questions, on=()):
    """An Answer for each (name, type, words of dig), None where none came. `on` are words before
    the command, which run it elsewhere."""
    lines = "".join(f"{SHOWN} {words} {name} {kind}\n" for name, kind, words in questions)
    done = subprocess.run([*on, "dig", "-f", "-"], input=lines, capture_output=True, text=True)
    found = list(parts(done.stdout))
    if len(found) != len(questions):
        raise SystemExit(f"dig: {len(questions)} questions, {len(found)} answers: {done.stderr}")
    return found


def parts(text):
    """Answers in dig's output, in order."""
    answer = None
    for line in text.splitlines():
        head = re.match(r";; ->>HEADER<<- .*status: ([A-Z]+)", line)
        flags = re.match(r";; flags: ([a-z ]*);", line)
        if head:
            if answer:
                yield answer
            answer = Answer(head[1], False)
        elif flags:
            answer.is_authoritative = "aa" in flags[1].split()
        elif line.startswith(";; no servers could be reached"):
            if answer:
                yield answer
            answer = None
            yield None
        elif record(line):
            answer.records.append(record(line))
    if answer:
        yield answer


def transfer(server, origins):
    """The records of each zone, by AXFR, as sorted lists."""
    lines = "".join(f"+noall +answer @{server} {origin} AXFR\n" for origin in origins)
    done = subprocess.run(["dig", "-f", "-"], input=lines, capture_output=True, text=True)
    found = {}
    origin = None
    for line in filter(None, map(record, done.stdout.splitlines())):
        if line[2] == "SOA":  # begins a zone, and ends it
            origin = None if origin == line[0] else line[0]
            if origin:
                found[origin] = [line]
        elif origin:
            found[origin].append(line)
    return {name: sorted(records) for name, records in found.items()}
