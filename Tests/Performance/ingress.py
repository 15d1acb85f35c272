#!/usr/bin/env python3
"""ingress.py NETC [--sizes N,N…] [--rounds N] [--seconds N] [--check]

What Ingress costs, as ratios: compile time a path over sizes; whether nginx loads the largest; the rate of
requests through the emitted configuration beside a minimal one written by hand, of the same upstream, by wrk,
turn by turn. --check: small, and for what it says alone."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

NODE, BACKEND = "192.168.56.11", "10.200.0.1"
PATHS = ["/", "/api", "/api/v2/users", "/assets/img"]

MINIMAL = """
user www-data; worker_processes auto; pid %(work)s/%(name)s.pid; error_log %(work)s/%(name)s.log;
events { worker_connections 16384; }
http {
  %(log)s
  upstream web { server %(backend)s:8080; keepalive 64; }
  server {
    listen %(node)s:%(port)s;
    location / {
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header Connection "";
      proxy_pass http://web;
    }
  }
}
"""
SERVED = """
worker_processes auto; pid %(work)s/backend.pid; error_log %(work)s/backend.log;
events { worker_connections 16384; }
http {
  access_log off; keepalive_requests 1000000;
  server { listen 8080; location / { return 200 "%(body)s"; } }
}
"""


def world(count, settings):
    """`count` Ingresses, each with a host, four paths and a Service of its own."""
    yield f"""
apiVersion: netc.dev/v1alpha1
kind: Cluster
metadata: {{name: bench}}
spec:
  podCIDRs: [10.244.0.0/16]
  serviceCIDRs: [10.96.0.0/12]
  ingress: {{class: nginx, nodes: [node-a]{settings}}}
  nodes: [{{name: node-a, addresses: [{NODE}]}}]
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {{name: nginx}}
spec: {{controller: k8s.io/ingress-nginx}}
---
apiVersion: v1
kind: Namespace
metadata: {{name: shop}}
"""
    for number in range(count):
        paths = "".join(
            f"\n          - {{path: {path}, pathType: Prefix, backend: {{service: "
            f"{{name: s{number}, port: {{number: 80}}}}}}}}" for path in PATHS)
        yield f"""---
apiVersion: v1
kind: Service
metadata: {{name: s{number}, namespace: shop}}
spec: {{ports: [{{port: 80, targetPort: 8080}}]}}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {{name: s{number}, namespace: shop, labels: {{kubernetes.io/service-name: s{number}}}}}
addressType: IPv4
ports: [{{port: 8080, protocol: TCP}}]
endpoints: [{{addresses: [{BACKEND}]}}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: i{number}, namespace: shop}}
spec:
  ingressClassName: nginx
  rules:
    - host: h{number}.example
      http:
        paths:{paths}
"""


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def build(netc, work, count, name="usual", settings=""):
    """`settings` of spec.ingress, each behind a comma."""
    source, out = f"{work}/in-{count}-{name}.yaml", f"{work}/out-{count}-{name}"
    with open(source, "w") as file:
        file.writelines(world(count, settings))
    started = time.monotonic()
    built = subprocess.run([netc, "build", source, "-o", out, "-q"], capture_output=True, text=True)
    seconds = time.monotonic() - started
    if built.returncode:
        sys.exit(f"netc build fails:\n{built.stderr[:2000]}")
    return seconds, f"{out}/nodes/node-a/nginx"


def curve(netc, work, sizes):
    """Microseconds a path for each size, and the largest folder."""
    print(f"{'Ingresses':>10} {'paths':>8} {'compile s':>10} {'us a path':>10}")
    each, folder = [], None
    for count in sizes:
        seconds, folder = build(netc, work, count)
        paths = count * len(PATHS)
        each.append(seconds * 1e6 / paths)
        print(f"{count:>10} {paths:>8} {seconds:>10.2f} {each[-1]:>10.0f}")
    print(f"a path of the largest costs {each[-1] / each[0]:.2f} times one of the smallest")
    return folder


def load(folder):
    started = time.monotonic()
    run("nginx", "-q", "-t", "-p", folder, "-c", "nginx.conf")
    print(f"nginx -t takes the largest in {time.monotonic() - started:.2f} s")


def start(work, name, text):
    with open(f"{work}/{name}.conf", "w") as file:
        file.write(text)
    run("nginx", "-p", work, "-c", f"{name}.conf")


def stop(pidfile):
    pid = int(open(pidfile).read())
    os.kill(pid, 15)
    os.waitpid(pid, 0)  # as the first process of the namespace, which orphans belong to


def workers_seconds(pidfile):
    """CPU seconds that the workers of a master have used."""
    master, ticks = open(pidfile).read().strip(), 0
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = open(f"/proc/{process}/stat").read().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        if fields[1] == master:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def rate(address, pidfile, host, seconds):
    """Requests a second, all of them answered, and the workers' microseconds for each."""
    before = workers_seconds(pidfile)
    said = run("wrk", "-t", "1", "-c", "32", "-d", f"{seconds}s", "-H", f"Host: {host}",
               f"http://{address}/api/v2/users/7?x=1")
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"requests fail:\n{said}")
    count = int(said.split(" requests in")[0].split()[-1])
    return (float(said.split("Requests/sec:")[1].split()[0]),
            (workers_seconds(pidfile) - before) * 1e6 / count)


