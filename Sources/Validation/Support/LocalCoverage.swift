import NetworkModel

/// Where a Service has endpoints that traffic of policy Local may go to.
struct LocalCoverage {
  private let covered: Set<Index<Node>>

  init(_ service: Service) {
    covered = Set(
      service.endpoints.lazy.filter { $0.isUsable && $0.ports.contains { $0 != nil } }
        .compactMap(\.node))
  }

  /// Those of the nodes that have none, by name; sorted like the nodes, each of which is given
  /// once. The names end after `shownLimit`, the count does not.
  func missing(
    of nodes: [Index<Node>], in network: Network
  ) -> (names: [String], count: Int)? {
    var names: [String] = []
    var count = 0
    for node in nodes where !covered.contains(node) {
      if count < Self.shownLimit { names.append(network.nodes[node].name) }
      count += 1
    }
    return count == 0 ? nil : (names, count)
  }

  /// Enough to see which ones are meant; a cluster may have thousands of nodes.
  private static let shownLimit = 3
}

extension Endpoint {
  /// Traffic can go to it: ready, or on its way out with nothing better to be had (KEP-1669).
  var isUsable: Bool { isReady || (isServing && isTerminating) }
}

/// `node a`, `nodes a, b and c`, `nodes a, b, c, and 4 more nodes`.
func shownNodes(_ names: [String], of count: Int) -> String {
  let noun = count == 1 ? "node" : "nodes"
  let more = count - names.count
  guard more == 0, names.count > 1, let last = names.last else {
    return "\(noun) \(names.joined(separator: ", "))\(andMore(more, "node"))"
  }
  return "\(noun) \(names.dropLast().joined(separator: ", ")) and \(last)"
}
