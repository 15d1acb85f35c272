"""Another server gives leave: what is kept of its answers, connections to it, what it is asked with,
where clients without leave are sent. The host of an object is its name below `an.example`."""
import contextlib
import socket
import threading
import time
import urllib.parse

from annotations import Objects, basic, host
from lab.host import inside
from objects import PREFIX, ingress, path, secret, service, tls
from place import CLIENTS, address

SERVICE = "http://users.default.svc.cluster.local:8080"
ALICE, BOB, EVE = (f"Authorization: {basic(name, 'x').split(': ')[1]}" for name in (
    "alice", "bob", "eve"))
# One request in many: how many the server has answered goes on to the pod.
COUNT = "header=X-Count:(count)"


def config_map(name, **data):
    return {"apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": "default"},
            "data": {key.replace("_", "-"): value for key, value in data.items()}}


def objects(site):
    made = Objects(site)
    add_kept(made)
    add_connections(made)
    made.all.append(config_map(
        "ask", X_Realm='the "shop"; }', X_Uri="$request_uri", X_Client="<${remote_addr}>"))
    made.add("asked-with", path("/", "one"), auth_proxy_set_headers="default/ask",
             auth_request_redirect="https://after.example/x",
             auth_response_headers="X-Seen, X-Method",
             auth_url=SERVICE + "/?empty&header=X-Seen:(x-realm)!(x-uri)!(x-client)"
             "!(x-auth-request-redirect)&header=X-Method:(x-original-method),upgrade=(upgrade)")
    for name, more in (("cookies", {}), ("cookies-always", {"auth_always_set_cookie": "true"})):
        made.add(name, path("/", "one"), has_tls=True, ssl_redirect="false",
                 auth_url=SERVICE + "/?empty&header=Set-Cookie:seen=yes", **more)
    for name, url in (("sign-in", "https://sso.example/start"),
                      ("sign-in-own", "https://sso.example/?to=$escaped_request_uri&rd=x")):
        made.add(name, path("/", "one"), auth_url=SERVICE + "/?status=401", auth_signin=url)
    made.all.append({**service("elsewhere", {}), "spec": {
        "type": "ExternalName", "externalName": "outer.example", "ports": [{"port": 3000}]}})
    made.add("outside", path("/", "elsewhere", port=3000),
             auth_url="http://leave.example:3000/?empty")
    made.add("bare", path("/", "one"), has_tls=True, from_to_www_redirect="true")
    add_names(site, made)
    made.add("closed", path("/", "one"), auth_url="http://nobody.default.svc:8080/")
    for name, rest in (("target", "/?at=$http_host&for=$escaped_request_uri&"), (
            "target-own", "$request_uri&")):
        made.add(name, path("/", "one"), auth_response_headers="X-Asked", auth_url=(
            f"{SERVICE}{rest}header=X-Asked:(x-original-url)!(path)"))
    add_versions(made)
    made.add("auto", path("/", "one"), has_tls=True, backend_protocol="AUTO_HTTP")
    made.add("auto-tls", path("/", "secure", port=8443), has_tls=True,
             backend_protocol="AUTO_HTTP")
    return made.all


def add_kept(made):
    only = "&".join(f"only={line.split(': ')[1].replace(' ', '%20')}" for line in (ALICE, BOB))
    kept = {"auth_cache_key": "$remote_user$http_authorization",
            "auth_url": f"{SERVICE}/kept?{COUNT}&{only}", "auth_response_headers": "X-Count"}
    made.add("kept", path("/", "one"), path("/admin", "one"), **kept)
    made.add("kept-too", path("/", "one"), **kept)
    made.add("kept-short", path("/", "one"), **{**kept, "auth_cache_duration": "200 1s, 401 1h"})


def add_connections(made):
    for name, more in (("through-one", {"auth_keepalive_requests": "1"}),
                       ("through-many", {"auth_keepalive_share_vars": "true"})):
        made.add(name, path("/", "one"), auth_keepalive="4", auth_response_headers="X-Port",
                 auth_url=f"http://{address('users')}:3000/?empty&header=X-Port:(port)", **more)


def add_names(site, made):
    """A host with a certificate for its other name too."""
    chain, key = site.authority.give("duo.example", "www.duo.example")
    made.all += [secret("duo", **{"tls.crt": chain, "tls.key": key}), ingress(
        "duo", {"www.duo.example": [path("/", "one")]}, {"from-to-www-redirect": "true"},
        tls=tls("duo", "www.duo.example"))]


def add_versions(made):
    for name, more in (("versions", {}), ("versions-legacy", {
            "affinity_canary_behavior": "legacy"})):
        made.add(name, path("/", "one"), has_tls=True, affinity="cookie", **more)
        made.add(f"{name}-new", path("/", "canary"), at=name, canary="true", canary_weight="50",
                 canary_by_header="X-Canary")


