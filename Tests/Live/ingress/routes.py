"""Which pod answers: requests.tsv, from objects of our own."""
import os

from objects import backend, ingress, path, secret, service, tls


def objects(site):
    chains = {name: site.authority.give(*names, kind=kind) for name, kind, names in [
        ("ec", "ec", ["root.example", "order.example"]), ("rsa", "rsa", ["*.wild.example"]),
        ("edwards", "ed25519", ["own.wild.example"])]}
    named = ingress("named", {"named.example": [path("/", "three")]})
    named["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]["port"] = {"name": "http"}
    other_class = ingress("other-class", {"class.example": [path("/", "one")]})
    other_class["spec"]["ingressClassName"] = "haproxy"
    no_class = ingress("no-class", {"default-class.example": [path("/", "one")]})
    del no_class["spec"]["ingressClassName"]
    return [
        *[secret(name, **{"tls.crt": chain, "tls.key": key})
          for name, (chain, key) in chains.items()],
        ingress("root", {"root.example": [path("/", "one")]}, tls=tls("ec", "root.example")),
        ingress("order", {"order.example": [
            path("/", "one"), path("/aaa", "two"), path("/aaa/bbb", "three"),
            path("/exact", "two", "Exact"), path("/slash/", "three", "Exact"),
        ]}, tls=tls("ec", "order.example")),
        ingress("few", {"few.example": [
            path("/foo", "one"), path("/bar/", "two", "Exact"), path("/aaa/bbb/", "three"),
            path("/a%20b", "two", "Exact"), path("/dollar/$1", "three", "Exact"),
            path("/%C3%BCber", "two"), path("/nobody", "nobody")]}),
        ingress("wild", {
            "*.wild.example": [path("/", "one"), path("/path", "three")],
            "own.wild.example": [path("/", "two")],
            "narrow.wild.example": [path("/narrow", "one")],
        }, tls=tls("rsa", "*.wild.example") + tls("edwards", "own.wild.example")),
        ingress("split-a", {"split.example": [path("/a", "one")]}),
        ingress("split-b", {"split.example": [path("/b", "two")]}),
        ingress("fallback", {"fallback.example": [path("/a", "one")]},
                defaultBackend=backend("default")),
        ingress("shop", {"shop.other.example": [path("/", "two")]}),
        named, other_class, no_class,
    ]


def rows():
    here = os.path.dirname(os.path.abspath(__file__))
    with open(f"{here}/requests.tsv") as file:
        lines = [line.rstrip("\n") for line in file if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def outcome(answer, expected):
    """The pod that answered, or else the status."""
    return answer.pod if answer.pod and expected != "200" else str(answer.status)


def run(report, site):
    site.up(site.world(objects(site)))
    for method, scheme, host, where, expected in rows():
        name = site.client.address if host == "-" else host
        target = where.encode().decode("latin-1")
        answer = site.client.ask(method, name, target, tls=scheme == "https",
                                 sni="" if host == "-" else None)
        report.check(f"{method} {scheme}://{host}{where}", expected, outcome(answer, expected))
        if answer.pod and ".." not in where:
            report.check("    and the pod is asked for the same path", target,
                         answer.echo["path"])
