"""The cases of ../shared/corpus/cases/ingress: each file of objects with its requests."""
import csv
import os
import re

from client import Client
from echo import Echo
from lab.host import Host
from objects import text

FOLDER = "../shared/corpus/cases/ingress"
# Addresses of the files' endpoints; whoever is asked says which of them it was.
POD_RANGE = "10.244.0.0/16"
CLUSTER = {
    "apiVersion": "netc.dev/v1alpha1", "kind": "Cluster", "metadata": {"name": "corpus"},
    "spec": {"podCIDRs": [POD_RANGE], "serviceCIDRs": ["10.96.0.0/16"],
             "podNetwork": {"crossNode": "none"}, "ingress": {"nodes": ["edge"]},
             "nodes": [{"name": "edge", "addresses": ["192.168.56.21"],
                        "podCIDRs": ["10.244.200.0/24"]}]}}


def run(report, site):
    if not os.path.exists(f"{FOLDER}/requests.tsv"):
        report.note(f"SKIPPED: no {FOLDER} here")
        return
    edge = Host("corpus", f"{site.folder}/hosts")
    for place in ("/var/log/nginx", "/var/lib/nginx"):
        edge.on("mount", "-t", "tmpfs", "-o", "mode=755", "nginx", place)
    edge.address("192.168.56.21/24")
    pods = Host("pods", f"{site.folder}/hosts")
    pods.address("192.168.56.22/24")
    pods.owns(POD_RANGE)
    edge.route(POD_RANGE, "192.168.56.22")
    echo = Echo()
    echo.open(pods, "", 3000)
    echo.start()
    client = Client(site.outside, "192.168.56.21")
    for name, requests in cases():
        with open(f"{FOLDER}/objects/{name}") as file:
            objects = file.read()
        check(report, site, client, edge, name, objects, requests)
    echo.stop()


def cases():
    """The files, each with its rows."""
    with open(f"{FOLDER}/requests.tsv", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    found = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        found.setdefault(row["objects"], []).append(row)
    return found.items()


def check(report, site, client, edge, name, objects, requests):
    out, messages = site.build(text([CLUSTER]) + "---\n" + objects)
    if out is None:
        report.check(f"{name} is built", "", messages)
        return
    edge.on("sh", f"{out}/nodes/edge/node.sh", "up")
    services = service_addresses(objects)
    authority = f"{out}/nodes/edge/nginx/tls/default_conformance-tls.crt"
    for row in requests:
        client.authority = authority if row["scheme"] == "https" else None
        wanted, got = expected(row["expected"], services), ask(client, row)
        report.check(f"{row['id']}: {row['method']} {row['scheme']}://{row['host']}{row['path']}",
                     wanted, got)


def service_addresses(objects):
    """The addresses behind each Service, from the EndpointSlices of the file."""
    found = {}
    for document in objects.split("---\n"):
        if "kind: EndpointSlice" not in document:
            continue
        name = re.search(r"kubernetes.io/service-name: (\S+)", document)[1]
        namespace = re.search(r"\n  namespace: (\S+)", document)[1]
        addresses = set(re.findall(r"  - (10\.244\.\d+\.\d+)", document))
        found[f"{namespace}/{name}"] = addresses
    return found


def expected(text, services):
    """The addresses that must have answered; a status otherwise."""
    if text.isdigit():
        return text
    if text == "unserved":
        return "404"
    name = text.split(" ")[0]
    return services[name if "/" in name else f"default/{name}"]


def ask(client, row):
    count = 100 if "endpoints" in row["expected"] else 1
    host = client.address if row["host"].startswith("(") else row["host"]
    answers = [client.ask(row["method"], host, row["path"], tls=row["scheme"] == "https")
               for _ in range(count)]
    statuses = {str(answer.status) for answer in answers if not answer.pod}
    return {answer.pod for answer in answers} if not statuses else statuses.pop()
