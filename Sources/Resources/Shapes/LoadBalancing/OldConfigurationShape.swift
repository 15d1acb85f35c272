internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// MetalLB's configuration before its version 0.13: YAML in the key `config` of a ConfigMap.
///
/// Source: metallb configmaptocrs/types.go.
struct OldConfiguration: Sendable {
  var peers: [BGPPeerResource] = []
  var pools: [OldPool] = []
  var communities: Located<[CommunityAlias]> = .placeholder([])
  var bfdProfiles: [BFDProfileResource] = []
}

/// An entry of `address-pools`.
struct OldPool: Sendable {
  var pool = IPAddressPoolResource()
  var transport: Located<String> = .placeholder("")
  var advertisements: [BGPAdvertisementResource] = []
}

extension ObjectShape where Value == OldConfiguration {
  static let oldConfiguration = ObjectShape<OldConfiguration>(
    "MetalLBConfig",
    fields: [
      Field("peers", .objects(.oldPeer), "The BGP peers") {
        $0.peers = $1.value
      },
      Field("address-pools", .objects(.oldPool), "The pools") {
        $0.pools = $1.value
      },
      Field("bgp-communities", .oldCommunities, "Names for BGP communities") {
        $0.communities = $1
      },
      Field("bfd-profiles", .objects(.oldProfile), "The BFD profiles") {
        $0.bfdProfiles = $1.value
      },
    ], make: { _ in OldConfiguration() })
}

extension ObjectShape where Value == OldPool {
  fileprivate static let oldPool = ObjectShape<OldPool>(
    "MetalLBConfigPool",
    fields: [
      Field("name", .convertedName, "The pool's name", .required) {
        $0.pool.metadata.name = $1
      },
      Field("protocol", .text, "How it is announced: `layer2` or `bgp`", .required) {
        $0.transport = $1
      },
      Field("addresses", .list(.poolAddresses), "Blocks and ranges", .required) {
        $0.pool.entries = $1.value
      },
      Field("auto-assign", .boolean, "As `autoAssign`", .defaults("true")) {
        $0.pool.autoAssign = $1.value
      },
      Field("avoid-buggy-ips", .boolean, "As `avoidBuggyIPs`", .defaults("false")) {
        $0.pool.avoidBuggyIPs = $1.value
      },
      Field("bgp-advertisements", .objects(.oldAdvertisement), "How BGP announces it") {
        $0.advertisements = $1.value
      },
    ], make: { OldPool(pool: IPAddressPoolResource(range: $0)) },
    check: { old, node, reading in
      if let list = node["addresses"], list.kind == .sequence, list.count == 0 {
        reading.reportMissing("addresses", in: node, help: "a pool has at least one address")
      }
      reportProtocol(old.transport, &reading)
    })
}

private func reportProtocol(_ transport: Located<String>, _ reading: inout Reading) {
  guard transport.range.isWritten, !["layer2", "bgp"].contains(transport.value) else { return }
  reading.within("protocol") {
    $0.report(
      .unknownPoolProtocol, "\(quoted(transport.value)) is neither `layer2` nor `bgp`",
      at: transport.range, help: "nothing announces the pool's addresses")
  }
}

extension ObjectShape where Value == BGPAdvertisementResource {
  fileprivate static let oldAdvertisement = ObjectShape<BGPAdvertisementResource>(
    "MetalLBConfigAdvertisement",
    fields: [
      Field(
        "aggregation-length", .integer(1...32), "As `aggregationLength`", .defaults("32"),
        blank: .isValue
      ) { $0.aggregationLength = $1 },
      Field(
        "aggregation-length-v6", .integer(1...128), "As `aggregationLengthV6`",
        .defaults("128"), blank: .isValue
      ) { $0.aggregationLengthV6 = $1 },
      Field("localpref", .integer(.word), "As `localPref`", .defaults("0")) {
        $0.localPreference = $1
      },
      Field("communities", .distinctTexts(.text), "Communities and their names") {
        $0.communities = $1.value
      },
    ], make: { BGPAdvertisementResource(range: $0) })
}

extension ObjectShape where Value == BFDProfileResource {
  fileprivate static let oldProfile = ObjectShape<BFDProfileResource>(
    "MetalLBConfigProfile",
    fields: [
      Field("name", .convertedName, "The profile's name", .required) { $0.metadata.name = $1 }
    ]
      + bfdFields(
        .init(
          receive: "receive-interval", transmit: "transmit-interval",
          detect: "detect-multiplier", echo: "echo-interval", echoMode: "echo-mode",
          passiveMode: "passive-mode", minimumTTL: "minimum-ttl")),
    make: { BFDProfileResource(range: $0) })
}

extension Shape where Value == [CommunityAlias] {
  fileprivate static var oldCommunities: Shape<[CommunityAlias]> {
    let community = Shape<BGPCommunity>.bgpCommunity
    let keys = TextDescription(summary: "a name")
    return Shape(.map(community.description, keys: keys)) { node, reading in
      guard node.kind == .mapping else {
        reading.reportType(of: node, expected: "a mapping")
        return nil
      }
      return node.entries.compactMap { key, value in
        reading.within(.key(key.string)) { community.read(value, &$0) }
          .map { CommunityAlias(name: Located(key.string, key.range), value: $0) }
      }
    }
  }
}
