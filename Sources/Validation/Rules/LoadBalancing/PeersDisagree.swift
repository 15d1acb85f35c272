import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum PeersDisagree: ValidationRule {
  static let page = DiagnosticPage(
    664, .error, "Peers of one node disagree about the node",
    explanation: """
      A node runs one BGP daemon, which is in one autonomous system (for each VRF) and has one
      router ID. The peers that select the same node must say the same `myASN` in one VRF, and the
      same `routerID`, or none of them any.
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
          myASN: 64510
          #      ^^^^^ NC0664
          peerASN: 64501
          peerAddress: 192.168.56.2
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

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var seen = Set<Index<BGPPeer>>()
    for (node, peers) in zip(network.nodes, network.peersByNode) {
      guard let first = peers.first else { continue }
      var byVRF: [InterfaceName?: Index<BGPPeer>] = [:]
      for peer in peers {
        let other = byVRF[network.loadBalancing.peers[peer].vrf] ?? peer
        byVRF[network.loadBalancing.peers[peer].vrf] = other
        guard let clash = clash(peer, first, other, network), seen.insert(peer).inserted else {
          continue
        }
        report(clash, node, network, log: &log)
      }
    }
  }

  private struct Clash {
    let field: String
    let peer: BGPPeer
    let other: BGPPeer
    let place: KeyPath<BGPPeer, SourceRange>
  }

  private static func clash(
    _ peer: Index<BGPPeer>, _ first: Index<BGPPeer>, _ sameVRF: Index<BGPPeer>,
    _ network: Network
  ) -> Clash? {
    let peers = network.loadBalancing.peers
    if peers[peer].routerID != peers[first].routerID {
      return Clash(
        field: "routerID", peer: peers[peer], other: peers[first], place: \.routerIDRange)
    }
    guard peers[peer].myASN != peers[sameVRF].myASN else { return nil }
    return Clash(field: "myASN", peer: peers[peer], other: peers[sameVRF], place: \.myASNRange)
  }

  private static func report(
    _ clash: Clash, _ node: Node, _ network: Network, log: inout DiagnosticLog
  ) {
    var (early, late) = (clash.other, clash.peer)
    if late[keyPath: clash.place] < early[keyPath: clash.place] { swap(&early, &late) }
    log.report(
      page,
      "`\(clash.field)` of peer `\(late.name)` is not that of peer `\(early.name)` on node "
        + node.name, at: late[keyPath: clash.place],
      notes: [Note("the other peer's is here", at: early[keyPath: clash.place])],
      help: "write the same in both, or give them different nodes",
      object: network.loadBalancing.object(.bgpPeer, late.name))
  }
}

extension Network {
  /// The peers of each node, by the index of nodes; those of a node by name.
  var peersByNode: [[Index<BGPPeer>]] {
    var found: [[Index<BGPPeer>]] = Array(repeating: [], count: nodes.count)
    for (position, peer) in loadBalancing.peers.enumerated() {
      for node in peer.nodes { found[node.position].append(Index(position)) }
    }
    return found
  }
}
