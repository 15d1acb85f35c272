import Diagnostics
import NetworkModel
import NetworkTypes

enum AnnouncedByNobody: ValidationRule {
  static let page = DiagnosticPage(
    676, .warning, "No node announces the address of a Service",
    explanation: """
      Advertisements cover the pool that the Service's address is from, but no node is left to
      announce it: those that `nodeSelectors` select carry the label
      `node.kubernetes.io/exclude-from-external-load-balancers`; or the Service has
      `externalTrafficPolicy: Local` and none of them has an endpoint; or, by BGP, no BGPPeer of
      the advertisement is for such a node. Clients outside will not find the address.
      """,
    example: DiagnosticExample(
      bad: AnnouncingExample.text(
        node: AnnouncingExample.uplink + """
                labels: {node.kubernetes.io/exclude-from-external-load-balancers: ""}

          """, advertisement: "",
        service: """
            loadBalancerIP: 192.0.2.201
            #               ^^^^^^^^^^^ NC0676

          """),
      good: AnnouncingExample.text(
        advertisement: "", service: "  loadBalancerIP: 192.0.2.201\n")), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services {
      guard !(service.l2Advertisements.isEmpty && service.bgpAdvertisements.isEmpty),
        let address = service.loadBalancerIPs.first, service.hasServingEndpoint,
        let reason = Announcing(service, network).problem
      else { continue }
      log.report(
        page, "no node announces \(address.value) of service \(service.name): \(reason)",
        at: address.range.orIfDefault(service.range), notes: notes(service, network),
        help: "see which nodes the advertisement selects, and where the endpoints are",
        object: service.object)
    }
  }

  private static func notes(_ service: Service, _ network: Network) -> [Note] {
    let all = network.loadBalancing
    return service.l2Advertisements.prefix(1).map {
      Note("advertised here", at: all.l2Advertisements[$0].range)
    }
      + service.bgpAdvertisements.prefix(1).map {
        Note("advertised here", at: all.bgpAdvertisements[$0].range)
      }
  }

  /// What each condition leaves of the nodes.
  private struct Announcing {
    /// Nil where some node announces the Service.
    var problem: String?

    init(_ service: Service, _ network: Network) {
      let all = network.loadBalancing
      let layerTwo = service.l2Advertisements.flatMap { all.l2Advertisements[$0].nodes }
      let bgp = service.bgpAdvertisements.map { all.bgpAdvertisements[$0] }
      let talking = bgp.flatMap { advertisement in
        Self.common(advertisement.nodes, advertisement.peers.flatMap { all.peers[$0].nodes })
      }
      if !network.nodes.announcing(service, among: layerTwo + talking).isEmpty { return }
      let selected = layerTwo + bgp.flatMap(\.nodes)
      // That is told of where the selectors are.
      if selected.isEmpty { return }
      if selected.allSatisfy({ network.nodes[$0].isExcluded }) {
        problem = "the nodes carry the label \(Node.excludingLabel)"
      } else if network.nodes.announcing(service, among: selected).isEmpty {
        problem = "under the policy Local, no node of the advertisements has an endpoint"
      } else {
        problem = "no BGPPeer is for a node of the advertisements"
      }
    }

    private static func common(_ left: [Index<Node>], _ right: [Index<Node>]) -> [Index<Node>] {
      Set(left).intersection(right).sorted()
    }
  }
}

extension Service {
  /// Without any, the Service is not announced anywhere, and other rules say why.
  fileprivate var hasServingEndpoint: Bool {
    endpoints.contains { $0.isReady || $0.isServing }
  }
}
