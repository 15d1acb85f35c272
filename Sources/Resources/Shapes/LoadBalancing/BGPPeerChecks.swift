internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// What the fields of a peer are called: the old ConfigMap has other words.
struct PeerFieldNames: Sendable {
  let holdTime: String
  let keepaliveTime: String
  let sourceAddress: String
  let multiHop: String

  static let current = PeerFieldNames(
    holdTime: "holdTime", keepaliveTime: "keepaliveTime", sourceAddress: "sourceAddress",
    multiHop: "ebgpMultiHop")
  static let old = PeerFieldNames(
    holdTime: "hold-time", keepaliveTime: "keepalive-time", sourceAddress: "source-address",
    multiHop: "ebgp-multihop")
}

/// The rules of metallb internal/config, `peerFromCR`, and of FRR's bgpd.
func checkPeer(_ peer: BGPPeerResource, _ names: PeerFieldNames, _ reading: inout Reading) {
  checkNumbers(peer, names, &reading)
  checkSource(peer, names, &reading)
  checkHoldTime(peer, names, &reading)
  checkKeepalive(peer, names, &reading)
  if let time = peer.connectSeconds, !(1...Int(UInt16.max)).contains(time.value) {
    reading.within("connectTime") {
      $0.report(
        .numberOutOfRange, "\(time.value)s is not in 1s to \(UInt16.max)s", at: time.range)
    }
  }
}

/// Fields of which one must be there, and not both.
func checkAlternatives(_ peer: BGPPeerResource, _ node: YAMLNode, _ reading: inout Reading) {
  checkOneOf(
    ("peerASN", node.written("peerASN").flatMap { $0.scalar == .int(0) ? nil : $0 }),
    ("dynamicASN", node.written("dynamicASN")), in: node, &reading)
  checkOneOf(
    ("peerAddress", node.written("peerAddress")), ("interface", node.written("interface")),
    in: node, &reading)
  if let password = peer.password, let secret = peer.passwordSecret {
    reading.within("password") {
      $0.report(
        .forbiddenField, "not allowed beside `passwordSecret`", at: password.range,
        notes: [Note("the Secret is named here", at: secret.range)])
    }
  }
}

private func checkOneOf(
  _ first: (name: String, node: YAMLNode?), _ second: (name: String, node: YAMLNode?),
  in node: YAMLNode, _ reading: inout Reading
) {
  if let firstNode = first.node, let secondNode = second.node {
    reading.within(.field(second.name)) {
      $0.report(
        .forbiddenField, "not allowed beside `\(first.name)`", at: secondNode.range,
        notes: [Note("`\(first.name)` is here", at: firstNode.range)])
    }
  } else if first.node == nil, second.node == nil {
    reading.reportMissing(
      first.name, in: node, help: "write `\(first.name)` or `\(second.name)`")
  }
}

private func checkNumbers(
  _ peer: BGPPeerResource, _ names: PeerFieldNames, _ reading: inout Reading
) {
  guard peer.myASN.range.isWritten else { return }
  let isInternal = peer.peerASN == peer.myASN || peer.dynamicASN?.value == .internal
  if isInternal, peer.ebgpMultiHop {
    reading.within(.field(names.multiHop)) {
      $0.report(
        .forbiddenField, "the peer is in the nodes' own autonomous system",
        at: peer.peerASN?.range ?? peer.dynamicASN?.range ?? peer.myASN.range,
        notes: [Note("the nodes' is here", at: peer.myASN.range)],
        help: "leave it out: sessions within one system reach over several hops anyway")
    }
  }
  checkLocalASN(peer, isInternal: isInternal, &reading)
}

/// bgpd's `peer_local_as_set`.
private func checkLocalASN(
  _ peer: BGPPeerResource, isInternal: Bool, _ reading: inout Reading
) {
  guard let local = peer.localASN else { return }
  let clash = [("myASN", peer.myASN), ("peerASN", peer.peerASN ?? peer.myASN)]
    .first { $0.1.value == local.value }
  reading.within("localASN") { reading in
    if let clash {
      reading.report(
        .forbiddenField, "\(local.value) is `\(clash.0)`, which bgpd refuses", at: local.range,
        notes: [Note("`\(clash.0)` is here", at: clash.1.range)], help: "leave it out")
    } else if isInternal {
      reading.report(
        .forbiddenField, "only for a peer in another autonomous system", at: local.range)
    }
  }
}

private func checkSource(
  _ peer: BGPPeerResource, _ names: PeerFieldNames, _ reading: inout Reading
) {
  guard let source = peer.sourceAddress, let address = peer.address,
    source.value.family != address.value.family
  else { return }
  reading.within(.field(names.sourceAddress)) {
    $0.report(
      .mismatch, "\(source.value) is not of the family of \(address.value)", at: source.range,
      notes: [Note("the peer's address is here", at: address.range)])
  }
}

/// RFC 4271 has 16 bits for the hold time, of which 1 and 2 seconds are not allowed.
private func checkHoldTime(
  _ peer: BGPPeerResource, _ names: PeerFieldNames, _ reading: inout Reading
) {
  guard let hold = peer.holdSeconds else { return }
  reading.within(.field(names.holdTime)) { reading in
    if hold.value > Int(UInt16.max) {
      reading.report(
        .numberOutOfRange, "\(hold.value)s is over \(UInt16.max)s", at: hold.range)
    } else if (1...2).contains(hold.value) {
      reading.report(
        .numberOutOfRange, "\(hold.value)s is neither 0 nor 3s and more", at: hold.range,
        help: "write 3s or more; 0s turns the timer off")
    }
  }
}

private func checkKeepalive(
  _ peer: BGPPeerResource, _ names: PeerFieldNames, _ reading: inout Reading
) {
  guard let keepalive = peer.keepaliveSeconds else { return }
  reading.within(.field(names.keepaliveTime)) { reading in
    if let hold = peer.holdSeconds {
      guard keepalive.value > hold.value else { return }
      reading.report(
        .mismatch,
        "\(keepalive.value)s is longer than the hold time, \(hold.value)s", at: keepalive.range,
        notes: [Note("the hold time is here", at: hold.range)],
        help: "a third of the hold time is usual")
    } else if 3 * keepalive.value > Int(UInt16.max) {
      reading.report(
        .numberOutOfRange, "three times \(keepalive.value)s is over \(UInt16.max)s",
        at: keepalive.range)
    }
  }
}
