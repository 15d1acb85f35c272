"""Each annotation of the first two waves with requests that show what it does. The host of an
object is its name below `an.example`."""
import base64
import concurrent.futures
import subprocess

from objects import PREFIX, ingress, path, secret, tls
from place import CLIENTS

SERVICE = "http://users.default.svc.cluster.local:8080"


def hashed(password):
    return subprocess.run(["openssl", "passwd", "-apr1", password], text=True, check=True,
                          capture_output=True).stdout.strip()


def basic(user, password):
    return "Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def host(name):
    return f"{name}.an.example"


class Objects:
    """One object for each name; `annotations` have `_` for `-`."""

    def __init__(self, site):
        chain, key = site.authority.give("*.an.example")
        self.all = [secret("wildcard", **{"tls.crt": chain, "tls.key": key})]

    def add(self, name, *paths, at=None, has_tls=False, **annotations):
        rules = {host(at or name): list(paths) or [path("/", "many")]}
        more = {"tls": tls("wildcard", host(at or name))} if has_tls else {}
        self.all.append(ingress(
            name, rules, {key.replace("_", "-"): value for key, value in annotations.items()},
            **more))


def objects(site):
    made = Objects(site)
    add = made.add
    regex = path("/app(/|$)(.*)", "one", "ImplementationSpecific")
    add("regex", regex, use_regex="true", rewrite_target="/$2")
    add("beside", path("/application", "two"), path("/app/exact", "three", "Exact"), at="regex")
    add("rewrite", path("/old", "one"), rewrite_target="/new")
    add("app-root", app_root="/start")
    add("alias", path("/", "one"), server_alias="other-name.example")
    add("vhost", path("/", "one"), upstream_vhost="inner.example")
    add("prefix", path("/", "one"), x_forwarded_prefix="/outer")
    add("redirect", path("/", "one"), has_tls=True, ssl_redirect="true")
    add("slash", path("/", "one"), has_tls=True, ssl_redirect="true",
        preserve_trailing_slash="true")
    add("force", path("/", "one"), force_ssl_redirect="true")
    add("permanent", permanent_redirect="https://new.example/there")
    add("permanent-code", permanent_redirect="https://new.example/", permanent_redirect_code="308")
    add("temporal", temporal_redirect="http://elsewhere.example/")
    add("temporal-code", temporal_redirect="http://elsewhere.example/",
        temporal_redirect_code="307")
    add("bare", path("/", "one"), from_to_www_redirect="true")
    add("https", path("/", "secure", port=8443), backend_protocol="HTTPS")
    add("slow", path("/", "one"), proxy_read_timeout="1", proxy_send_timeout="5",
        proxy_connect_timeout="2")
    add("retry", path("/", "half"), proxy_next_upstream_tries="2", proxy_next_upstream_timeout="5")
    add("no-retry", path("/", "half"), proxy_next_upstream="off")
    add("http10", path("/", "one"), proxy_http_version="1.0")
    add("service", service_upstream="true")
    add("hash", upstream_hash_by="$request_uri")
    add("ip-hash", load_balance="ip_hash")
    add("least", load_balance="least_conn")
    add("body", path("/", "one"), proxy_body_size="1k", client_body_buffer_size="512")
    add("big-body", path("/", "one"), proxy_body_size="0", client_body_buffer_size="1k")
    add("stream-body", path("/", "one"), proxy_body_size="1m", proxy_request_buffering="off")
    add("buffers", path("/", "one"), proxy_buffering="on", proxy_buffers_number="4",
        proxy_buffer_size="8k", proxy_busy_buffers_size="16k", proxy_max_temp_file_size="1m")
    add("allow", path("/", "one"), allowlist_source_range=f"{CLIENTS[0]}/32, 192.0.2.0/24")
    add("white", path("/", "one"), whitelist_source_range=f"{CLIENTS[0]}/32")
    add("deny", path("/", "one"), denylist_source_range=f"{CLIENTS[0]}/32")
    add_auth(made)
    add_limits(made)
    add_others(made)
    return made.all


