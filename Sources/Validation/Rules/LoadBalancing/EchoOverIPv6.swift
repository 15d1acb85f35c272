import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum EchoOverIPv6: ValidationRule {
  static let page = DiagnosticPage(
    666, .error, "BFD echo packets for IPv6 addresses",
    explanation: """
      FRR sends no BFD echo packets over IPv6, so MetalLB refuses a pool with IPv6 addresses that is
      announced to a peer whose BFDProfile has `echoMode: true`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: BFDProfile
        metadata: {name: echo, namespace: metallb-system}
        spec: {echoMode: true}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.1, bfdProfile: echo}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: ["2001:db8:100::/64"]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata:
          name: bgp
          #     ^^^ NC0666
          namespace: metallb-system
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: BFDProfile
        metadata: {name: echo, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.1, bfdProfile: echo}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: ["2001:db8:100::/64"]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: bgp, namespace: metallb-system}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let balancing = network.loadBalancing
    for advertisement in balancing.bgpAdvertisements {
      let echoing = advertisement.peers.first { peer in
        balancing.peers[peer].bfdProfile.map { balancing.bfdProfiles[$0].usesEcho } ?? false
      }
      guard let echoing,
        let pool = advertisement.pools.first(where: { pool in
          balancing.pools[pool].entries.contains { $0.family == .ipv6 }
        })
      else { continue }
      let (peer, pool6) = (balancing.peers[echoing], balancing.pools[pool])
      log.report(
        page, "IPv6 addresses of pool `\(pool6.name)` are announced to a peer with BFD echo",
        at: advertisement.range,
        notes: [
          Note("the peer is `\(peer.name)`", at: peer.range),
          Note("the pool is here", at: pool6.range),
        ], help: "turn `echoMode` off, or announce IPv6 to other peers",
        object: balancing.object(.bgpAdvertisement, advertisement.name))
    }
  }
}
