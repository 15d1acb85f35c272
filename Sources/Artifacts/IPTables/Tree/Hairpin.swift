import NetworkTypes
import Planning

/// A pod that reaches itself through a Service would see its own address as the client's, and
/// answer itself; such a connection is masqueraded.
///
/// kube-proxy marks them in the chain of every endpoint. Here one tree holds the addresses of this
/// node's endpoints, which alone can be source and endpoint of one connection on this node.
struct Hairpin {
  typealias Rule = IPTablesDocument.Rule

  /// Sorted, each once: for each node's position, the addresses of its endpoints.
  private let own: [[IPAddress]]
  /// Endpoints of which no node is known to have them.
  private let ofNobody: [IPAddress]

  init(_ ports: [ServicePortPlan], nodes: Int) {
    var own = [Set<IPAddress>](repeating: [], count: nodes)
    var ofNobody: Set<IPAddress> = []
    for endpoint in ports.lazy.flatMap(\.endpoints) {
      if let node = endpoint.node {
        own[node].insert(endpoint.address)
      } else {
        ofNobody.insert(endpoint.address)
      }
    }
    self.own = own.map { $0.sorted() }
    self.ofNobody = ofNobody.sorted()
  }

  /// Adds to the nat table; the jump goes to the given place of POSTROUTING.
  func add(for node: NodePlan, to tables: inout ServiceTables) {
    let addresses = (own[node.position] + ofNobody).sorted()
    guard let first = addresses.first, let last = addresses.last else { return }
    let block = IPPrefix(containing: first, length: IPPrefix.sharedBits(first, last))
    var writer = TreeWriter(role: "NETC-L-")
    writer.dispatchHairpin(addresses, from: .netcHairpin)
    tables.natJumps.append(
      Rule(
        chain: ChainName("POSTROUTING"), position: 2,
        matches: [
          .comment(.fixed("netc pods that reach themselves")),
          .source(block, isNegated: false), .destination(block, isNegated: false),
          .connectionState(.translated),
        ], target: .jump(.netcHairpin)))
    tables.natChains += [.netcHairpin] + writer.chains
    tables.nat += writer.lines
  }
}