def add_auth(made):
    made.all.append(secret("users", "Opaque", auth=f"alice:{hashed('wonder')}\n"))
    made.all.append(secret("map", "Opaque", bob=hashed("builder")))
    made.add("basic", path("/", "one"), auth_type="basic", auth_secret="users",
             auth_realm="Members only")
    made.add("basic-map", path("/", "one"), auth_type="basic", auth_secret="map",
             auth_secret_type="auth-map")
    made.add("asked", path("/", "one"), auth_url=SERVICE + "/ok?header=X-User:carol",
             auth_response_headers="X-User", auth_method="POST")
    made.add("refused", path("/", "one"), auth_url=SERVICE + "/no?status=401")
    made.add("sign-in", path("/", "one"), auth_url=SERVICE + "/no?status=401",
             auth_signin="https://sso.example/start", auth_signin_redirect_param="back")


def add_limits(made):
    exempt = {"limit_allowlist": f"{CLIENTS[1]}/32"}
    made.add("rps", path("/", "one"), limit_rps="1", limit_burst_multiplier="1", **exempt)
    made.add("white-rps", path("/", "one"), limit_rps="1", limit_burst_multiplier="1",
             limit_whitelist=f"{CLIENTS[1]}/32")
    made.add("rpm", path("/", "one"), limit_rpm="1", limit_burst_multiplier="2")
    made.add("connections", path("/", "one"), limit_connections="1")
    made.add("rate", path("/", "one"), limit_rate="500", limit_rate_after="100")


def add_others(made):
    add = made.add
    add("cors", path("/", "one"), enable_cors="true")
    add("cors-own", path("/", "one"), enable_cors="true", cors_max_age="60",
        cors_allow_origin="https://a.example, https://*.b.example",
        cors_allow_methods="GET, PUT", cors_allow_headers="X-One, X-Two",
        cors_expose_headers="X-Three", cors_allow_credentials="false")
    add("sticky", affinity="cookie", affinity_mode="persistent", session_cookie_name="seat",
        session_cookie_path="/", session_cookie_max_age="600", session_cookie_samesite="Lax")
    add("sticky-more", affinity="cookie", session_cookie_domain="an.example",
        session_cookie_expires="300", session_cookie_secure="true")
    for name, how in {
            "within": {"canary_by_header": "X-Canary", "canary_by_header_pattern": "beta"},
            "header": {"canary_by_header": "X-Canary"},
            "value": {"canary_by_header": "X-Canary", "canary_by_header_value": "new"},
            "pattern": {"canary_by_header": "X-Canary", "canary_by_header_pattern": "^(new|v[0-9]+)$"},
            "cookie": {"canary_by_cookie": "canary"}, "weight": {"canary_weight": "50"},
            "total": {"canary_weight": "1", "canary_weight_total": "1"}}.items():
        add(f"canary-{name}", path("/", "one"))
        add(f"canary-{name}-new", path("/", "canary"), at=f"canary-{name}", canary="true", **how)
    add("errors", path("/", "one"), custom_http_errors="404,418", default_backend="errors")
    add("no-endpoints", path("/", "nobody"), default_backend="errors")
    add("silent", path("/", "one"), enable_access_log="false")


def run(report, site):
    site.up(site.world(objects(site)))
    ask = Ask(report, site)
    for part in (paths, redirects, upstreams, bodies, clients, auth, limits, cors, canaries, rest):
        part(ask)


class Ask:
    def __init__(self, report, site):
        self.report, self.site, self.client = report, site, site.client

    def get(self, name, where="/", *headers, **other):
        return self.client.get(host(name), where, *headers, **other)

    def is_(self, what, wanted, got):
        self.report.check(what, wanted, got)

    def location(self, what, name, status, location, where="/", *headers, **other):
        answer = self.get(name, where, *headers, **other)
        self.is_(what, (status, location), (answer.status, answer.headers.get("location")))