@contextlib.contextmanager
def names(site, known):
    """A DNS server outside, at port 53, that knows a few names."""
    with inside(site.outside):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("192.168.56.100", 53))
    threading.Thread(target=serve_names, args=(server, known), daemon=True).start()
    yield
    server.close()


def serve_names(server, known):
    while True:
        try:
            question, client = server.recvfrom(512)
        except OSError:
            return
        labels, place = [], 12
        while length := question[place]:
            labels.append(question[place + 1:place + 1 + length].decode())
            place += 1 + length
        end, found = place + 5, known.get(".".join(labels))
        wants_v4 = question[place + 1:place + 3] == b"\0\1"
        found = found if wants_v4 else None
        answer = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(found) if found else b""
        server.sendto(question[:2] + b"\x81\x80\0\1" + (b"\0\1" if found else b"\0\0")
                      + b"\0\0\0\0" + question[12:end] + answer, client)


def run(report, site):
    world = site.world(objects(site))
    world[0]["spec"]["dns"] = {"upstreams": ["192.168.56.100"]}
    with names(site, {"outer.example": address("two"), "leave.example": address("users")}):
        site.up(world)
        get = site.client.get
        for part in (kept, connections, asked_with, cookies, sign_in, targets, outside, www, auto,
                     versions):
            part(report, site, lambda name, *words, **other: get(host(name), *words, **other))
    warnings(report, site)


def kept(report, site, get):
    def count(name, where="/", who=ALICE):
        return get(name, where, who).seen("x-count")

    first = count("kept")
    report.check("auth-cache-key: the second answer is the first one", [first] * 3,
                 [count("kept", where) for where in ("/", "/other", "/?x=y")])
    answer = site.client.ask("POST", host("kept"), "/", [ALICE], b"body")
    report.check("auth-cache-key: so it is for other methods", (first, "body"),
                 (answer.seen("x-count"), answer.echo.get("body")))
    others = [count("kept", who=BOB), count("kept", "/admin"), count("kept-too")]
    report.check("auth-cache-key: another client, location or object has its own", (4, 1), (
        len({tuple(one) for one in [first, *others]}), min(len(one) for one in others)))
    report.check("auth-cache-key: a refusal is nobody else's", [401, 200, 401, 401, 200], [
        get("kept", "/", *who).status for who in ([EVE], [ALICE], [EVE], [], [BOB])])
    evil = ALICE[:-1]  # of the same user's name, for nginx
    report.check("auth-cache-key: half a password is none", 401, get("kept", "/", evil).status)
    first = count("kept-short")
    report.check("auth-cache-duration: kept", first, count("kept-short"))
    time.sleep(2.2)  # nginx counts whole seconds
    report.check("auth-cache-duration: and forgotten", False, first == count("kept-short"))
    edge = site.hosts["edge"]
    listed = edge.on("stat", "-c", "%A %U", "/run/netc-nginx.cache").stdout
    report.check("what is kept is for nginx' eyes", "drwx------ www-data\n", listed)


def connections(report, _, get):
    ports = {name: [get(name).seen("x-port")[0] for _ in range(8)] for name in (
        "through-one", "through-many")}
    report.check("auth-keepalive-requests: each request has a connection", 8,
                 len(set(ports["through-one"])))
    report.check("auth-keepalive: connections are used again", True,
                 len(set(ports["through-many"])) < 8)


