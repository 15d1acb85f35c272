"""Counts the rules of a nat table that the first packet of a connection meets.

Only what netc writes for Services of type ClusterIP is known; another match is an error.
"""
import ipaddress

FINAL = {"DNAT", "MASQUERADE", "ACCEPT"}


class Rule:
    """One line. `chance` is the probability that a `statistic` match lets a packet pass."""

    def __init__(self, words):
        self.chance, self.target, self.goto = 1.0, None, False
        self.source, self.destination, self.port, self.never = None, None, None, False
        negated, index = False, 0
        while index < len(words):
            word = words[index]
            value = words[index + 1] if index + 1 < len(words) else None
            index += 2
            if word == "!":
                negated, index = True, index - 1
                continue
            if word in ("-s", "-d"):
                network = ipaddress.ip_network(value)
                match = int(network.network_address), int(network.netmask), negated
                if word == "-s":
                    self.source = match
                else:
                    self.destination = match
            elif word in ("-j", "-g"):
                self.target, self.goto = value, word == "-g"
                break
            elif word == "--dport":
                self.port = int(value)
            elif word == "--probability":
                self.chance = float(value)
            elif word == "--mark":
                self.never = not negated
            elif word == "--dst-type":
                self.never = not negated
            elif word not in ("-p", "-m", "--mode", "--comment", "--ctstate"):
                raise ValueError(f"unknown match {word}")
            negated = False

    def takes(self, source, destination, port):
        return not self.never and holds(self.source, source) and \
            holds(self.destination, destination) and self.port in (None, port)


def holds(match, address):
    return match is None or (address & match[1] == match[0]) != match[2]


def split(line):
    """Words; what is quoted is one word."""
    parts = line.split('"')
    return [word for number, part in enumerate(parts)
            for word in ([part] if number % 2 else part.split())]


class NAT:
    def __init__(self, text):
        self.chains = {"PREROUTING": []}
        lines = iter(text.splitlines())
        for line in lines:
            if line == "*nat":
                break
        for line in lines:
            if line.startswith(":"):
                self.chains[line[1:].split()[0]] = []
            elif line.startswith(("-A ", "-I ")):
                words = split(line)
                rest = words[3:] if line.startswith("-I ") and words[2].isdigit() else words[2:]
                if words[1] in self.chains:
                    self.chains[words[1]].append(Rule(rest))
            elif line == "COMMIT":
                break

    def met(self, source, destination, port):
        """The mean number of rules that are looked at."""
        return self.walk("PREROUTING", int(source), int(destination), port)[0]

    def walk(self, name, *packet):
        """Rules met from here, and the probability that the packet comes back from the chain."""
        met, left = 0.0, 1.0
        for rule in self.chains[name]:
            met += left
            if not rule.takes(*packet):
                continue
            if rule.target in self.chains:
                inner, back = self.walk(rule.target, *packet)
                met += left * rule.chance * inner
                kept = left * rule.chance * back
                if rule.goto:
                    # What falls off a chain that it went to goes on behind the last jump.
                    return met, left * (1 - rule.chance) + kept
                left = left * (1 - rule.chance) + kept
            elif rule.target in FINAL:
                left *= 1 - rule.chance
            elif rule.target == "RETURN":
                return met, left
            if left < 1e-9:
                return met, 0.0
        return met, left
