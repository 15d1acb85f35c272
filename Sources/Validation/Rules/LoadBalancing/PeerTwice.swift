import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum PeerTwice: ValidationRule {
  static let page = DiagnosticPage(
    665, .error, "A node has one peer twice",
    explanation: """
      Two BGPPeers that select the same node name the same address (or interface) in the same VRF.
      A daemon knows a neighbour by its address, so the second would overwrite the first.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: left, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.1}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: right, namespace: metallb-system}
        spec:
          myASN: 64500
          peerASN: 64501
          peerAddress: 192.168.56.1
          #            ^^^^^^^^^^^^ NC0665
        """,
      good: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: left, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.1}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: right, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.2}
        """))

  private struct Neighbour: Hashable {
    let target: BGPTarget
    let vrf: InterfaceName?
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var seen = Set<Index<BGPPeer>>()
    for (node, peers) in zip(network.nodes, network.peersByNode) {
      var claims = FirstClaims<Neighbour, BGPPeer>()
      let inOrder = peers.sorted {
        network.loadBalancing.peers[$0].targetRange < network.loadBalancing.peers[$1].targetRange
      }
      for index in inOrder {
        let peer = network.loadBalancing.peers[index]
        let neighbour = Neighbour(target: peer.target, vrf: peer.vrf)
        guard let first = claims.claim(neighbour, by: peer), seen.insert(index).inserted else {
          continue
        }
        log.report(
          page,
          "peer `\(peer.name)` is where peer `\(first.name)` is, and both are for node "
            + node.name, at: peer.targetRange,
          notes: [Note("the other peer is here", at: first.targetRange)],
          help: "keep one of the two, or give them different nodes",
          object: network.loadBalancing.object(.bgpPeer, peer.name))
      }
    }
  }
}
