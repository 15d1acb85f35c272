"""main.py PART NETC: one host goes from build to build while a call of a tool fails, each in turn.

A call fails before it does anything, or when it has done everything and says otherwise. Then the host
must be as it was before; where `up` says that all is well, it must be as after an `up` without fault.
Where `up` is killed, the next `up` or `down` has to find its way.
Runs in network, mount and process namespaces of its own; see run."""
import sys
import time

from frr import FRR
from lab.host import Host, make_switch, run
from lab.report import Report
from world import Builder

import tools
import worlds
from state import difference, look

LAB = "/mnt"
MOST = 5  # faults that are told of; after that, the part is given up


class Lab:
    def __init__(self, part, netc):
        make_switch()
        self.host = Host("node-a", f"{LAB}/hosts")
        self.host.address("192.168.56.11/24", "fd00:56::11/64")
        for place in ("/var/log/nginx", "/var/lib/nginx"):
            self.host.on("mount", "-t", "tmpfs", "-o", "mode=755", "nginx", place)
        self.part = part
        self.frr = FRR(self.host) if part == "bgp" else None
        builder = Builder(netc, LAB)
        self.builds = {name: builder.build(*documents)
                       for name, documents in worlds.states(part).items()}
        self.tools = tools.Tools(LAB, self.host)
        while "tentative" in self.host.on("ip", "addr").stdout:
            time.sleep(0.1)

    def go(self, state, check=True):
        """To a build, or to nothing."""
        words = ("first", "down") if state == "nothing" else (state, "up")
        return self.tools.on(self.script(words[0]), words[1], check=check)

    def script(self, state):
        return f"{self.builds[state]}/nodes/node-a/node.sh"

    def look(self):
        return look(self.host, self.part)


class Change:
    """From one build to another, with a fault."""

    def __init__(self, report, lab, start, goal):
        self.report, self.lab, self.start, self.goal = report, lab, start, goal
        self.name = f"from {start} to {goal}"
        self.before = lab.look()
        self.attempt(0, "none")
        self.calls = lab.tools.calls()
        self.after = lab.look()
        lab.go(start)
        report.check(f"{self.name}: there and back", [], difference(self.before, lab.look()))
        self.wrong, self.missed = 0, []

    def attempt(self, number, mode):
        """Whether `up` came through, and what it said."""
        done = self.lab.tools.on(
            self.lab.script(self.goal), "up", number=number, mode=mode, check=False)
        return done.returncode == 0, done.stdout + done.stderr

    def each(self):
        survived, every = 0, tools.faults(self.lab.part, self.calls)
        for number, mode, call in every:
            survived += self.fault(number, mode, call)
            if self.wrong >= MOST:
                return
        self.report.note(f"{self.name}: {survived} of {len(every)} faults did not matter")
        self.report.check(f"{self.name}: faults that were to be and were not", [], self.missed)
        self.report.check(f"{self.name}: after each fault the host is as it was", 0, self.wrong)

    def fault(self, number, mode, call):
        """Whether `up` came through it."""
        done, said = self.attempt(number, mode)
        if not self.lab.tools.calls("failed"):
            self.missed.append(call)
        if mode == "kill":
            self.lab.go(self.start, check=False)
        lost = difference(self.after if done else self.before, self.lab.look())
        if lost:
            self.wrong += 1
            self.report.check(f"{self.name}: {call} fails {mode}, up {'goes on' if done else 'fails'}",
                              [], [*said.splitlines(), *lost][:20])
        if done or lost:
            self.lab.go(self.start, check=False)
        return done


def main(part, netc):
    run("mount", "-t", "tmpfs", "lab", LAB)
    run("mount", "-t", "tmpfs", "run", "/run")
    report, lab = Report(), Lab(part, netc)
    for start, goal in (("nothing", "first"), ("first", "next"), ("first", "bare")):
        if start == "first":
            lab.go("first")
        Change(report, lab, start, goal).each()
        report.timed(f"from {start} to {goal}")
    return report.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
