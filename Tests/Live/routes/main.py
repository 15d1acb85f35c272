"""Random rules in a real nginx against the oracle, within namespaces that the caller has made."""

import http.client
import os
import subprocess
import sys
import time
from urllib.parse import unquote

import oracle
from world import World

NODE = "192.168.56.11"
BACKEND = """
pid %s/backend.pid; error_log %s/backend.log; worker_processes 1; events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000;
  server { listen 8080; location / { return 200 "$server_addr $request_uri"; } } }
"""


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def prepare(work):
    for folder in ("/run", "/var/log/nginx"):
        run("mount", "-t", "tmpfs", "tmpfs", folder)
    run("ip", "link", "set", "lo", "up")
    run("ip", "address", "add", f"{NODE}/32", "dev", "lo")
    run("ip", "route", "add", "local", "10.200.0.0/16", "dev", "lo")
    with open(f"{work}/backend.conf", "w") as file:
        file.write(BACKEND % (work, work))
    run("nginx", "-p", work, "-c", "backend.conf")


def build(netc, work, world):
    with open(f"{work}/input.yaml", "w") as file:
        file.write(world.yaml(NODE))
    built = subprocess.run(
        [netc, "build", f"{work}/input.yaml", "-o", f"{work}/out", "-q", "--format", "short"],
        capture_output=True, text=True)
    if built.returncode:
        sys.exit("netc build fails:\n" + built.stderr[:3000])
    run("nginx", "-p", f"{work}/out/nodes/node-a/nginx", "-c", "nginx.conf")


def ask(connection, host, target):
    """The backend that answers, and what it was asked for; or the status."""
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode("utf-8", "surrogateescape")
    if response.status != 200:
        return str(response.status), None
    address, _, asked = body.partition(" ")
    return f"s{int(address.rsplit('.', 1)[1]) - 1}", asked


def expected(world, host, target):
    found = oracle.host_for(world.hosts, host)
    path = oracle.normal(target)
    if path is None:
        return "400", None
    rule = found.rule(path) if found else None
    return (rule.backend, rule.asked(path, target)) if rule else ("404", None)


def main():
    netc, work = sys.argv[1:3]
    seed, sets, requests = (int(word) for word in (sys.argv[3:] + ["1", "400", "24000"][len(sys.argv) - 3:]))
    world = World(seed, sets)
    prepare(work)
    build(netc, work, world)
    connection = http.client.HTTPConnection(NODE, 80, timeout=5)
    passed = failed = 0
    answers = {}
    start = time.monotonic()
    for _ in range(requests):
        host, target = world.request()
        want = expected(world, host, target)
        got = ask(connection, host, target)
        asked = got[1] and unquote(got[1].split("?")[0], errors="surrogateescape")
        if got[0] == want[0] and (want[1] is None or asked == want[1]):
            passed += 1
            answers[want[0]] = answers.get(want[0], 0) + 1
            continue
        failed += 1
        if failed <= 10:
            found = oracle.host_for(world.hosts, host)
            print(f"not ok - {host} {target}: {got}, not {want}; rules of {found and found.name}:")
            for rule in found.rules if found else []:
                print(f"     {rule.backend} {rule.kind} {rule.path} {rule.rewrite or ''}")
    seconds = time.monotonic() - start
    print(f"-- seed {seed}: {len(world.hosts)} hosts, {len(world.objects)} objects; "
          f"{sum(answers.values()) - answers.get('404', 0)} requests met a rule, "
          f"{answers.get('404', 0)} none; {seconds:.0f} s")
    print(f"{passed} passed, {failed} failed")
    sys.stdout.flush()
    os._exit(1 if failed else 0)


main()
