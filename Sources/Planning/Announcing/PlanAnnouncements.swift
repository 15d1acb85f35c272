import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Planner {
  static func planAnnouncements(_ network: Network) -> AnnouncementPlan {
    AnnouncementPlan(
      takeover: network.cluster.announcing.takeover.value == .keepalived ? .keepalived : .script,
      layerTwo: network.electLeaders().compactMap { plan($0, network) },
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
