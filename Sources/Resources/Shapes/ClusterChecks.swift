internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// The rules of a Cluster's `spec` across its fields.
func checkCluster(_ cluster: inout ClusterResource, _ node: YAMLNode, _ reading: inout Reading) {
  for (field, ranges) in [
    ("podCIDRs", cluster.podCIDRs), ("serviceCIDRs", cluster.serviceCIDRs),
  ] {
    if let list = node[field], list.kind == .sequence, list.count == 0 {
      reading.reportMissing(field, in: node, help: "name at least one range")
    }
    reading.within(.field(field)) { checkFamilies(ranges, "range", &$0) }
  }
  checkServiceFamilies(cluster, node, &reading)
  checkMaskSizes(cluster, node, &reading)
  checkMTU(cluster, &reading)
  checkLocalhost(cluster, &reading)
  checkNodeNames(cluster, &reading)
}

/// Services lead to pods, so they cannot have a family that no pod has.
private func checkServiceFamilies(
  _ cluster: ClusterResource, _ node: YAMLNode, _ reading: inout Reading
) {
  guard let podRanges = node["podCIDRs"], podRanges.count == cluster.podCIDRs.count,
    !cluster.podCIDRs.isEmpty
  else { return }
  for (index, range) in cluster.serviceCIDRs.enumerated()
  where !cluster.podCIDRs.contains(where: { $0.value.family == range.value.family }) {
    reading.within(["serviceCIDRs", .index(index)]) {
      $0.report(
        .mismatch,
        "\(range.value) is an \(range.value.family.name) range, but `podCIDRs` has none",
        at: range.range, notes: [Note("the pods' ranges are here", at: podRanges.range)])
    }
  }
}

/// As in Kubernetes' node IPAM: one size per range, a block within its range, and for IPv6 at most
/// 2^16 blocks.
private func checkMaskSizes(
  _ cluster: ClusterResource, _ node: YAMLNode, _ reading: inout Reading
) {
  let sizes = cluster.nodeCIDRMaskSizes
  guard let list = node["nodeCIDRMaskSizes"], list.kind == .sequence, list.count > 0,
    node["podCIDRs"]?.count == cluster.podCIDRs.count
  else { return }
  guard list.count == cluster.podCIDRs.count else {
    reading.within("nodeCIDRMaskSizes") {
      $0.report(
        .mismatch, "\(list.count) sizes for \(cluster.podCIDRs.count) ranges in `podCIDRs`",
        at: list.range, help: "write one size for each range, in the same order")
    }
    return
  }
  guard sizes.count == list.count else { return }
  for (index, pair) in zip(sizes, cluster.podCIDRs).enumerated() {
    guard let problem = maskProblem(pair.0.value, of: pair.1.value) else { continue }
    reading.within(["nodeCIDRMaskSizes", .index(index)]) {
      $0.report(
        .numberOutOfRange, problem, at: pair.0.range,
        notes: [Note("the range is here", at: pair.1.range)])
    }
  }
}

private func maskProblem(_ size: Int, of range: IPPrefix) -> String? {
  // A block needs the network's address, the gateway's and one for a pod.
  let longest = range.family.addressBits - 2
  if size < range.length { return "a /\(size) block is larger than \(range)" }
  if size > longest { return "a /\(size) block has no room for a gateway and a pod" }
  // The limit of node IPAM's bitmap (`clusterSubnetMaxDiff`).
  if range.family == .ipv6, size - range.length > 16 {
    return "\(range) has more than 65536 blocks of /\(size)"
  }
  return nil
}

/// The least MTU of a link that carries IPv6 (RFC 8200, section 5).
private let minimumIPv6MTU = 1280

private func checkMTU(_ cluster: ClusterResource, _ reading: inout Reading) {
  let mtu = cluster.podNetwork.mtu
  guard mtu.range.isWritten, mtu.value < minimumIPv6MTU,
    let range = cluster.podCIDRs.first(where: { $0.value.family == .ipv6 })
  else { return }
  reading.within(["podNetwork", "mtu"]) {
    $0.report(
      .numberOutOfRange, "\(mtu.value) is below \(minimumIPv6MTU), the least that IPv6 needs",
      at: mtu.range, notes: [Note("the pods have IPv6 addresses", at: range.range)])
  }
}

/// Node ports at 127.0.0.1 are for IPv4 alone, and only where `nodePortAddresses` has it.
private func checkLocalhost(_ cluster: ClusterResource, _ reading: inout Reading) {
  let proxy = cluster.proxy
  guard proxy.localhostNodePorts.value, proxy.mode.value == .iptables else { return }
  let loopback = IPPrefix.loopback(.ipv4)
  let named = proxy.nodePortAddresses.filter { $0.value.family == .ipv4 }
  var reason: String?
  if !cluster.podCIDRs.contains(where: { $0.value.family == .ipv4 }) {
    reason = "the cluster has no IPv4"
  } else if proxy.servesPrimaryAddressOnly
    || !(named.isEmpty
      || named.contains { loopback.contains($0.value) || $0.value.contains(loopback) })
  {
    reason = "`nodePortAddresses` leave 127.0.0.1 out"
  }
  guard let reason else { return }
  reading.within(["proxy", "localhostNodePorts"]) {
    $0.report(
      .uselessField, "has no effect: \(reason)", at: proxy.localhostNodePorts.range,
      help: "leave it out")
  }
}

private func checkNodeNames(_ cluster: ClusterResource, _ reading: inout Reading) {
  var first: [String: SourceRange] = [:]
  for (index, node) in cluster.nodes.enumerated() {
    let name = node.metadata.name
    guard let earlier = first[name.value] else {
      first[name.value] = name.range
      continue
    }
    reading.within(["nodes", .index(index), "name"]) {
      $0.report(
        .duplicateValue, "the node \(quoted(name.value)) is declared twice", at: name.range,
        notes: [Note("first declared here", at: earlier)])
    }
  }
}
