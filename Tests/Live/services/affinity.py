"""sessionAffinity ClientIP: a client stays with its endpoint while it comes back in time, and is
given a new one, by chance, after that. Forty clients at once: chance cannot hide a fault."""
import time

from lab.client import Probe, send
from world import entrance

SECONDS = (2, 6, 18)  # the first is the Service's; a machine may be too slow for it
CLIENTS = 40


def addresses(family):
    return [f"203.0.113.{n}" if family == 4 else f"2001:db8:f::{n}"
            for n in range(64, 64 + CLIENTS)]


class Affinity:
    def __init__(self, report, world, numbers, renew):
        """`renew` gives the Service another timeout, in seconds."""
        self.report, self.world, self.number = report, world, numbers["sticky"]
        self.renew = renew

    def ask(self):
        """Which endpoint each client meets, twice in a row: a pair for each client."""
        place, _, node, mark = self.world.source("in/node-a", 4)
        return [probe.results for probe in send([
            Probe(place, address, entrance(family, kind, self.number, node), port, "TCP", 2, mark)
            for family, kind, port in ((4, "node", 30022), (6, "cluster", 80))
            for address in addresses(family)])]

    def are_answered(self, results):
        """Otherwise all else would be too late, and that is not the machine's fault."""
        kinds = {"answer" if " " in result else result for pair in results for result in pair}
        self.report.check("affinity: all clients are answered", {"answer"}, kinds)
        return kinds == {"answer"}

    @staticmethod
    def endpoints(answers):
        return [[result.split()[0] for result in results] for results in answers]

    def run(self):
        for seconds in SECONDS:
            if seconds != SECONDS[0]:
                self.report.note(f"affinity: too slow a machine, once more with {seconds} s")
                self.renew(seconds)
            if self.rounds(seconds):
                return
        self.report.check("affinity: rounds in time", True, False)

    def rounds(self, seconds):
        """Four rounds: the third comes when the first is over but not the second. False if they
        were not in time, true if they told all there is to tell."""
        answers, starts, ends = [], [], []
        for pause in (0, seconds * 0.6, seconds * 0.6, seconds + 1):
            time.sleep(pause)
            starts.append(time.monotonic())
            results = self.ask()
            ends.append(time.monotonic())
            if not self.are_answered(results):
                return True
            answers.append(self.endpoints(results))
        # From the start of one round to the end of the next; the kernel's clock is coarse.
        if max(ends[1] - starts[0], ends[2] - starts[1]) > seconds - 0.1:
            return False
        first, second, third, late = answers
        self.report.check("affinity: all endpoints are used", {"a0", "a1", "b0", "c0"},
                          {endpoint for pair in first for endpoint in pair})
        self.report.check("affinity: a client comes back to its endpoint", True,
                          all(len(set(pair)) == 1 for pair in first))
        self.report.check("affinity: and later", first, second)
        self.report.check("affinity: each visit begins the time anew", first, third)
        self.report.check("affinity: after the time chance decides", True, first != late)
        return True
