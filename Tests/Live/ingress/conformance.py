"""The 30 scenarios of Kubernetes' ingress-controller-conformance suite, in our words and with our
own objects; the numbers are those of docs/Ingress.md."""
from objects import backend, ingress, path, secret, tls

AGENT = "User-Agent: netc-test/1.0"


def run(report, site):
    default_backend(report, site)
    chain, key = site.authority.give("foo.bar.com")
    site.up(site.world([
        secret("foo-bar-com", **{"tls.crt": chain, "tls.key": key}),
        ingress("host-rules", {
            "*.foo.com": [path("/", "one")], "foo.bar.com": [path("/", "two")],
        }, tls=tls("foo-bar-com", "foo.bar.com")),
        ingress("path-rules", {
            "exact-path-rules": [path("/foo", "one", "Exact")],
            "prefix-path-rules": [path("/foo", "one"), path("/aaa/bbb", "two"),
                                  path("/aaa", "three")],
            "mixed-path-rules": [path("/foo", "one"), path("/foo", "two", "Exact")],
            "trailing-slash-path-rules": [path("/aaa/bbb/", "one"), path("/foo/", "two", "Exact")],
        })]))
    hosts(report, site.client)
    paths(report, site.client)
    load_balancing(report, site)
    unknown_class(report, site)


def default_backend(report, site):
    site.up(site.world([ingress("default-backend", {}, defaultBackend=backend("default"))]))
    for number, (method, host, where) in enumerate([
            ("GET", "my-host", "/"), ("GET", "my-host", "/sub-path"), ("POST", "some-host", "/"),
            ("PUT", None, "/resource"), ("DELETE", "some-host", "/resource"),
            ("PATCH", "my-host", "/resource")], 1):
        answer = site.client.ask(method, host or site.client.address, where, [AGENT])
        echo = answer.echo
        missing = {"content-length", "content-type", "date", "server"} - set(answer.headers)
        report.check(
            f"{number}: {method} {host or 'the address'} {where} reaches the default backend",
            (200, "default", method, where, "HTTP/1.1", ["netc-test/1.0"], set()),
            (answer.status, answer.pod, echo.get("method"), echo.get("path"), echo.get("version"),
             answer.seen("user-agent"), missing))


def hosts(report, client):
    answer = client.get("foo.bar.com", tls=True)
    report.check("7: HTTPS with a certificate that verifies, the host kept",
                 (200, "two", ["foo.bar.com"]), (answer.status, answer.pod, answer.seen("host")))
    for number, host, wanted in [
            (8, "foo.bar.com", (200, "two")), (9, "subdomain.bar.com", (404, None)),
            (10, "bar.foo.com", (200, "one")), (11, "baz.bar.foo.com", (404, None)),
            (12, "foo.com", (404, None))]:
        answer = client.get(host)
        report.check(f"{number}: http://{host}", wanted, (answer.status, answer.pod))


def paths(report, client):
    for number, host, where, wanted in [
            (15, "exact", "/foo", "one"), (16, "exact", "/foo/", None), (17, "exact", "/FOO", None),
            (18, "exact", "/bar", None), (19, "prefix", "/foo", "one"),
            (20, "prefix", "/foo/", "one"), (21, "prefix", "/FOO", None),
            (22, "prefix", "/aaa/bbb", "two"), (23, "prefix", "/aaa/bbb/ccc", "two"),
            (24, "prefix", "/aaa/ccc", "three"), (25, "prefix", "/aaaccc", None),
            (26, "prefix", "/foo/", "one"), (27, "mixed", "/foo", "two"),
            (28, "trailing-slash", "/aaa/bbb", "one"), (29, "trailing-slash", "/aaa/bbb/", "one"),
            (30, "trailing-slash", "/foo", None)]:
        answer = client.get(f"{host}-path-rules", where)
        report.check(f"{number}: {host} path rules, {where}",
                     (200 if wanted else 404, wanted), (answer.status, answer.pod))


def load_balancing(report, site):
    site.up(site.world([ingress("load-balancing", {}, defaultBackend=backend("many"))]))
    answers = [site.client.get("load-balancing") for _ in range(100)]
    report.check("14: 100 requests reach all ten pods",
                 ({200}, {f"many-{n}" for n in range(10)}),
                 ({a.status for a in answers}, {a.pod for a in answers}))


def unknown_class(report, site):
    objects = site.world([{
        **ingress("stranger", {"ingress-class": [path("/", "one")]}),
    }])
    objects[-1]["spec"]["ingressClassName"] = "some-invalid-class-name"
    out, messages = site.build(objects)
    report.check("13: a class that nobody serves is told, and is no error", (True, True),
                 (out is not None, "some-invalid-class-name" in messages))
    if out:
        site.hosts["edge"].on("sh", f"{out}/nodes/edge/node.sh", "up")
        report.check("13: and its Ingress is not served", 404,
                     site.client.get("ingress-class").status)