def paths(ask):
    for where, pod, seen in [
            ("/app/x/y?q=1", "one", "/x/y?q=1"), ("/app", "one", "/"), ("/app/", "one", "/"),
            ("/application", "two", "/application"), ("/app/exact", "three", "/app/exact"),
            ("/APP/x", None, None), ("/apple", None, None), ("/x/app/y", None, None)]:
        answer = ask.get("regex", where)
        ask.is_(f"use-regex, rewrite-target: {where}", (pod, seen),
                (answer.pod, answer.echo.get("path")))
    ask.is_("rewrite-target without groups", "/new?a=b",
            ask.get("rewrite", "/old/thing?a=b").echo.get("path"))
    ask.location("app-root", "app-root", 302, "/start")
    ask.is_("app-root leaves other paths", 200, ask.get("app-root", "/start").status)
    ask.is_("server-alias", "one", ask.client.get("other-name.example").pod)
    ask.is_("upstream-vhost", ["inner.example"], ask.get("vhost").seen("host"))
    ask.is_("x-forwarded-prefix", ["/outer"], ask.get("prefix").seen("x-forwarded-prefix"))


def redirects(ask):
    there = "https://redirect.an.example/a/b?c=d"
    ask.location("ssl-redirect", "redirect", 308, there, "/a/b?c=d")
    ask.is_("ssl-redirect leaves HTTPS", "one", ask.get("redirect", tls=True).pod)
    ask.is_("hosts that redirect send HSTS over HTTPS", "max-age=31536000; includeSubDomains",
            ask.get("redirect", tls=True).headers.get("strict-transport-security"))
    ask.location("preserve-trailing-slash", "slash", 308, "https://slash.an.example/a/?b", "/a/?b")
    challenge = "/.well-known/acme-challenge/token"
    ask.is_("ssl-redirect leaves ACME", "one", ask.get("redirect", challenge).pod)
    ask.location("force-ssl-redirect", "force", 308, "https://force.an.example/a", "/a")
    ask.is_("force-ssl-redirect believes X-Forwarded-Proto", "one",
            ask.get("force", "/", "X-Forwarded-Proto: https").pod)
    ask.location("permanent-redirect", "permanent", 301, "https://new.example/there", "/any")
    ask.location("permanent-redirect-code", "permanent-code", 308, "https://new.example/")
    ask.location("temporal-redirect", "temporal", 302, "http://elsewhere.example/")
    ask.location("temporal-redirect-code", "temporal-code", 307, "http://elsewhere.example/")
    ask.is_("from-to-www-redirect: the name itself", "one", ask.get("bare").pod)
    answer = ask.client.get("www.bare.an.example", "/a?b")
    ask.is_("from-to-www-redirect: with www.", (308, "http://bare.an.example/a?b"),
            (answer.status, answer.headers.get("location")))


def upstreams(ask):
    answer = ask.get("https")
    ask.is_("backend-protocol HTTPS", ("secure", True), (answer.pod, answer.echo.get("tls")))
    ask.is_("proxy-read-timeout", 504, ask.get("slow", "/?delay=3").status)
    ask.is_("proxy-*-timeout: a quick answer", 200, ask.get("slow").status)
    # In this order: for some seconds after a failure nobody asks the dead endpoint.
    ask.is_("proxy-next-upstream off: a dead endpoint shows", True,
            502 in {ask.get("no-retry").status for _ in range(12)})
    ask.is_("a dead endpoint is passed over", {"half-0"},
            {ask.get("retry").pod for _ in range(12)})
    ask.is_("proxy-http-version", "HTTP/1.0", ask.get("http10").echo.get("version"))
    ask.is_("service-upstream reaches a pod of the Service", True,
            (ask.get("service").pod or "").startswith("many-"))
    ask.is_("upstream-hash-by: one URI, one pod", 1,
            len({ask.get("hash", "/same").pod for _ in range(10)}))
    ask.is_("upstream-hash-by: many URIs, many pods", True,
            len({ask.get("hash", f"/{n}").pod for n in range(30)}) > 3)
    ask.is_("load-balance ip_hash", 1, len({ask.get("ip-hash").pod for _ in range(10)}))
    ask.is_("load-balance least_conn", 10, len({ask.get("least").pod for _ in range(60)}))


