"""Have all endpoints the same chances? Pearson's chi-square over a fixed number of connections."""
import math

from lab.client import Probe, send
from world import entrance

TRIES = 3000
# All tests of a run together give a false alarm less than once in a million runs.
LEAST_PROBABILITY = 1e-8


def survival(x, degrees):
    """The probability of a chi-square above x, by the recurrence of the incomplete gamma function
    (Abramowitz and Stegun, 26.4.8)."""
    y = x / 2
    if degrees % 2:
        a, term, total = 0.5, math.sqrt(y / math.pi) * 2 * math.exp(-y), math.erfc(math.sqrt(y))
    else:
        a, term, total = 1, y * math.exp(-y), math.exp(-y)
    while a < degrees / 2:
        total += term
        a += 1
        term *= y / a
    return total


def chi_square(counts):
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 for count in counts) / mean


CASES = [  # service, entrance, port, protocol, source, family, endpoints
    ("web", "cluster", 80, "TCP", "ca", 4, 3),
    ("web", "node", 30011, "TCP", "in/node-c", 6, 3),
    ("web", "cluster", 53, "UDP", "node-b", 6, 3),
    ("local", "balancer", 80, "TCP", "in/node-a", 4, 2),
    ("many", "cluster", 80, "TCP", "node-a", 4, 12),
    ("many", "cluster", 80, "TCP", "cc", 6, 12),
]


def run(report, world, numbers):
    for service, kind, port, protocol, source, family, endpoints in CASES:
        place, address, node, mark = world.source(source, family)
        to = entrance(family, kind, numbers[service], node)
        probe = Probe(place, address, to, port, protocol, TRIES, mark)
        send([probe])
        name = f"chances: v{family} {source} to {service} by {kind} {port}/{protocol}"
        counts = {}
        for result in probe.results:
            words = result.split()
            counts[tuple(words[:2])] = counts.get(tuple(words[:2]), 0) + 1
        report.check(f"{name}: endpoints", endpoints, len(counts))
        chance = survival(chi_square(list(counts.values())), max(endpoints - 1, 1))
        report.note(f"{name}: {sorted(counts.values())}, p = {chance:.3g}")
        report.check(f"{name}: alike", True, chance > LEAST_PROBABILITY)
