import Diagnostics
import NetworkModel
import NetworkTypes

enum OverlappingPools: ValidationRule {
  static let page = DiagnosticPage(
    660, .error, "Pools overlap",
    explanation: """
      An address may be in one pool only, and there once: MetalLB refuses its whole configuration
      otherwise. Host bits of a block do not count: `198.51.100.10/24` is all of 198.51.100.0/24.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: inside, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.200-198.51.101.20]
          #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0660
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: inside, namespace: metallb-system}
        spec: {addresses: [198.51.100.0-198.51.100.199]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.200-198.51.101.20]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let claims = PoolClaim.all(in: network)
    let intervals = claims.enumerated().map { $0.element.interval(tag: $0.offset) }
    for overlap in AddressOverlaps.find(among: intervals) {
      var (late, early) = (claims[overlap.tag], claims[overlap.owner])
      if late.entry.range < early.entry.range { swap(&late, &early) }
      log.report(
        page, "\(late.text) overlaps \(early.text)", at: late.entry.range,
        notes: [Note("the other one is here", at: early.entry.range)],
        help: "take addresses that are in no other pool", object: late.object(in: network))
    }
  }
}