def bodies(ask):
    def post(name, size):
        return ask.client.ask("POST", host(name), "/", body=b"x" * size)

    ask.is_("proxy-body-size: as long as it may be", (200, 1024),
            (post("body", 1024).status, post("body", 1024).echo.get("body")))
    ask.is_("proxy-body-size: longer", 413, post("body", 1025).status)
    ask.is_("proxy-body-size: a megabyte where none is written", [200, 413],
            [post("slow", size).status for size in (1 << 20, (1 << 20) + 1)])
    ask.is_("client-body-buffer-size: the rest goes to a file", 3 << 20,
            post("big-body", 3 << 20).echo.get("body"))
    ask.is_("proxy-request-buffering off", 300_000, post("stream-body", 300_000).echo.get("body"))
    ask.is_("proxy-buffering and its buffers", 300_000,
            len(ask.get("buffers", "/?size=300000").echo.get("more", "")))
    ask.is_("a chunked answer", 50_000,
            len(ask.get("buffers", "/?size=50000&chunked").echo.get("more", "")))


def clients(ask):
    other = ask.client.via(ask.client.address, source=CLIENTS[1])
    for name, wanted in (("allow", [200, 403]), ("white", [200, 403]), ("deny", [403, 200])):
        ask.is_(f"{name}list-source-range", wanted,
                [client.get(host(name)).status for client in (ask.client, other)])


def auth(ask):
    answer = ask.get("basic")
    ask.is_("auth-type basic: without a password", (401, 'Basic realm="Members only"'),
            (answer.status, answer.headers.get("www-authenticate")))
    ask.is_("auth-type basic: a wrong one", 401, ask.get("basic", "/", basic("alice", "x")).status)
    answer = ask.get("basic", "/", basic("alice", "wonder"))
    ask.is_("auth-type basic: the right one, which the pod does not see", ("one", []),
            (answer.pod, answer.seen("authorization")))
    ask.is_("auth-secret-type auth-map", ["one", 401],
            [ask.get("basic-map", "/", basic("bob", "builder")).pod,
             ask.get("basic-map", "/", basic("alice", "wonder")).status])
    answer = ask.get("asked")
    ask.is_("auth-url, auth-response-headers", ("one", ["carol"]),
            (answer.pod, answer.seen("x-user")))
    ask.is_("a client cannot write such a header itself", ["carol"],
            ask.get("asked", "/", "X-User: mallory").seen("x-user"))
    ask.is_("auth-url refuses", 401, ask.get("refused").status)
    answer = ask.get("sign-in", "/a?b=c")
    ask.is_("auth-signin", (302, True), (
        answer.status, answer.headers.get("location", "").startswith(
            "https://sso.example/start?back=http")))


def limits(ask):
    statuses = {ask.get("rps").status for _ in range(8)}
    ask.is_("limit-rps", {200, 503}, statuses)
    other = ask.client.via(ask.client.address, source=CLIENTS[1])
    ask.is_("limit-allowlist", {200}, {other.get(host("rps")).status for _ in range(8)})
    ask.is_("limit-whitelist", ({200}, True), (
        {other.get(host("white-rps")).status for _ in range(8)},
        503 in {ask.get("white-rps").status for _ in range(8)}))
    ask.is_("limit-rpm", [200, 200, 200, 503], [ask.get("rpm").status for _ in range(4)])
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: ask.get("connections", "/?delay=1").status, range(2)))
    ask.is_("limit-connections", [200, 503], sorted(both))
    ask.is_("limit-rate", 200_000, len(ask.get("rate", "/?size=200000").echo.get("more", "")))


