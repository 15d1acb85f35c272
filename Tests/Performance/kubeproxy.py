"""The rules that kube-proxy's nftables mode makes of Services of type ClusterIP.

A chain for each Service port with one rule, whose map of endpoints has no name; one verdict map
from address, protocol and port to the chains; the set of all cluster addresses; base chains and
checks. Chains are named as kube-proxy names them.
"""
import base64
import hashlib

import services

BASE = """
  chain filter-prerouting-pre-dnat {
    type filter hook prerouting priority -110;
    ct state new jump firewall-check
  }
  chain filter-output-pre-dnat {
    type filter hook output priority -110;
    ct state new jump firewall-check
  }
  chain filter-input {
    type filter hook input priority 0;
    ct state new jump nodeport-endpoints-check
    ct state new jump service-endpoints-check
  }
  chain filter-forward {
    type filter hook forward priority 0;
    ct state new jump service-endpoints-check
    ct state new jump cluster-ips-check
  }
  chain filter-output {
    type filter hook output priority 0;
    ct state new jump service-endpoints-check
    ct state new jump cluster-ips-check
  }
  chain nat-prerouting {
    type nat hook prerouting priority -100;
    jump services
  }
  chain nat-output {
    type nat hook output priority -100;
    jump services
  }
  chain nat-postrouting {
    type nat hook postrouting priority 100;
    jump masquerading
  }
"""
CHECKS = """
  chain mark-for-masquerade {
    meta mark set meta mark or 0x4000
  }
  chain masquerade-marked {
    meta mark set meta mark xor 0x4000
    masquerade fully-random
  }
  chain masquerading {
    meta mark and 0x4000 != 0 jump masquerade-marked
    ct status dnat ip saddr . ip daddr . meta l4proto . th dport @hairpin-connections \
masquerade fully-random
  }
  chain firewall-check {
    ip daddr . meta l4proto . th dport vmap @firewall-ips
  }
  chain nodeport-endpoints-check {
    fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @no-endpoint-nodeports
  }
  chain service-endpoints-check {
    ip daddr . meta l4proto . th dport vmap @no-endpoint-services
  }
  chain cluster-ips-check {
    ip daddr @cluster-ips reject
    ip daddr %s drop
  }
  chain services {
    ip daddr @cluster-ips ip saddr != %s jump mark-for-masquerade
    ip daddr . meta l4proto . th dport vmap @service-ips
    fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @service-nodeports
  }
"""
SETS = """
  set hairpin-connections {
    type ipv4_addr . ipv4_addr . inet_proto . inet_service
  }
  map firewall-ips {
    type ipv4_addr . inet_proto . inet_service : verdict
  }
  map no-endpoint-services {
    type ipv4_addr . inet_proto . inet_service : verdict
  }
  map no-endpoint-nodeports {
    type inet_proto . inet_service : verdict
  }
  map service-nodeports {
    type inet_proto . inet_service : verdict
  }
"""


def chain_name(service):
    path = f"{service.namespace}/{service.name}/tcp/http"
    digest = base64.b32encode(hashlib.sha256(path.encode()).digest()).decode()[:8]
    return f"service-{digest}-{path}"


def service_chain(service):
    choice = ", ".join(f"{number} : {address} . {services.TARGET}"
                       for number, (_, address) in enumerate(service.endpoints))
    return [f"  chain {chain_name(service)} {{",
            f"    meta l4proto tcp dnat ip addr . port to numgen random mod "
            f"{len(service.endpoints)} map {{ {choice} }}",
            "  }"]


def nftables(made):
    """The whole table, which replaces one of the same name."""
    lines = ["add table ip kube-proxy", "delete table ip kube-proxy", "table ip kube-proxy {"]
    addresses = ", ".join(str(service.address) for service in made)
    lines += ["  set cluster-ips {", "    type ipv4_addr", f"    elements = {{ {addresses} }}", "  }"]
    for service in made:
        lines += service_chain(service)
    elements = ",\n".join(f"      {service.address} . tcp . {services.PORT} : goto {chain_name(service)}"
                          for service in made)
    lines += [SETS, "  map service-ips {", "    type ipv4_addr . inet_proto . inet_service : verdict",
              f"    elements = {{\n{elements}\n    }}", "  }",
              CHECKS % (services.RANGE, services.PODS), BASE, "}"]
    return "\n".join(lines) + "\n"
