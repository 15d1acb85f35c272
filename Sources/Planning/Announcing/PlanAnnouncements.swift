import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Planner {
  static func planAnnouncements(_ network: Network) -> AnnouncementPlan {
    let elections = network.electedAddresses.compactMap { plan($0, network) }
    let choice = network.cluster.announcing.takeover.value
    return AnnouncementPlan(
      takeover: choice == .keepalived ? .keepalived : .script, layerTwo: elections,
      virtualRouters: choice == .keepalived ? planVirtualRouters(elections) : [],
      speakers: planSpeakers(network), frrVersion: network.cluster.announcing.frrVersion)
  }

  private static func plan(_ elected: ElectedAddress, _ network: Network) -> LayerTwoPlan? {
    guard !elected.candidates.isEmpty else { return nil }
    return LayerTwoPlan(
      address: elected.address, services: elected.services.map { network.services[$0].name },
      candidates: elected.candidates.map {
        LayerTwoPlan.Candidate(node: $0.node.position, interfaces: $0.interfaces)
      })
  }
}
