import Diagnostics
import NetworkModel
import NetworkTypes

enum AddressOffLink: ValidationRule {
  static let page = DiagnosticPage(
    672, .warning, "An address lies in no subnet of the node that answers for it",
    explanation: """
      Announced by layer 2, an address is found by ARP or NDP, which hosts use for addresses of
      their own subnets only. This one lies in none of the subnets that the leader's interface is
      in, by the `interfaces` in the Cluster document, so nobody will ask for it, unless routers
      and clients have a route for it that leads straight to the link. Take an address of the
      subnet, announce on the right interface, or announce by BGP.
      """,
    example: DiagnosticExample(
      bad: AnnouncingExample.text(
        node: AnnouncingExample.knownInterfaces, pool: "198.51.100.8/30", advertisement: "",
        service: """
            loadBalancerIP: 198.51.100.9
            #               ^^^^^^^^^^^^ NC0672

          """),
      good: AnnouncingExample.text(
        node: AnnouncingExample.knownInterfaces, advertisement: "",
        service: "  loadBalancerIP: 192.0.2.201\n")), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for elected in network.electedAddresses {
      guard let leader = elected.candidates.first,
        let interfaces = elected.interfaces(of: leader, in: network)
      else { continue }
      let node = network.nodes[leader.node]
      let links = interfaces.map { node.links(of: $0, elected.address.family) }
      // One interface that is not known, or that is in the subnet, is enough.
      guard
        links.allSatisfy({
          $0.map { all in !all.contains { $0.contains(elected.address) } } ?? false
        })
      else { continue }
      let names = interfaces.map(\.text).joined(separator: ", ")
      log.report(
        page,
        "\(elected.address) of service \(elected.owner(in: network).name) lies in no subnet of"
          + " \(names) of node \(node.name), which answers for it",
        at: elected.range(in: network),
        notes: [Note("the node is here", at: node.range)],
        help: "take an address of the link's subnet, or announce it by BGP",
        object: elected.owner(in: network).object)
    }
  }
}