def rates(work, folder, by_hand, host, rounds, seconds):
    run("nginx", "-p", folder, "-c", "nginx.conf")
    both = [(f"{NODE}:80", "/run/netc-nginx.pid", ours := []),
            (f"{NODE}:{by_hand[1]}", f"{work}/{by_hand[0]}.pid", theirs := [])]
    for turn in range(rounds):
        for address, pidfile, found in both if turn % 2 else reversed(both):
            found.append(rate(address, pidfile, host, seconds))
    stop("/run/netc-nginx.pid")
    median = statistics.median
    ratios = [a[0] / b[0] for a, b in zip(ours, theirs)]
    print(f"{by_hand[0]}: {median(a[0] for a in ours):.0f} requests/s beside "
          f"{median(b[0] for b in theirs):.0f} by hand; ratio {median(ratios):.3f} (of {rounds} turns, "
          f"{min(ratios):.3f} to {max(ratios):.3f}); CPU of the workers a request "
          f"{median(a[1] for a in ours):.1f} us beside {median(b[1] for b in theirs):.1f} us, ratio "
          f"{median(b[1] for b in theirs) / max(median(a[1] for a in ours), 0.1):.3f}")


def inside(given, work):
    for place in ("/run", "/var/log/nginx"):
        run("mount", "-t", "tmpfs", "tmpfs", place)
    run("ip", "link", "set", "lo", "up")
    run("ip", "address", "add", f"{NODE}/32", "dev", "lo")
    run("ip", "route", "add", "local", "10.200.0.0/16", "dev", "lo")
    os.chmod(work, 0o755)
    sizes = [int(word) for word in given.sizes.split(",")]
    largest = curve(given.netc, work, sizes)
    load(largest)
    shown = {"work": work, "node": NODE, "backend": BACKEND, "body": "x" * 200}
    start(work, "backend", SERVED % shown)
    host = f"h{sizes[-1] // 2}.example"
    _, quiet = build(given.netc, work, sizes[-1], "quiet", ", accessLog: false")
    _, bare = build(given.netc, work, sizes[-1], "bare", ", accessLog: false, requestIDs: false")
    for name, port, log, folder in (
            ("without-logs", 8081, "access_log off;", quiet),
            ("without-logs-and-request-ids", 8082, "access_log off;", bare),
            ("with-logs", 8083, "access_log /var/log/nginx/by-hand.log;", largest)):
        start(work, name, MINIMAL % (shown | {"name": name, "port": port, "log": log}))
        rates(work, folder, (name, port), host, given.rounds, given.seconds)
        stop(f"{work}/{name}.pid")
    stop(f"{work}/backend.pid")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("netc")
    parser.add_argument("--sizes", default="250,500,1000,2000,5000")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.check:
        given.sizes, given.rounds, given.seconds = "20,40", 1, 1
    if given.inside:
        inside(given, given.inside)
        return
    given.netc = os.path.realpath(given.netc)
    work = tempfile.mkdtemp()
    try:
        status = subprocess.run(
            ["unshare", "-m", "-n", "-p", "-f", "--kill-child", "--mount-proc", sys.executable, "-B",
             __file__, given.netc, "--sizes", given.sizes, "--rounds", str(given.rounds), "--seconds",
             str(given.seconds), "--inside", work]).returncode
    finally:
        shutil.rmtree(work)
    sys.exit(status)


main()
