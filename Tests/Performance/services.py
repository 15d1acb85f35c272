#!/usr/bin/env python3
"""Print the cluster of the data-plane benchmark: services.py [--services S] ... > cluster.yaml

Two nodes; Services with random addresses of 10.96.0.0/12, as allocation gives them, and one
EndpointSlice each. The first HERE endpoints are pods of node-000, whose rules are measured, the
others are on node-001. The same arguments always give the same bytes.
"""
import argparse
import ipaddress
import random

import generate

RANGE = ipaddress.ip_network("10.96.0.0/12")
PODS = ipaddress.ip_network("10.128.0.0/10")
HERE, ELSEWHERE = ipaddress.ip_network("10.128.0.0/24"), ipaddress.ip_network("10.144.0.0/12")
PODS_HERE = 100
PORT, TARGET = 80, 8080


class Service:
    """One Service: name, namespace, address, endpoints as (node index, address)."""

    def __init__(self, number, address, endpoints):
        self.name, self.namespace = f"service-{number:05d}", f"team-{number % 20:02d}"
        self.address, self.endpoints = address, endpoints


def endpoint(number):
    if number < PODS_HERE:
        return 0, HERE[2 + number]
    return 1, ELSEWHERE[2 + number - PODS_HERE]


def services(count, endpoints=3, changed=False):
    """The Services, sorted by name. If `changed`, the one in the middle has one endpoint fewer."""
    chance = random.Random(1)
    # The first 256 addresses are for those that are written by hand.
    offsets = chance.sample(range(256, RANGE.num_addresses - 1), count)
    made = [Service(number, RANGE[offset],
                    [endpoint(number * endpoints + replica) for replica in range(endpoints)])
            for number, offset in enumerate(offsets)]
    if changed:
        made[count // 2].endpoints.pop()
    return made


def unassigned(made, count):
    """`count` addresses inside the range of Services that no Service has."""
    taken = {service.address for service in made}
    chance = random.Random(2)
    free = []
    while len(free) < count:
        address = RANGE[chance.randrange(256, RANGE.num_addresses - 1)]
        if address not in taken:
            free.append(address)
    return free


def cluster(mode, dispatch):
    lines = ["apiVersion: netc.dev/v1alpha1", "kind: Cluster", "metadata:", "  name: bench", "spec:",
             f"  podCIDRs: [{PODS}]", f"  serviceCIDRs: [{RANGE}]", "  proxy:", f"    mode: {mode}"]
    if dispatch:
        lines.append(f"    dispatch: {dispatch}")
    lines.append("  nodes:")
    for index, block in enumerate([HERE, ELSEWHERE]):
        lines += [f"  - name: {generate.node(index)}", f"    addresses: [192.168.0.{index + 1}]",
                  f"    podCIDRs: [{block}]"]
    return lines


def documents(made, mode, dispatch):
    yield cluster(mode, dispatch)
    for service in made:
        names = [(f"{service.name}-{replica}", index, address)
                 for replica, (index, address) in enumerate(service.endpoints)]
        for name, index, address in names:
            if index == 0:
                yield generate.pod(name, service.namespace, service.name, index, address)
        yield generate.service(service.name, service.namespace, service.address)
        yield generate.endpoint_slice(service.name, service.namespace, names)


def write(file, made, mode="iptables", dispatch=None):
    file.write("\n---\n".join("\n".join(lines) for lines in documents(made, mode, dispatch)) + "\n")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--services", type=int, default=1000)
    options.add_argument("--endpoints", type=int, default=3, help="of each Service")
    options.add_argument("--mode", default="iptables")
    options.add_argument("--dispatch", choices=["tree", "linear"])
    options.add_argument("--changed", action="store_true", help="one endpoint fewer in one Service")
    given = options.parse_args()
    made = services(given.services, given.endpoints, given.changed)
    write(open("/dev/stdout", "w"), made, given.mode, given.dispatch)


if __name__ == "__main__":
    main()
