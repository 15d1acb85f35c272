#!/usr/bin/env python3
"""Print a cluster: generate.py [--nodes N] [--services S] [--endpoints E] > cluster.yaml

Pods, Services and EndpointSlices as `kubectl get -o yaml` would show them, plus the Cluster
document. The same arguments always give the same bytes.
"""
import argparse
import ipaddress


def node(index):
    return f"node-{index:03d}"


def pod_address(node_index, number):
    return ipaddress.IPv4Address("10.128.0.0") + (node_index << 13) + 2 + number


def cluster(nodes):
    lines = ["apiVersion: netc.dev/v1alpha1", "kind: Cluster", "metadata:", "  name: bench", "spec:",
             "  podCIDRs: [10.128.0.0/10]", "  serviceCIDRs: [172.16.0.0/16]", "  nodes:"]
    for index in range(nodes):
        block = ipaddress.ip_network((int(pod_address(index, 0)) - 2, 19))
        lines += [f"  - name: {node(index)}", f"    addresses: [192.168.{index // 250}.{index % 250 + 1}]",
                  f"    podCIDRs: [{block}]"]
    return lines


def pod(name, namespace, app, node_index, address):
    return ["apiVersion: v1", "kind: Pod", "metadata:", "  labels:", f"    app: {app}",
            "    pod-template-hash: 6d4cf56db6", f"  name: {name}", f"  namespace: {namespace}",
            "spec:", "  containers:", "  - env:", "    - name: LISTEN", "      value: :8080",
            f"    image: registry.example/{app}:1.4.2", f"    name: {app}", "    ports:",
            "    - containerPort: 8080", "      name: http", "      protocol: TCP", "    resources:",
            "      limits:", "        memory: 256Mi", f"  nodeName: {node(node_index)}", "status:",
            "  conditions:", '  - status: "True"', "    type: Ready", "  phase: Running",
            f"  podIP: {address}", "  podIPs:", f"  - ip: {address}"]


def service(name, namespace, address):
    return ["apiVersion: v1", "kind: Service", "metadata:", f"  name: {name}",
            f"  namespace: {namespace}", "spec:", f"  clusterIP: {address}", "  clusterIPs:",
            f"  - {address}", "  internalTrafficPolicy: Cluster", "  ipFamilies:", "  - IPv4",
            "  ipFamilyPolicy: SingleStack", "  ports:", "  - name: http", "    port: 80",
            "    protocol: TCP", "    targetPort: http", "  selector:", f"    app: {name}",
            "  sessionAffinity: None", "  type: ClusterIP"]


def endpoint_slice(name, namespace, endpoints):
    lines = ["addressType: IPv4", "apiVersion: discovery.k8s.io/v1", "endpoints:"]
    for pod_name, node_index, address in endpoints:
        lines += ["- addresses:", f"  - {address}", "  conditions:", "    ready: true",
                  "    serving: true", "    terminating: false", f"  nodeName: {node(node_index)}",
                  "  targetRef:", "    kind: Pod", f"    name: {pod_name}",
                  f"    namespace: {namespace}"]
    return lines + ["kind: EndpointSlice", "metadata:", "  labels:",
                    f"    kubernetes.io/service-name: {name}", f"  name: {name}-x7k2p",
                    f"  namespace: {namespace}", "ports:", "- name: http", "  port: 8080",
                    "  protocol: TCP"]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--nodes", type=int, default=10)
    options.add_argument("--services", type=int, default=1000)
    options.add_argument("--endpoints", type=int, default=10, help="of each Service")
    given = options.parse_args()
    used = [0] * given.nodes
    documents = [cluster(given.nodes)]
    for number in range(given.services):
        name, namespace = f"service-{number:05d}", f"team-{number % 20:02d}"
        endpoints = []
        for replica in range(given.endpoints):
            index = (number * 7 + replica) % given.nodes
            address = pod_address(index, used[index])
            used[index] += 1
            endpoints.append((f"{name}-{replica}", index, address))
            documents.append(pod(f"{name}-{replica}", namespace, name, index, address))
        address = ipaddress.IPv4Address("172.16.1.0") + number
        documents.append(service(name, namespace, address))
        documents.append(endpoint_slice(name, namespace, endpoints))
    print("\n---\n".join("\n".join(lines) for lines in documents))


if __name__ == "__main__":
    main()
