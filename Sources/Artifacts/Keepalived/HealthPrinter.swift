import NetworkTypes
import Planning

/// `health.sh`: whether a node can serve what comes for its addresses; keepalived asks every
/// second.
struct HealthPrinter {
  private(set) var out = TextBuffer()

  init(_ node: NodePlan, in cluster: ClusterPlan) {
    out.write("#!/bin/sh\n# netc: keepalived asks whether node ")
    out.write(node.name)
    out.write(
      """
       can serve Services; any failing line
      # makes it leave its addresses to another node. /etc/netc/health, where it exists, is asked too.
      PATH=$PATH:/usr/sbin:/sbin
      set -e

      # What netc made is there: the build, the pods' bridge, the rules.
      [ -d /run/netc/up ] || [ -d /run/netc/next ]
      ip link show dev
      """)
    out.write(" ")
    out.write(node.bridge.name)
    out.write(" up | grep -q .\n")
    for family in cluster.families {
      out.write(family == .ipv4 ? "iptables" : "ip6tables")
      out.write(" -w 2 -S NETC-FORWARD >/dev/null 2>&1\n")
    }
    switch cluster.proxy.backend {
    case .iptables: break
    case .ipvs: out.write("ip link show dev kube-ipvs0 >/dev/null 2>&1\n")
    case .nftables: out.write("nft list tables | grep -q ' netc$'\n")
    }
    out.write("[ ! -x /etc/netc/health ] || /etc/netc/health\n")
  }
}
