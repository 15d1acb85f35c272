import Diagnostics
import NetworkModel
import NetworkTypes

enum OverlappingClusterRanges: ValidationRule {
  static let page = DiagnosticPage(
    401, .error, "Ranges of the cluster overlap",
    explanation: """
      `podCIDRs` and `serviceCIDRs` must have no address in common: an address in both is a pod
      and a Service at once, and which of the two gets the packet is an accident of the order of
      rules and routes. Take ranges that lie apart.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.244.128.0/17]
          #              ^^^^^^^^^^^^^^^ NC0401
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/17]
          serviceCIDRs: [10.244.128.0/17]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let ranges = network.cluster.ranges
    let intervals = ranges.enumerated().map { AddressInterval($0.element.prefix, tag: $0.offset) }
    for overlap in AddressOverlaps.find(among: intervals) {
      let (range, owner) = (ranges[overlap.tag], ranges[overlap.owner])
      // Two ranges of one family in one field are refused where the field is read.
      guard range.field != owner.field else { continue }
      let relation = overlap.shape == .equal ? "is the same as" : "lies in"
      log.report(
        page, "\(range.text) \(relation) \(owner.text)", at: range.range, notes: [owner.note],
        help: "take two ranges that have no address in common", object: network.cluster.object)
    }
  }
}
