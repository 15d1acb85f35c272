"""Two states of one Service and a Service that is the same in both."""

CLUSTER = """
apiVersion: netc.dev/v1alpha1
kind: Cluster
metadata: {name: changes}
spec:
  podCIDRs: [10.244.0.0/16, "fd00:244::/56"]
  serviceCIDRs: [10.96.0.0/16, "fd00:96::/112"]
  podNetwork: {wiring: WIRING}
  proxy: PROXY
  nodes:
    - {name: node-a, addresses: [192.168.56.11, "fd00:56::11"], podCIDRs: [10.244.1.0/24, "fd00:244:0:1::/64"]}
"""

SERVICE = """
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: shop}}
spec:
  type: NodePort
  clusterIP: {addresses[0]}
  clusterIPs: [{addresses[0]}, "{addresses[1]}"]
  ipFamilyPolicy: RequireDualStack
  ports:
    - {{name: tcp, port: 80, nodePort: {port}, protocol: TCP}}
    - {{name: udp, port: 53, nodePort: {udp}, protocol: UDP}}
"""

SLICE = """
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: {family}
metadata: {{name: {name}-{kind}, namespace: shop, labels: {{kubernetes.io/service-name: {name}}}}}
ports:
  - {{name: tcp, port: 8080, protocol: TCP}}
  - {{name: udp, port: 5353, protocol: UDP}}
endpoints: [{endpoints}]
"""

STEADY = ("10.96.0.10", "fd00:96::10")
MOVING = ("10.96.0.11", "fd00:96::11")
EMPTY = ("10.96.0.12", "fd00:96::12")
LATE = ("10.96.0.13", "fd00:96::13")
ENDPOINTS = [("192.168.56.101", "fd00:56::101"), ("192.168.56.102", "fd00:56::102")]
PORTS = {STEADY: 30080, MOVING: 30081, EMPTY: 30082, LATE: 30083}


def service(name, addresses, *endpoints):
    text = SERVICE.format(name=name, addresses=addresses, port=PORTS[addresses],
                          udp=PORTS[addresses] + 100)
    for which, family in enumerate(("IPv4", "IPv6")):
        listed = ", ".join(f'{{addresses: ["{e[which]}"]}}' for e in endpoints)
        text += SLICE.format(name=name, family=family, kind=family.lower(), endpoints=listed)
    return text


def state(after):
    """What `moving` leads to moves; `empty` loses its endpoint, `late` is new."""
    first, second = ENDPOINTS
    return (CLUSTER + service("steady", STEADY, first, second)
            + service("moving", MOVING, second if after else first)
            + service("empty", EMPTY, *([] if after else [first]))
            + (service("late", LATE, second) if after else ""))
