"""Which backend answers a request, by the definition of Ingress (kubernetes.io, "Path types" and
"Hostname wildcards") and, for expressions, by docs/Artifacts/nginx.md. Written apart from netc."""

import re
from urllib.parse import unquote


def normal(target):
    """The path that rules are compared with: without query, decoded, slashes merged, dots resolved.
    None where it leads above the root."""
    path = unquote(target.split("?")[0].split("#")[0], errors="surrogateescape")
    elements = []
    parts = re.sub("/+", "/", path).split("/")[1:]
    for place, part in enumerate(parts):
        if part in (".", ".."):
            if part == "..":
                if not elements:
                    return None
                elements.pop()
            if place == len(parts) - 1:
                elements.append("")
        else:
            elements.append(part)
    return "/" + "/".join(elements)


def literal(expression):
    """The text that every path begins with which an expression matches."""
    text, place = "", 0
    while place < len(expression) and expression[place] not in "[](){}.*+?|$":
        place += 1 if expression[place] == "\\" else 0
        text += expression[place]
        place += 1
    if place < len(expression) and expression[place] in "*?{":
        text = text[:-1]
    return text


class Rule:
    """One path of a host."""

    def __init__(self, kind, path, backend, rewrite=None):
        self.kind, self.path, self.backend, self.rewrite = kind, path, backend, rewrite
        self.plain = unquote(path)
        if kind == "Prefix":
            self.plain = self.plain.rstrip("/") or "/"

    def matches(self, path):
        if self.kind == "Exact":
            return path == self.plain
        if self.kind == "Prefix":
            return self.plain == "/" or path == self.plain or path.startswith(self.plain + "/")
        return re.fullmatch(self.path, path, re.DOTALL) is not None

    def rank(self):
        """Exact paths first, then the longest; an expression counts by its literal text."""
        if self.kind == "Exact":
            return (0, 0, 0, 0)
        if self.kind == "Prefix":
            return (1, -len(self.plain.encode()), 1, 0)
        return (1, -len(literal(self.path).encode()), 0, -len(self.path.encode()), self.path)

    def asked(self, path, target):
        """The path that the backend is asked for, decoded."""
        if self.rewrite is None:
            return unquote(target.split("?")[0])
        found = re.fullmatch(self.path, path, re.DOTALL) if self.kind == "expression" else None
        return re.sub(r"\$([1-9])", lambda m: (found.group(int(m[1])) or "") if found else "",
                      self.rewrite)


class Host:
    def __init__(self, name, rules):
        self.name, self.rules = name, sorted(rules, key=Rule.rank)

    def rule(self, path):
        return next((rule for rule in self.rules if rule.matches(path)), None)


def host_for(hosts, name):
    """Exact names, then a wildcard for the first label, then the one for any host."""
    name = name.split(":")[0].rstrip(".").lower()
    return hosts.get(name) or hosts.get("*." + name.partition(".")[2]) or hosts.get("")
