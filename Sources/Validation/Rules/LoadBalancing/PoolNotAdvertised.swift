import Diagnostics
import NetworkModel
import NetworkTypes

enum PoolNotAdvertised: ValidationRule {
  static let page = DiagnosticPage(
    667, .warning, "An address that nobody announces",
    explanation: """
      A Service has an address of a pool, but no L2Advertisement or BGPAdvertisement for the pool
      and the Service selects a node, or the nodes have no BGP peer. Nobody outside the cluster
      will find the address. It is the most frequent mistake with MetalLB.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          #     ^^^ NC0667
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: nginx}]}
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: nginx}]}
        """), isAllowable: true)

  /// One report for each pool.
  static func check(_ network: Network, log: inout DiagnosticLog) {
    let reach = AdvertisedNodes(network)
    var lost: [[Service]] = Array(repeating: [], count: network.loadBalancing.pools.count)
    for service in network.services {
      guard let pool = service.loadBalancerPool, !reach.isAnnounced(service) else { continue }
      lost[pool.position].append(service)
    }
    for (pool, services) in zip(network.loadBalancing.pools, lost) {
      guard let first = services.first, let address = first.loadBalancerIPs.first else { continue }
      let others = services.count == 1 ? "" : ", nor those of \(services.count - 1) more Services"
      log.report(
        page, "\(address.value) of service \(first.name) is announced by nobody\(others)",
        at: first.range, notes: [Note("it is of pool `\(pool.name)`", at: pool.range)],
        help: first.l2Advertisements.isEmpty && first.bgpAdvertisements.isEmpty
          ? "write an L2Advertisement or a BGPAdvertisement for the pool"
          : "see which nodes the advertisements select, and which peers those have",
        object: first.object)
    }
  }
}

/// Which advertisements lead to some node, and by BGP to a peer.
private struct AdvertisedNodes {
  private let l2: [Bool]
  private let bgp: [Bool]

  init(_ network: Network) {
    l2 = network.loadBalancing.l2Advertisements.map { !$0.nodes.isEmpty }
    bgp = network.loadBalancing.bgpAdvertisements.map { advertisement in
      let nodes = Set(advertisement.nodes)
      return advertisement.peers.contains { peer in
        !nodes.isDisjoint(with: network.loadBalancing.peers[peer].nodes)
      }
    }
  }

  func isAnnounced(_ service: Service) -> Bool {
    service.l2Advertisements.contains { l2[$0.position] }
      || service.bgpAdvertisements.contains { bgp[$0.position] }
  }
}
