internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == BGPPeerResource {
  /// A peer of the old ConfigMap.
  static let oldPeer = ObjectShape<BGPPeerResource>(
    "MetalLBConfigPeer", fields: oldSessionFields + oldOptionFields,
    make: { BGPPeerResource(range: $0) },
    check: { peer, _, reading in
      // What MetalLB's converter fills in.
      if peer.holdSeconds == nil { peer.holdSeconds = .placeholder(90) }
      checkPeer(peer, .old, &reading)
    })

  private static let oldSessionFields: [Field<BGPPeerResource>] = [
    Field("my-asn", .integer(.word), "As `myASN`", .required) { $0.myASN = $1 },
    Field("peer-asn", .integer(.word), "As `peerASN`", .required) { $0.peerASN = $1 },
    Field("peer-address", .peerAddress, "As `peerAddress`", .required) { $0.address = $1 },
    Field("source-address", .peerAddress, "As `sourceAddress`") { $0.sourceAddress = $1 },
    Field("peer-port", .integer(1...16_384), "As `peerPort`", .defaults("179")) {
      $0.port = Port($1.value) ?? 179
    },
    Field("hold-time", .seconds, "As `holdTime`", .defaults("90s")) { $0.holdSeconds = $1 },
    Field("keepalive-time", .seconds, "As `keepaliveTime`") { $0.keepaliveSeconds = $1 },
  ]

  private static let oldOptionFields: [Field<BGPPeerResource>] = [
    Field("router-id", .routerID, "As `routerID`") { $0.routerID = $1 },
    Field("password", .bgpPassword, "As `password`") { $0.password = $1 },
    Field("bfd-profile", .convertedName, "As `bfdProfile`") { $0.bfdProfile = $1 },
    Field("ebgp-multihop", .boolean, "As `ebgpMultiHop`", .defaults("false")) {
      $0.ebgpMultiHop = $1.value
    },
    Field("node-selectors", .objects(.oldNodeSelector), "As `nodeSelectors`") {
      $0.nodeSelectors = $1.value
    },
  ]
}

extension ObjectShape where Value == LabelSelector {
  fileprivate static let oldNodeSelector = ObjectShape<LabelSelector>(
    "MetalLBConfigSelector",
    fields: [
      Field("match-labels", .labels, "As `matchLabels`") { $0.matchLabels = $1.value },
      Field("match-expressions", .objects(.labelRequirement), "As `matchExpressions`") {
        $0.matchExpressions = $1.value
      },
    ], make: { LabelSelector(range: $0) })
}

extension Shape where Value == String {
  /// A name of the old ConfigMap, made into one that an object can have as MetalLB's converter
  /// does it (`formatToK8S`): at most 63 bytes in lower case, `-` for `_`, from the first letter on.
  static var convertedName: Shape<String> {
    let text = Shape<String>.text
    return Shape(text.description) { node, reading in
      guard let written = text.read(node, &reading) else { return nil }
      let bytes = written.utf8.prefix(63).map { byte -> UInt8 in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "_"): UInt8(ascii: "-")
        default: byte
        }
      }
      let name = String(
        decoding: bytes.drop { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) },
        as: UTF8.self)
      if DNSSubdomain.problem(in: name.utf8.span) == nil { return name }
      reading.reportName(DNSSubdomain.self, written, at: node.range)
      return nil
    }
  }
}
