import Diagnostics
import NetworkModel
import NetworkTypes

enum SpecialPool: ValidationRule {
  static let page = DiagnosticPage(
    671, .error, "A pool of addresses that no host can have",
    explanation: """
      Loopback, link-local and multicast addresses and those of 0.0.0.0/8 lead nowhere outside a
      host or a link, so no Service can be reached at them (RFC 6890).
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [127.0.0.0/8]
          #           ^^^^^^^^^^^ NC0671
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.0/24]
        """))

  private static let special: [(text: String, first: IPAddress, last: IPAddress)] = [
    block("unspecified addresses", .ipv4, 0, 8),
    block("loopback addresses", .ipv4, 0x7F00_0000, 8),
    block("link-local addresses", .ipv4, 0xA9FE_0000, 16),
    block("multicast and reserved addresses", .ipv4, 0xE000_0000, 3),
    block("the unspecified and the loopback address", .ipv6, 0, 127),
    block("link-local addresses", .ipv6, 0xFE80 << 112, 10),
    block("multicast addresses", .ipv6, 0xFF00 << 112, 8),
  ]

  private static func block(
    _ text: String, _ family: IPFamily, _ bits: UInt128, _ length: Int
  ) -> (text: String, first: IPAddress, last: IPAddress) {
    let prefix = IPPrefix(containing: IPAddress(family: family, bits: bits), length: length)
    return (text, prefix.first, prefix.last)
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for claim in PoolClaim.all(in: network) {
      guard
        let found = special.first(where: { block in
          block.first.family == claim.entry.family && claim.first <= block.last
            && block.first <= claim.last
        })
      else { continue }
      log.report(
        page, "\(claim.text) holds \(found.text)", at: claim.entry.range,
        help: "take addresses that lead to hosts", object: claim.object(in: network))
    }
  }
}
