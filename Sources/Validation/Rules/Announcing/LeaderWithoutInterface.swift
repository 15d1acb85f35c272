import Diagnostics
import NetworkModel
import NetworkTypes

enum LeaderWithoutInterface: ValidationRule {
  static let page = DiagnosticPage(
    678, .error, "The leader of an address lacks the interfaces to announce it on",
    explanation: """
      The interfaces that an L2Advertisement names take no part in the election of the node that
      answers for an address: MetalLB lets a node win that has none of them, and then nobody
      answers. By its `interfaces` in the Cluster document, the elected node is such a one. Name
      an interface that it has, or keep it out by `nodeSelectors`.
      """,
    example: DiagnosticExample(
      bad: AnnouncingExample.text(
        node: AnnouncingExample.knownInterfaces,
        advertisement: """
            interfaces: [eth7]
            #            ^^^^ NC0678

          """),
      good: AnnouncingExample.text(
        node: AnnouncingExample.knownInterfaces, advertisement: "  interfaces: [eth1]\n")),
    isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var leads = Set<Leader>()
    for elected in network.electedAddresses {
      guard let leader = elected.candidates.first, lacksAll(leader, network),
        let interface = place(leader, elected, network),
        leads.insert(Leader(node: leader.node, range: interface.range)).inserted
      else { continue }
      let node = network.nodes[leader.node]
      log.report(
        page,
        "node \(node.name) is to answer for \(elected.address) of service"
          + " \(elected.owner(in: network).name), but has no interface \(interface.value)",
        at: interface.range,
        notes: [
          Note("the address is here", at: elected.range(in: network)),
          Note("the node is here", at: node.range),
        ], help: "name an interface of the node, or keep the node out by `nodeSelectors`",
        object: elected.owner(in: network).object)
    }
  }

  /// A node and an advertisement are told of once.
  private struct Leader: Hashable {
    let node: Index<Node>
    let range: SourceRange
  }

  private static func lacksAll(_ leader: ElectedAddress.Candidate, _ network: Network) -> Bool {
    let node = network.nodes[leader.node]
    return !leader.interfaces.isEmpty && leader.interfaces.allSatisfy { node.has($0) == false }
  }

  /// The first interface that an advertisement names for the node.
  private static func place(
    _ leader: ElectedAddress.Candidate, _ elected: ElectedAddress, _ network: Network
  ) -> Located<InterfaceName>? {
    elected.owner(in: network).l2Advertisements.lazy
      .map { network.loadBalancing.l2Advertisements[$0] }
      .filter { $0.nodes.contains(leader.node) }.flatMap(\.interfaces).first
  }
}
