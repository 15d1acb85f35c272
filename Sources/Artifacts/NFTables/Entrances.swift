import NetworkTypes
import Planning

/// The chains that the entrances of one service port lead to. Most are shared by all Services with
/// as many endpoints; with affinity they are the Service's own.
struct Entrances {
  /// Leads nowhere where there is nobody to serve the cluster IP.
  let internalChain: NFTName
  private let ofAddress: NFTName
  private let ofHost: NFTName

  init(
    _ service: ServiceOnNode, _ podRange: IPPrefix?, _ picks: inout PickChains,
    _ affinity: inout AffinityChains
  ) {
    let port = service.port
    if port.affinityTimeoutSeconds != nil {
      let own = affinity.add(service, podRange)
      internalChain = port.internalTrafficIsLocal ? own.local : own.cluster
      (ofAddress, ofHost) = (own.external, own.external)
      return
    }
    let cluster = service.usable.cluster.count
    let local = service.usable.local.count
    internalChain = picks.pick(
      port.internalTrafficIsLocal ? local : cluster, .address, .cluster, port.transport)
    guard port.externalTrafficIsLocal else {
      ofAddress = picks.outside(cluster, .address, port.transport)
      ofHost = picks.outside(cluster, .host, port.transport)
      return
    }
    ofAddress = picks.policy(cluster, local, .address, port.transport, podRange)
    ofHost = picks.policy(cluster, local, .host, port.transport, podRange)
  }

  func externalChain(ofHost isOfHost: Bool) -> NFTName { isOfHost ? ofHost : ofAddress }
}
