import Crypto
package import NetworkTypes

/// MetalLB's election of the node that answers for an address: every speaker would come to the
/// same result by itself, so netc does too.
///
/// Source: metallb speaker/layer2_controller.go, `ShouldAnnounce`.
package enum Election {
  /// A node that may lead, with the sum of the weights of its preferences.
  package struct Candidate: Sendable {
    package let node: Index<Node>
    package let name: String
    package let weight: Int

    package init(node: Index<Node>, name: String, weight: Int) {
      self.node = node
      self.name = name
      self.weight = weight
    }
  }

  /// The leader, then the runners-up: by weight, the highest first, then by the SHA-256 of
  /// `NODE#ADDRESS`. Removing a node that does not lead moves nothing.
  package static func order(_ candidates: [Candidate], for address: IPAddress) -> [Index<Node>] {
    let ranked = candidates.map { (candidate: $0, rank: rank(of: $0.name, for: address)) }
    return ranked.sorted { left, right in
      if left.candidate.weight != right.candidate.weight {
        return left.candidate.weight > right.candidate.weight
      }
      return left.rank.lexicographicallyPrecedes(right.rank)
    }.map(\.candidate.node)
  }

  /// The SHA-256 of `node-1#192.0.2.10`: 32 bytes. The address is written as Go's `net.IP` is:
  /// IPv6 as RFC 5952 has it.
  package static func rank(of node: String, for address: IPAddress) -> [UInt8] {
    Array(SHA256.hash(data: Array("\(node)#\(address)".utf8)))
  }
}
