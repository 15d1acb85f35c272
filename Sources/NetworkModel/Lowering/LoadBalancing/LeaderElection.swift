import Diagnostics
import NetworkTypes

/// Holds the elections of all addresses.
struct LeaderElection {
  let services: [Service]
  let nodes: [Node]
  let advertisements: [L2Advertisement]

  /// Every address that some L2Advertisement covers, sorted.
  ///
  /// An address that Services share has one leader: that of the first Service which some node may
  /// announce. (Upstream holds an election for each, which could make two nodes answer.)
  func addresses() -> [ElectedAddress] {
    var found: [IPAddress: ElectedAddress] = [:]
    for position in services.indices where !services[position].l2Advertisements.isEmpty {
      for elected in addresses(of: Index(position)) {
        guard let other = found[elected.address] else {
          found[elected.address] = elected
          continue
        }
        let candidates = other.candidates.isEmpty ? elected.candidates : other.candidates
        found[elected.address] = ElectedAddress(
          address: elected.address, services: other.services + elected.services,
          candidates: candidates)
      }
    }
    return found.values.sorted { $0.address < $1.address }
  }

  /// The election of one Service; its first address decides for all of them.
  private func addresses(of index: Index<Service>) -> [ElectedAddress] {
    let service = services[index]
    guard let first = service.loadBalancerIPs.first else { return [] }
    let advertisements = service.l2Advertisements.map { self.advertisements[$0] }
    let order = Election.order(candidates(service, advertisements), for: first.value)
    let candidates = order.map { node in
      ElectedAddress.Candidate(
        node: node, interfaces: Self.interfaces(on: node, advertisements))
    }
    return service.loadBalancerIPs.map {
      ElectedAddress(address: $0.value, services: [index], candidates: candidates)
    }
  }

  private func candidates(
    _ service: Service, _ advertisements: [L2Advertisement]
  ) -> [Election.Candidate] {
    var weights: [Int: Int] = [:]
    for preferred in advertisements.flatMap(\.preferredNodes) {
      weights[preferred.node.position, default: 0] += preferred.weight
    }
    return nodes.announcing(service, among: advertisements.flatMap(\.nodes)).map { node in
      Election.Candidate(
        node: node, name: nodes[node].name, weight: weights[node.position] ?? 0)
    }
  }

  /// The union over the advertisements that select the node; one without interfaces means all.
  private static func interfaces(
    on node: Index<Node>, _ advertisements: [L2Advertisement]
  ) -> [InterfaceName] {
    let mine = advertisements.filter { contains($0.nodes, node) }
    if mine.contains(where: { $0.interfaces.isEmpty }) { return [] }
    let names = mine.flatMap { $0.interfaces.map(\.value) }
    return Set(names).sorted { $0.text < $1.text }
  }

  /// Binary search in sorted indices.
  private static func contains(_ nodes: [Index<Node>], _ node: Index<Node>) -> Bool {
    var low = 0
    var high = nodes.count
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low < nodes.count && nodes[low] == node
  }
}
