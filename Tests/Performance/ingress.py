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
user www-data; worker_processes auto; pid %(work)s/minimal.pid; error_log %(work)s/minimal.log;
events { worker_connections 16384; }
http {
  access_log off;
  upstream web { server %(backend)s:8080; keepalive 64; }
  server {
    listen %(node)s:8081;
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


def world(count, log):
    """`count` Ingresses, each with a host, four paths and a Service of its own."""
    yield f"""
apiVersion: netc.dev/v1alpha1
kind: Cluster
metadata: {{name: bench}}
spec:
  podCIDRs: [10.244.0.0/16]
  serviceCIDRs: [10.96.0.0/12]
  ingress: {{class: nginx, nodes: [node-a], accessLog: {str(log).lower()}}}
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


def build(netc, work, count, log=True):
    source, out = f"{work}/in-{count}-{log}.yaml", f"{work}/out-{count}-{log}"
    with open(source, "w") as file:
        file.writelines(world(count, log))
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


def rate(address, host, seconds):
    """Requests a second; all of them answered."""
    said = run("wrk", "-t", "1", "-c", "32", "-d", f"{seconds}s", "-H", f"Host: {host}",
               f"http://{address}/api/v2/users/7?x=1")
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"requests fail:\n{said}")
    return float(said.split("Requests/sec:")[1].split()[0])


def rates(work, folder, host, rounds, seconds, name):
    run("nginx", "-p", folder, "-c", "nginx.conf")
    ratios, ours, theirs = [], [], []
    for turn in range(rounds):
        both = [(f"{NODE}:80", ours), (f"{NODE}:8081", theirs)]
        for address, found in both if turn % 2 else reversed(both):
            found.append(rate(address, host, seconds))
        ratios.append(ours[-1] / theirs[-1])
    stop("/run/netc-nginx.pid")
    print(f"{name}: {statistics.median(ours):.0f} requests/s beside {statistics.median(theirs):.0f} "
          f"by hand; ratio {statistics.median(ratios):.3f} (of {rounds} turns, "
          f"{min(ratios):.3f} to {max(ratios):.3f})")


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
    start(work, "minimal", MINIMAL % shown)
    host = f"h{sizes[-1] // 2}.example"
    _, quiet = build(given.netc, work, sizes[-1], log=False)
    rates(work, quiet, host, given.rounds, given.seconds, "without a log")
    rates(work, largest, host, given.rounds, given.seconds, "with netc's log, none by hand")
    for name in ("backend", "minimal"):
        stop(f"{work}/{name}.pid")


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
