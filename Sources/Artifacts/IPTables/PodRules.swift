import NetworkTypes

/// What pods may send and get, and how they look from outside: netc's own chains, the same
/// whatever carries the Services.
struct PodRules {
  typealias Rule = IPTablesDocument.Rule

  let family: IPFamily
  let podRange: IPPrefix?

  /// They come behind the jumps of the Services.
  func filterJump(at position: Int) -> Rule {
    .init(hook: "FORWARD", position, .netcForward, "netc pod traffic")
  }

  func natJump(at position: Int) -> Rule {
    .init(hook: "POSTROUTING", position, .netcPostrouting, "netc pods to the outside")
  }

  /// Pods may talk to anyone and be talked to, whatever the policy of FORWARD is; a drop policy
  /// (Docker sets one) would cut pods off from the other nodes.
  var accepts: [Rule] {
    guard let podRange else { return [] }
    return [
      .init(
        chain: .netcForward,
        matches: [.comment(.fixed("from pods")), .source(podRange, isNegated: false)],
        target: .accept),
      .init(
        chain: .netcForward,
        matches: [.comment(.fixed("to pods")), .destination(podRange, isNegated: false)],
        target: .accept),
    ]
  }

  /// Pods look like their node to the outside, and like themselves to other pods.
  var masquerade: [Rule] {
    guard let podRange else { return [] }
    let chain = ChainName.netcPostrouting
    return [
      .init(
        chain: chain, matches: [.source(podRange, isNegated: true)], target: .returnToCaller),
      .init(
        chain: chain, matches: [.destination(podRange, isNegated: false)], target: .returnToCaller
      ),
      .init(
        chain: chain, matches: [.destination(.multicast(family), isNegated: false)],
        target: .returnToCaller),
      .init(
        chain: chain, matches: [.comment(.fixed("pods look like their node to the outside"))],
        target: .masquerade),
    ]
  }
}

extension IPPrefix {
  /// 224.0.0.0/4 (RFC 5771) and ff00::/8 (RFC 4291).
  fileprivate static func multicast(_ family: IPFamily) -> IPPrefix {
    family == .ipv4
      ? IPPrefix(containing: IPAddress(family: .ipv4, bits: 0xE000_0000), length: 4)
      : IPPrefix(containing: IPAddress(family: .ipv6, bits: 0xFF << 120), length: 8)
  }
}
