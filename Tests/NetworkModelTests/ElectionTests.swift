import NetworkTypes
import Testing

@testable import NetworkModel

/// MetalLB's election (speaker/layer2_controller.go): the results of upstream's own function.
@Suite struct ElectionTests {
  /// Nodes node-1…node-3, with the first four bytes of each one's hash.
  static let vectors: [(address: String, order: [(node: String, hash: String)])] = [
    ("192.0.2.10", [("node-1", "6024620c"), ("node-2", "b68f8df7"), ("node-3", "c7d7e336")]),
    ("192.0.2.11", [("node-2", "8000307f"), ("node-3", "b41d45f9"), ("node-1", "c2934d85")]),
    ("192.0.2.12", [("node-3", "288b429a"), ("node-1", "661434c8"), ("node-2", "7e598d73")]),
    ("192.0.2.13", [("node-3", "2623bbc4"), ("node-1", "51e6bf95"), ("node-2", "c7040100")]),
    ("2001:DB8:0::10", [("node-3", "126b1494"), ("node-1", "67357a57"), ("node-2", "ef603d9e")]),
  ]

  private static func candidates(_ weights: [Int] = [0, 0, 0]) -> [Election.Candidate] {
    weights.enumerated().map { position, weight in
      Election.Candidate(node: Index(position), name: "node-\(position + 1)", weight: weight)
    }
  }

  private static func names(_ order: [NetworkModel.Index<Node>]) -> [String] {
    order.map { "node-\($0.position + 1)" }
  }

  @Test(arguments: vectors.indices) func theOrderIsUpstreams(_ position: Int) throws {
    let vector = Self.vectors[position]
    let address = try IPAddress(parsing: vector.address)
    let order = Election.order(Self.candidates(), for: address)
    #expect(Self.names(order) == vector.order.map(\.node))
    for entry in vector.order {
      let hash = Election.rank(of: entry.node, for: address).prefix(4)
      #expect(hash.reduce(0) { $0 << 8 | Int($1) } == Int(entry.hash, radix: 16))
    }
  }

  @Test func whatNodesPreferComesFirst() throws {
    let address = try IPAddress(parsing: "192.0.2.10")
    #expect(
      Self.names(Election.order(Self.candidates([1, 5, 5]), for: address))
        == ["node-2", "node-3", "node-1"])
  }

  @Test(arguments: vectors.indices) func aLoserThatGoesMovesNothing(_ position: Int) throws {
    let address = try IPAddress(parsing: Self.vectors[position].address)
    let order = Election.order(Self.candidates(), for: address)
    for loser in order.dropFirst() {
      let rest = Self.candidates().filter { $0.node != loser }
      #expect(Election.order(rest, for: address) == order.filter { $0 != loser })
    }
  }
}
