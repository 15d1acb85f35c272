import Diagnostics
import NetworkModel
import NetworkTypes

enum PoolTakesClusterAddress: ValidationRule {
  static let page = DiagnosticPage(
    661, .error, "A pool holds addresses of the cluster",
    explanation: """
      Load-balancer addresses must belong to nobody else. If a Service got a node's address, the
      node would answer no longer for itself; addresses of the pod and service ranges lead to pods
      and Services, and no router outside knows them. MetalLB does not look at this.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes: [{name: node-a, addresses: [192.168.56.11]}]
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [192.168.56.0/24]
          #           ^^^^^^^^^^^^^^^ NC0661
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes: [{name: node-a, addresses: [192.168.56.11]}]
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [192.168.56.200-192.168.56.250]
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let claims = PoolClaim.all(in: network)
    if claims.isEmpty { return }
    checkRanges(claims, network, log: &log)
    checkNodes(claims, network, log: &log)
  }

  private static func checkRanges(
    _ claims: [PoolClaim], _ network: Network, log: inout DiagnosticLog
  ) {
    let ranges = network.cluster.ranges
    for claim in claims {
      guard
        let range = ranges.first(where: { range in
          range.prefix.family == claim.entry.family && claim.first <= range.prefix.last
            && range.prefix.first <= claim.last
        })
      else { continue }
      log.report(
        page, "\(claim.text) overlaps \(range.text)", at: claim.entry.range, notes: [range.note],
        help: "take addresses outside the cluster's ranges", object: claim.object(in: network))
    }
  }

  /// One report for each entry, about the first node in it.
  private static func checkNodes(
    _ claims: [PoolClaim], _ network: Network, log: inout DiagnosticLog
  ) {
    let addresses = network.nodes.flatMap { node in node.addresses.map { (node, $0) } }
    let intervals =
      claims.enumerated().map { $0.element.interval(tag: $0.offset) }
      + addresses.enumerated().map {
        AddressInterval(IPPrefix($0.element.1.value), tag: claims.count + $0.offset)
      }
    var seen = Set<Int>()
    for overlap in AddressOverlaps.find(among: intervals)
    where overlap.tag >= claims.count && overlap.owner < claims.count {
      guard seen.insert(overlap.owner).inserted else { continue }
      let claim = claims[overlap.owner]
      let (node, address) = addresses[overlap.tag - claims.count]
      log.report(
        page, "\(claim.text) holds \(address.value), the address of node \(node.name)",
        at: claim.entry.range, notes: [Note("the node's address is here", at: address.range)],
        help: "leave the nodes' own addresses out of the pool",
        object: claim.object(in: network))
    }
  }
}
