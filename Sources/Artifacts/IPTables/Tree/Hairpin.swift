import NetworkTypes
import Planning

/// A pod that reaches itself through a Service would see its own address as the client's, and
/// answer itself; such a connection is masqueraded.
///
/// kube-proxy marks them in the chain of every endpoint. Here one tree holds the addresses of this
/// node's endpoints, which alone can be source and endpoint of one connection on this node.
struct Hairpin {
  typealias Rule = IPTablesDocument.Rule

  private let endpoints: LocalEndpoints

  init(_ ports: [ServicePortPlan], nodes: Int) {
    endpoints = LocalEndpoints(ports, nodes: nodes)
  }

  /// Adds to the nat table; the jump goes to the place behind that of marked packets.
  func add(for node: NodePlan, to tables: inout ServiceTables) {
    let addresses = endpoints.addresses(on: node)
    guard let first = addresses.first, let last = addresses.last else { return }
    let block = IPPrefix(containing: first, length: IPPrefix.sharedBits(first, last))
    var writer = TreeWriter(role: "NETC-L-")
    writer.dispatchHairpin(addresses, from: .netcHairpin)
    tables.natJumps.append(
      Rule(
        chain: ChainName("POSTROUTING"), position: 2,
        matches: [
          .source(block, isNegated: false), .destination(block, isNegated: false),
          .connectionState(.translated),
        ], target: .jump(.netcHairpin)))
    tables.natChains += [.netcHairpin] + writer.chains
    tables.nat += writer.lines
  }
}
