"""Requests that mean harm, and objects that do."""
from objects import PREFIX, backend, ingress, path, service

HOST = "victim.example"


def run(report, site):
    site.up(site.world([
        ingress("victim", {HOST: [path("/open", "one"), path("/other", "two")]}),
        ingress("guarded", {"guarded.example": [path("/", "one")]},
                {"denylist-source-range": "0.0.0.0/0"}),
    ]))
    requests(report, site.client)
    smuggling(report, site.client)
    escapes(report, site)
    objects(report, site)
    report.check("and nginx still answers", "one", site.client.get(HOST, "/open").pod)


def requests(report, client):
    for name, data, wanted in [
            ("no Host", b"GET /open HTTP/1.1\r\n\r\n", "400"),
            ("two Hosts", b"GET /open HTTP/1.1\r\nHost: victim.example\r\nHost: x\r\n\r\n", "400"),
            ("a NUL in the path", b"GET /open\x00 HTTP/1.1\r\nHost: victim.example\r\n\r\n", "400"),
            ("an encoded NUL", b"GET /open%00x HTTP/1.1\r\nHost: victim.example\r\n\r\n", "400"),
            ("a way out of the root", b"GET /../open HTTP/1.1\r\nHost: victim.example\r\n\r\n",
             "400"),
            ("an encoded way out", b"GET /%2e%2e/open HTTP/1.1\r\nHost: victim.example\r\n\r\n",
             "400"),
            ("a slash in Host", b"GET / HTTP/1.1\r\nHost: victim.example/open\r\n\r\n", "400"),
            ("a dollar in Host", b"GET /open HTTP/1.1\r\nHost: $host\r\n\r\n", "404"),
            ("a line too long", b"GET /open HTTP/1.1\r\nHost: victim.example\r\nX: "
             + b"x" * 40_000 + b"\r\n\r\n", "400"),
            ("a URI too long", b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", "414"),
            ("no method at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"),
            ("TRACE", b"TRACE /open HTTP/1.1\r\nHost: victim.example\r\n\r\n", "405"),
            ("CONNECT", b"CONNECT 10.244.1.10:3000 HTTP/1.1\r\nHost: 10.244.1.10\r\n\r\n", "40"),
            ("another host in the request line",
             b"GET http://guarded.example/open HTTP/1.1\r\nHost: victim.example\r\n\r\n", "403")]:
        line = client.raw(data)
        report.check(f"{name}: {wanted}", True, line.startswith(f"HTTP/1.1 {wanted}"))


def smuggling(report, client):
    """Lengths that contradict each other never reach a pod as two requests."""
    inner = b"GET /other HTTP/1.1\r\nHost: victim.example\r\n\r\n"
    start = b"POST /open HTTP/1.1\r\nHost: victim.example\r\n"
    for name, head in [
            ("both lengths", b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("two lengths", b"Content-Length: 0\r\nContent-Length: 50\r\n\r\n"),
            ("an unknown coding", b"Transfer-Encoding: xchunked\r\n\r\n"),
            ("a length with a sign", b"Content-Length: +0\r\n\r\n")]:
        line = client.raw(start + head + inner)
        report.check(f"smuggling, {name}: refused", True,
                     line.startswith(("HTTP/1.1 400", "HTTP/1.1 501")))


def escapes(report, site):
    """Encoded bytes stay encoded on their way to the pod, and headers stay one line."""
    for where in ("/open/%0d%0aX-Evil:1", "/open/%2e%2e%2fother", "/open/a%2Fb", "/open/%25",
                  "/open/;x=1", "/open/\"'<>`${x}", "/open/a?x=%0a&y=$request_uri"):
        answer = site.client.get(HOST, where)
        wanted = "two" if "other" in where else "one"
        report.check(f"{where} comes as it is", (wanted, [], where.split("?")[0]), (
            answer.pod, answer.seen("x-evil"), answer.echo.get("path", "").split("?")[0]))
    answer = site.client.get(HOST, "/open", "X_Underscore: 1", "X-Long: " + "y" * 4000)
    report.check("headers with `_` are dropped, long ones kept", ([], 4000), (
        answer.seen("x_underscore"), len("".join(answer.seen("x-long")))))


# What would be directives if any of it were taken as it is: the payloads of ingress-nginx' CVEs.
PAYLOADS = ["/a; } location /x { return 200", "/a\nload_module /tmp/x.so;", "/a\" return 200",
            "/a\\", "/a#", "/a\r}", "/a{b}", "/$request_uri", "/a${x}"]


def objects(report, site):
    """An object with such text is refused or harmless: the build says so, or nginx does the right
    thing with it; another object's host is as before."""
    for payload in PAYLOADS:
        victim = ingress("victim", {HOST: [path("/open", "one")]})
        evil = ingress("evil", {"evil.example": [path(payload, "two", "ImplementationSpecific")]})
        out, messages = site.build(site.world([victim, evil]))
        shown = payload.encode("unicode_escape").decode()
        if out is None:
            report.check(f"path {shown}: refused with a code", True, "error[NC07" in messages)
            continue
        site.hosts["edge"].on("sh", f"{out}/nodes/edge/node.sh", "up")
        report.check(f"path {shown}: taken as text", ("one", None, 404), (
            site.client.get(HOST, "/open").pod, site.client.get("evil.example", "/x").pod,
            site.client.get(HOST, "/x").status))
    for name in ("rewrite-target", "upstream-vhost", "auth-url", "permanent-redirect", "app-root",
                 "server-alias", "cors-allow-origin", "configuration-snippet"):
        evil = ingress("evil", {"evil.example": [path("/", "two")]},
                       {name: "x; } server { listen 81; return 200 \"x\n$host\";"})
        out, messages = site.build(site.world([evil]))
        report.check(f"{PREFIX}{name} with directives is refused", (None, True),
                     (out, "error[NC07" in messages))