def asked_with(report, site, get):
    answer = get("asked-with", "/a?b=c")
    report.check("auth-proxy-set-headers, auth-request-redirect", [
        f'the "shop"; }}!/a?b=c!<{CLIENTS[0]}>!https://after.example/x'], answer.seen("x-seen"))
    answer = get("asked-with", "/", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Key: eA==", "X-Realm: mine")
    report.check("auth-url: nobody upgrades the question", 101, answer.status)
    answer = site.client.ask("POST", host("asked-with"), "/", ["X-Realm: mine"], b"x")
    report.check("auth-proxy-set-headers: a client cannot write them", (["POST,upgrade="], True), (
        answer.seen("x-method"), "mine" not in answer.seen("x-seen")[0]))


def cookies(report, _, get):
    for name, wanted in (("cookies", [("seen=yes",), ()]),
                         ("cookies-always", [("seen=yes",), ("seen=yes",)])):
        report.check(f"auth-url, {name}: with an answer, with an error", wanted, [
            get(name, where).cookies for where in ("/", "/?status=500")])


def sign_in(report, _, get):
    def wanted(where):
        return urllib.parse.quote(where, safe="".join(
            chr(sign) for sign in range(33, 127) if chr(sign) not in "%&+;#"))

    def sent(where):
        answer = get("sign-in", where)
        place = answer.headers.get("location", "")
        rest = place.removeprefix(f"https://sso.example/start?rd=http://{host('sign-in')}")
        return answer.status, rest

    for where in ("/", "/a?b=c", "/a?b=c&d=e&rd=https://evil.example/", "/a%20b/%2F?x=%26&y=1+1",
                  "/a;b?c;d", "/?" + "%41" * 64, "/?" + "&x" * 63, "/%e2%82%ac" * 14):
        report.check(f"auth-signin: {where[:40]} comes whole", (302, wanted(where)), sent(where))
    for where in ("/?" + "%41" * 300, "/?" + "&" * 64, "/?" + "+" * 100):
        report.check(f"auth-signin: {where[:8]}… is too much, and `/`", (302, "/"), sent(where))
    report.check("auth-signin: $escaped_request_uri", "https://sso.example/?to=/a?b%26c&rd=x",
                 get("sign-in-own", "/a?b&c").headers.get("location"))


def targets(report, _, get):
    report.check("auth-url: nobody is there to give leave", (500, None), (
        get("closed").status, get("closed").pod))
    where = "/a/b?c=d&e=f"
    report.check("auth-url: variables behind the server", [
        f"http://{host('target')}{where}!/?at={host('target')}&for=/a/b?c=d%26e=f"],
        [one.split("&header=")[0] for one in get("target", where).seen("x-asked")])
    report.check("auth-url: the request's own path", [f"http://{host('target-own')}{where}!{where}"],
                 [one.split("&header=")[0] for one in get("target-own", where).seen("x-asked")])


def outside(report, _, get):
    answer = get("outside")
    report.check("auth-url and a backend outside: each is asked what is meant for it",
                 (200, "two"), (answer.status, answer.pod))


def www(report, site, get):
    def there(**other):
        answer = get("www.bare", "/a?b", **other)
        return answer.status, answer.headers.get("location")

    report.check("from-to-www-redirect: over HTTP", (308, "http://bare.an.example/a?b"), there())
    report.check("from-to-www-redirect: no wrong certificate is shown for the other name", True,
                 str(there(tls=True)[0]).startswith("tls: "))
    report.check("from-to-www-redirect: the host itself, over HTTPS", "one",
                 get("bare", tls=True).pod)
    answer = site.client.get("duo.example", "/a?b", tls=True)
    report.check("from-to-www-redirect: over HTTPS, where the certificate is for both",
                 (308, "https://www.duo.example/a?b"),
                 (answer.status, answer.headers.get("location")))


def auto(report, _, get):
    report.check("backend-protocol AUTO_HTTP: as the client asks", ("one", "secure"), (
        get("auto").pod, get("auto-tls", tls=True).pod))


def versions(report, _, get):
    def pods(name, cookie, count=5):
        return {get(name, "/", f"Cookie: INGRESSCOOKIE={cookie}").pod for _ in range(count)}

    every = [pods("versions", number) for number in range(8)]
    report.check("affinity: a client keeps to a version", {1}, {len(one) for one in every})
    report.check("affinity: others to the other one", {"one", "canary"}, set().union(*every))
    report.check("affinity-canary-behavior legacy: chance decides", {"one", "canary"},
                 pods("versions-legacy", 1, count=24))
    report.check("affinity: a canary's header decides first", "canary", get(
        "versions", "/", "Cookie: INGRESSCOOKIE=1", "X-Canary: always").pod)
    first = get("versions")
    given = first.cookies[0].split(";")[0]
    report.check("affinity: the first answer's version is that of its cookie", {first.pod}, {
        get("versions", "/", f"Cookie: {given}").pod for _ in range(5)})
    report.check("affinity: the cookie is Secure over HTTPS alone", (False, True), (
        "Secure" in first.cookies[0], "Secure" in get("versions", tls=True).cookies[0]))


def warnings(report, site):
    """What a build says of the same objects, and of some that are wrong."""
    made = Objects(site)
    made.add("bare", has_tls=True, from_to_www_redirect="true")
    made.add("open", auth_url=SERVICE + "/", auth_cache_key="$remote_user")
    out, messages = site.build(site.world(made.all))
    report.check("a build warns of names and keys", (True, True, True), (
        out is not None, "warning[NC0759]" in messages, "warning[NC0736]" in messages))
    evil = config_map("ask", X_A="x'; } server { listen 81; return 200 \"$host\\\";\n")
    made = Objects(site)
    made.all.append(evil)
    made.add("evil", auth_url=SERVICE + "/", auth_proxy_set_headers="default/ask")
    out, messages = site.build(site.world(made.all))
    report.check(f"{PREFIX}auth-proxy-set-headers with directives is refused", (None, True),
                 (out, "error[NC0735]" in messages))
    site.up(site.world([]))
    left = site.hosts["edge"].on("sh", "-c", "ls -d /run/netc-nginx.cache 2>/dev/null || true")
    report.check("what was kept goes with the last object that asked for it", "", left.stdout)
