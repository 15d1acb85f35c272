"""What the host goes from and to: `first`, `next`, and `bare`, which has nothing but its pods."""

CLUSTER = """
apiVersion: netc.dev/v1alpha1
kind: Cluster
metadata: {{name: faults}}
spec:
  podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
  serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
  proxy: {{mode: nftables}}
{more}
  nodes:
    - name: node-a
      addresses: [192.168.56.11, "fd00:56::11"]
      podCIDRs: [10.244.1.0/24, "fd00:10:244:1::/64"]
      interface: eth0
"""

POD = """
apiVersion: v1
kind: Pod
metadata: {{name: {name}, labels: {{app: {name}}}}}
spec: {{nodeName: node-a, containers: [{{name: main, ports: [{{containerPort: 8080}}]}}]}}
"""

SERVICE = """
apiVersion: v1
kind: Service
metadata: {{name: {name}, annotations: {{metallb.io/loadBalancerIPs: "{addresses}"}}}}
spec:
  type: LoadBalancer
  ipFamilyPolicy: RequireDualStack
  selector: {{app: {name}}}
  ports: [{{port: 80, targetPort: 8080}}]
"""

INGRESS = """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations: {{nginx.ingress.kubernetes.io/permanent-redirect: "http://{target}.example/"}}
spec:
  ingressClassName: nginx
  rules:
    - host: a.example
      http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: one, port: {{number: 80}}}}}}}}]}}
"""

CLASS = """
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
"""

LAYER2 = """
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: segment, namespace: metallb-system}
spec: {addresses: [192.168.56.200-192.168.56.209, "fd00:56::200-fd00:56::209"]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: segment, namespace: metallb-system}
"""

BGP = """
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {{name: far, namespace: metallb-system}}
spec: {{addresses: [203.0.113.0/28, "2001:db8:e::/120"]}}
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: {{name: far, namespace: metallb-system}}
spec: {{ipAddressPools: [far], communities: ["64512:{community}"]}}
---
apiVersion: metallb.io/v1beta1
kind: BFDProfile
metadata: {{name: quick, namespace: metallb-system}}
spec: {{receiveInterval: {interval}}}
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: {{name: outer, namespace: metallb-system}}
spec: {{myASN: 64512, peerASN: 64500, peerAddress: 192.168.56.1, bfdProfile: quick}}
"""


def documents(services, more, *rest):
    pods = [POD.format(name=name) for name in ("one", "two")]
    return [CLUSTER.format(more=more), *pods, *rest,
            *(SERVICE.format(name=name, addresses=addresses) for name, addresses in services.items())]


def states(part):
    """Of each, the documents."""
    return {**{"ingress": ingress, "keepalived": keepalived, "bgp": bgp}[part](),
            "bare": [CLUSTER.format(more=""), POD.format(name="one")]}


def segment(*numbers):
    return {name: f"192.168.56.{number},fd00:56::{number}"
            for name, number in zip(("one", "two"), numbers)}


def ingress():
    """Addresses of layer 2 and nginx."""
    more = "  ingress: {nodes: [node-a]}"
    return {name: documents(services, more, LAYER2, CLASS, INGRESS.format(target=name))
            for name, services in (("first", segment(200, 201)), ("next", segment(200, 202)))}


def keepalived():
    more = "  loadBalancing: {announce: keepalived}"
    return {name: documents(services, more, LAYER2)
            for name, services in (("first", segment(200, 201)), ("next", segment(200, 202)))}


def bgp():
    first = {"one": "203.0.113.1,2001:db8:e::1"}
    return {
        "first": documents(first, "", BGP.format(community=1, interval=100)),
        "next": documents({**first, "two": "203.0.113.2,2001:db8:e::2"}, "",
                          BGP.format(community=2, interval=200))}