def cors(ask):
    def allowed(answer):
        prefix = "access-control-"
        return {name.removeprefix(prefix): value for name, value in answer.headers.items()
                if name.startswith(prefix)}

    origin = "Origin: https://a.example"
    answer = ask.client.ask("OPTIONS", host("cors"), "/", [
        origin, "Access-Control-Request-Method: PUT"])
    ask.is_("enable-cors: the question ahead", (204, True, "1728000"), (
        answer.status, "PUT" in allowed(answer).get("allow-methods", ""),
        allowed(answer).get("max-age")))
    answer = ask.get("cors", "/", origin)
    ask.is_("enable-cors: the request", (200, True), (
        answer.status, allowed(answer).get("allow-origin") in ("*", "https://a.example")))
    answer = ask.client.ask("OPTIONS", host("cors-own"), "/", [
        origin, "Access-Control-Request-Method: PUT"])
    ask.is_("cors-*: its own words", (
        204, "https://a.example", "GET, PUT", "X-One, X-Two", "60", None), (
        answer.status, *(allowed(answer).get(name) for name in (
            "allow-origin", "allow-methods", "allow-headers", "max-age", "allow-credentials"))))
    for value, wanted in [
            ("https://x.b.example", "https://x.b.example"), ("https://evil.example", None),
            ("https://a.example.evil", None), ("http://a.example", None)]:
        answer = ask.get("cors-own", "/", f"Origin: {value}")
        ask.is_(f"cors-allow-origin: {value}", wanted, allowed(answer).get("allow-origin"))
    ask.is_("cors headers stand on errors too", True, "allow-origin" in allowed(
        ask.get("cors", "/?status=500", origin)))


def canaries(ask):
    def pods(name, *headers, count=1):
        return {ask.get(f"canary-{name}", "/", *headers).pod for _ in range(count)}

    ask.is_("canary-by-header", [{"one"}, {"canary"}, {"one"}], [
        pods("header"), pods("header", "X-Canary: always"), pods("header", "X-Canary: never")])
    ask.is_("canary-by-header-value", [{"canary"}, {"one"}], [
        pods("value", "X-Canary: new"), pods("value", "X-Canary: always")])
    ask.is_("canary-by-header-pattern", [{"canary"}, {"canary"}, {"one"}, {"one"}, {"one"}], [
        pods("pattern", "X-Canary: v17"), pods("pattern", "X-Canary: new"),
        pods("pattern", "X-Canary: newer"), pods("pattern", "X-Canary: always"), pods("pattern")])
    ask.is_("canary-by-header-pattern: anywhere in the header", [{"canary"}, {"one"}], [
        pods("within", "X-Canary: the-beta-9"), pods("within", "X-Canary: bet")])
    ask.is_("canary-by-cookie", [{"canary"}, {"one"}, {"one"}], [
        pods("cookie", "Cookie: canary=always"), pods("cookie", "Cookie: canary=never"),
        pods("cookie")])
    ask.is_("canary-weight", {"one", "canary"}, pods("weight", count=60))
    ask.is_("canary-weight-total", {"canary"}, pods("total", count=10))


def rest(ask):
    answer = ask.get("sticky")
    cookie = next(iter(answer.cookies), "")
    ask.is_("affinity: the cookie", [True] * 4, [
        cookie.startswith("seat="), *(word in cookie for word in (
            "Max-Age=600", "Path=/", "SameSite=Lax"))])
    value = cookie.split(";")[0]
    ask.is_("affinity: the same pod with the cookie", 1,
            len({ask.get("sticky", "/", f"Cookie: {value}").pod for _ in range(12)}))
    cookie = next(iter(ask.get("sticky-more").cookies), "")
    ask.is_("session-cookie-domain, -expires, -secure", [True] * 3, [
        word in cookie for word in ("Domain=an.example", "Max-Age=300", "Secure")])
    answer = ask.get("errors", "/?status=404")
    ask.is_("custom-http-errors: the error backend answers", ("errors", ["404"]),
            (answer.pod, answer.seen("x-code")))
    ask.is_("custom-http-errors leaves others", (500, "one"), (
        ask.get("errors", "/?status=500").status, ask.get("errors", "/?status=500").pod))
    ask.is_("default-backend where nobody is ready", "errors", ask.get("no-endpoints").pod)
    ask.get("silent", "/not-to-be-logged")
    ask.get("errors", "/to-be-logged")
    log = ask.site.wait_for_log("/to-be-logged")
    ask.is_("enable-access-log", (True, False), (
        "/to-be-logged" in log, "/not-to-be-logged" in log))
