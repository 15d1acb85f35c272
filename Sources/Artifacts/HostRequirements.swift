import NetworkTypes
package import Planning

/// What a host must offer for an artifact: written to the manifest, so that a fleet can be checked
/// before anything is copied to it. `node.sh check` tests the same on the host.
package struct HostRequirements: Sendable {
  /// Commands on the PATH; sorted, each once.
  package let commands: [String]
  /// Kernel features, by the names of their modules or options; sorted, each once.
  package let kernelFeatures: [String]

  package init(commands: [String] = [], kernelFeatures: [String] = []) {
    self.commands = Array(Set(commands)).sorted()
    self.kernelFeatures = Array(Set(kernelFeatures)).sorted()
  }

  /// What all kinds together want of a node.
  package static func all(for cluster: ClusterPlan, node: NodePlan) -> HostRequirements {
    let wanted = ArtifactKinds.all.map { $0.requirements(for: cluster, node: node) }
    return HostRequirements(
      commands: wanted.flatMap(\.commands), kernelFeatures: wanted.flatMap(\.kernelFeatures))
  }
}

extension ArtifactKind {
  /// Most kinds are files that want nothing of the kernel.
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements { HostRequirements() }
}

extension NodeScript {
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    HostRequirements(commands: [
      "awk", "cmp", "diff", "find", "flock", "sed", "setsid", "sha256sum", "sort", "stat",
      "unshare",
      "xargs",
    ])
  }
}

extension Sysctl {
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    HostRequirements(
      commands: ["sysctl"],
      kernelFeatures: node.bridge.wiring == .bridged ? ["br_netfilter"] : [])
  }
}

extension IPNetns {
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    HostRequirements(
      commands: ["ip"],
      kernelFeatures: ["bridge", "net_ns"] + (node.sandboxes.isEmpty ? [] : ["veth"]))
  }
}

extension NFTables {
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    guard cluster.proxy.backend == .nftables else { return HostRequirements() }
    return HostRequirements(
      commands: ["nft"],
      kernelFeatures: ["nf_conntrack", "nf_tables", "nft_fib", "nft_masq", "nft_nat", "nft_numgen"])
  }
}

extension IPTables {
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    var features = [
      "nf_conntrack", "nf_nat", "xt_MASQUERADE", "xt_addrtype", "xt_comment", "xt_conntrack",
      "xt_mark",
    ]
    switch cluster.proxy.backend {
    case .ipvs: features += ["xt_REJECT", "xt_set"]
    case .iptables, .nftables: features += serviceFeatures(cluster)
    }
    let tools = cluster.families.map { $0 == .ipv4 ? "iptables" : "ip6tables" }
    return HostRequirements(
      commands: tools.flatMap { [$0, "\($0)-restore", "\($0)-save"] }, kernelFeatures: features)
  }

  private static func serviceFeatures(_ cluster: ClusterPlan) -> [String] {
    var features: [String] = []
    if cluster.servicePorts.contains(where: { $0.endpoints.isEmpty }) {
      features.append("xt_REJECT")
    }
    if cluster.servicePorts.contains(where: { $0.endpoints.count > 1 }) {
      features.append("xt_statistic")
    }
    if cluster.servicePorts.contains(where: { $0.affinityTimeoutSeconds != nil }) {
      features.append("xt_recent")
    }
    return features
  }
}

extension IPVS {
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    guard case .ipvs(let plan) = cluster.proxy.backend else { return HostRequirements() }
    return HostRequirements(
      commands: ["ipset", "ipvsadm"],
      kernelFeatures: [
        "dummy", "ip_set_bitmap_port", "ip_set_hash_ip", "ip_set_hash_ipport",
        "ip_set_hash_ipportip", "ip_set_hash_ipportnet", "ip_vs", "ip_vs_\(plan.scheduler)",
        "xt_ipvs",
      ])
  }
}
