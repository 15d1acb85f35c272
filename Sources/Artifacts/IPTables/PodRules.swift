import NetworkTypes

/// What pods may send and get, and how they look from outside: netc's own chains, the same
/// whatever carries the Services.
struct PodRules {
  typealias Rule = IPTablesDocument.Rule

  let family: IPFamily
  let podRange: IPPrefix?
  let serviceRanges: [IPPrefix]

  /// They come behind the jumps of the Services.
  func filterJump(at position: Int) -> Rule {
    .init(hook: "FORWARD", position, .netcForward)
  }

  /// Most packets are between pods, so the jump itself asks.
  func natJump(at position: Int) -> Rule {
    .init(
      chain: ChainName("POSTROUTING"), position: position,
      matches: podRange.map {
        [.source($0, isNegated: false), .destination($0, isNegated: true)]
      } ?? [], target: .jump(.netcPostrouting))
  }

  /// Pods may talk to anyone and be talked to, whatever the policy of FORWARD is; a drop policy
  /// (Docker sets one) would cut pods off from the other nodes.
  var accepts: [Rule] {
    guard let podRange else { return [] }
    return [
      .init(
        chain: .netcForward, matches: [.source(podRange, isNegated: false)], target: .accept),
      .init(
        chain: .netcForward, matches: [.destination(podRange, isNegated: false)], target: .accept),
    ]
  }

  /// Pods look like their node to the outside, and like themselves to other pods. An address for
  /// Services that none has is nobody's, so nobody is looked like.
  var masquerade: [Rule] {
    guard podRange != nil else { return [] }
    let inside = serviceRanges.filter { $0.family == family } + [.multicast(family)]
    return inside.map {
      Rule(
        chain: .netcPostrouting, matches: [.destination($0, isNegated: false)],
        target: .returnToCaller)
    } + [Rule(chain: .netcPostrouting, target: .masquerade)]
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
