"""Random Ingress objects over a few Services, and requests that come close to their rules."""

import random
from urllib.parse import quote

import yaml

from oracle import Host, Rule, literal

SERVICES = 12
ELEMENTS = ["a", "b", "aa", "ab", "a.b", "a b", "é", "$x", '"', "\\", "a;b", "{", "'", "~", "A", "%41"]
TAILS = ["(/|$)(.*)", "/.*", ".*", "[ab]", "(a|b)c?", "a+", "/v\\d/(.*)", "[a-z]{2}", "\\.b", "/?"]


def path_of(elements, slash):
    return "/" + "/".join(elements) + ("/" if slash and elements else "")


class World:
    def __init__(self, seed, sets):
        self.random = random.Random(seed)
        self.objects = []
        self.hosts = {}
        for number in range(sets):
            self.add_host(number)

    def elements(self, most=3):
        count = self.random.randint(0, most)
        few = ELEMENTS[:4] if self.random.random() < 0.7 else ELEMENTS
        return [self.random.choice(few) for _ in range(count)]

    def add_host(self, number):
        kind = self.random.random()
        name = f"h{number}.example"
        if number == 0:
            name = ""
        elif kind < 0.2:
            name = f"*.{name}"
        rules, taken = [], set()
        # Every other host has expressions, of an object of their own beside the others.
        with_expressions = number % 2 == 1
        for _ in range(self.random.randint(1, 8)):
            rule = self.rule(with_expressions, len(rules))
            key = (rule.kind, rule.plain if rule.kind != "expression" else rule.path)
            if key not in taken and len(rules) < SERVICES:
                taken.add(key)
                rules.append(rule)
        self.hosts[name] = Host(name, rules)
        self.write(number, name, rules)
        if name.startswith("*.") and self.random.random() < 0.5:
            exact = name.replace("*", "x")
            rules = [self.rule(False, 0)]
            self.hosts[exact] = Host(exact, rules)
            self.write(f"{number}x", exact, rules)

    def rule(self, with_expressions, backend):
        elements = self.elements()
        kind = self.random.choice(["Exact", "Prefix", "Prefix"] + ["expression"] * 2 * with_expressions)
        if kind == "expression":
            few = [element for element in elements if element in ELEMENTS[:5]]
            start = path_of(few, self.random.random() < 0.3).replace(".", "\\.")
            tail = self.random.choice(TAILS if few else TAILS[1:])
            path = start.rstrip("/") + tail if tail.startswith(("/", "(/")) else start + tail
            rewrite = self.random.choice([None, "/", "/new", "/n/$1" if "(" in tail else "/n"])
            return Rule(kind, path, f"s{backend}", rewrite)
        written = quote(path_of(elements, self.random.random() < 0.4), safe="/$';~")
        rewrite = "/fixed" if kind == "Prefix" and self.random.random() < 0.1 else None
        return Rule(kind, written, f"s{backend}", rewrite)

    def write(self, number, name, rules):
        """An object for the rules that are treated alike."""
        groups = {}
        for rule in rules:
            groups.setdefault((rule.kind == "expression", rule.rewrite), []).append(rule)
        for place, ((expression, rewrite), group) in enumerate(groups.items()):
            annotations = {}
            if expression:
                annotations["use-regex"] = "true"
            if rewrite:
                annotations["rewrite-target"] = rewrite
            paths = [{
                "path": rule.path,
                "pathType": "ImplementationSpecific" if expression else rule.kind,
                "backend": {"service": {"name": rule.backend, "port": {"number": 80}}},
            } for rule in group]
            rule = {"http": {"paths": paths}} | ({"host": name} if name else {})
            self.objects.append({
                "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
                "metadata": {
                    "name": f"i{number}-{place}", "namespace": "shop",
                    "annotations": {
                        f"nginx.ingress.kubernetes.io/{key}": value
                        for key, value in annotations.items()
                    }},
                "spec": {"ingressClassName": "nginx", "rules": [rule]}})

    # MARK: requests

    def request(self):
        """A host and a target near some rule."""
        name = self.random.choice(list(self.hosts))
        host = self.hosts[name]
        label = self.random.choice(["x", "y", "x.y", "X"])
        shown = name.replace("*", label) if name else self.random.choice(["other.example", "h1"])
        if self.random.random() < 0.1:
            shown = self.random.choice([shown.upper(), shown + ".", shown + ":8080", "z." + shown])
        rule = self.random.choice(host.rules)
        base = literal(rule.path) if rule.kind == "expression" else rule.plain
        extra = "/".join(self.elements(2))
        path = self.random.choice([
            base, base.rstrip("/"), base + "/", base + extra, base.rstrip("/") + "/" + extra,
            base.upper(), base[:-1], base + "/v1/x", base + "b", "/" + extra, base + "/../" + extra,
            base + "//" + extra, base + "/.", base + "\n", base + "?x",
        ])
        target = quote(path if path.startswith("/") else "/" + path, safe="/$'~.")
        if self.random.random() < 0.15:
            target = target.replace("a", "%61")
        if self.random.random() < 0.15:
            target += "?q=/a/../b"
        return shown, target

    def yaml(self, node):
        cluster = {
            "apiVersion": "netc.dev/v1alpha1", "kind": "Cluster", "metadata": {"name": "routes"},
            "spec": {
                "podCIDRs": ["10.244.0.0/16"], "serviceCIDRs": ["10.96.0.0/16"],
                "ingress": {"class": "nginx", "nodes": ["node-a"]},
                "nodes": [{"name": "node-a", "addresses": [node]}],
            }}
        known = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}]
        known.append({
            "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass",
            "metadata": {"name": "nginx"}, "spec": {"controller": "k8s.io/ingress-nginx"}})
        for number in range(SERVICES):
            known += service(number)
        return yaml.dump_all([cluster] + known + self.objects, Dumper=Dumper)


Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def service(number):
    """A Service without a selector whose only endpoint tells which it is."""
    name = f"s{number}"
    return [{
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": "shop"},
        "spec": {"ports": [{"port": 80, "targetPort": 8080}]},
    }, {
        "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
        "metadata": {
            "name": name, "namespace": "shop", "labels": {"kubernetes.io/service-name": name}},
        "addressType": "IPv4", "ports": [{"port": 8080, "protocol": "TCP"}],
        "endpoints": [{"addresses": [f"10.200.0.{number + 1}"], "conditions": {"ready": True}}],
    }]
