"""sessionAffinity ClientIP: a client stays with its endpoint while it comes back in time, and is
given a new one, by chance, after that. Forty clients at once: chance cannot hide a fault."""
import time

from lab.client import Probe, send
from world import entrance

SECONDS = 2  # of the Service
CLIENTS = 40
ATTEMPTS = 4


def addresses(family):
    return [f"203.0.113.{n}" if family == 4 else f"2001:db8:f::{n}"
            for n in range(64, 64 + CLIENTS)]


class Affinity:
    def __init__(self, report, world, numbers):
        self.report, self.world, self.number = report, world, numbers["sticky"]

    def ask(self):
        """Which endpoint each client meets, twice in a row: a pair for each client."""
        place, _, node, mark = self.world.source("in/node-a", 4)
        return [probe.results for probe in send([
            Probe(place, address, entrance(family, kind, self.number, node), port, "TCP", 2, mark)
            for family in (4, 6) for kind, port in (("node", 30022), ("cluster", 80))
            for address in addresses(family)])]

    @staticmethod
    def endpoints(answers):
        return [[result.split()[0] for result in results] for results in answers]

    def run(self):
        """A machine that is too slow for the timeout is given another chance."""
        for _ in range(ATTEMPTS):
            if self.rounds():
                return
            time.sleep(SECONDS + 1)
        self.report.check("affinity: rounds in time", True, False)

    def rounds(self):
        """Four rounds: the third comes when the first is over but not the second. False if they
        were not in time."""
        answers, starts, ends = [], [], []
        for pause in (0, SECONDS * 0.6, SECONDS * 0.6, SECONDS * 1.6):
            time.sleep(pause)
            starts.append(time.monotonic())
            answers.append(self.endpoints(self.ask()))
            ends.append(time.monotonic())
        # From the start of one round to the end of the next; the kernel's clock is coarse.
        if max(ends[1] - starts[0], ends[2] - starts[1]) > SECONDS - 0.1:
            return False
        first, second, third, late = answers
        self.report.check("affinity: all clients were answered", {2},
                          {len(pair) for pair in first + late})
        self.report.check("affinity: all endpoints are used", {"a0", "a1", "b0", "c0"},
                          {endpoint for pair in first for endpoint in pair})
        self.report.check("affinity: a client comes back to its endpoint", True,
                          all(len(set(pair)) == 1 for pair in first))
        self.report.check("affinity: and later", first, second)
        self.report.check("affinity: each visit begins the time anew", first, third)
        self.report.check("affinity: after the time chance decides", True, first != late)
        return True
