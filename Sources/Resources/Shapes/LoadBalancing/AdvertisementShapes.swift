internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == L2AdvertisementResource {
  static let l2Advertisement = ObjectShape<L2AdvertisementResource>(
    "L2Advertisement",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the object is called",
        .required, in: \.metadata),
      .group("spec", l2Spec, "What is announced by ARP and NDP, and where"),
    ], unused: typeFields + statusField, make: { L2AdvertisementResource(range: $0) })

  private static let l2Spec = ObjectShape<L2AdvertisementResource>(
    "L2AdvertisementSpec",
    fields: scopeFields(\.scope) + [
      Field(
        "interfaces", .list(.interfaceName), "The interfaces that answer",
        .defaults("all interfaces")
      ) { $0.interfaces = $1.value },
      Field(
        "preferredNodeSelectors", .objects(.nodePreference),
        "Which nodes shall win the election rather than others"
      ) { $0.preferences = $1.value },
    ], make: { L2AdvertisementResource(range: $0) })
}

extension ObjectShape where Value == NodePreferenceResource {
  fileprivate static let nodePreference = ObjectShape<NodePreferenceResource>(
    "PreferredNodeSelector",
    fields: [
      Field(
        "weight", .integer(1...100), "How much a node counts that matches", .required,
        blank: .isValue
      ) { $0.weight = $1.value },
      Field("preference", .object(.labelSelector), "Which nodes match", .required) {
        $0.selector = $1.value
      },
    ], make: { _ in NodePreferenceResource() })
}

extension ObjectShape where Value == BGPAdvertisementResource {
  static let bgpAdvertisement = ObjectShape<BGPAdvertisementResource>(
    "BGPAdvertisement",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the object is called",
        .required, in: \.metadata),
      .group("spec", bgpSpec, "What is announced by BGP, how and to whom"),
    ], unused: typeFields + statusField, make: { BGPAdvertisementResource(range: $0) })

  /// As many communities as the attribute of an UPDATE of FRR's default size takes.
  private static let maximumCommunities = 63

  private static let bgpSpec = ObjectShape<BGPAdvertisementResource>(
    "BGPAdvertisementSpec",
    fields: scopeFields(\.scope) + [
      Field(
        "peers", .distinctTexts(.dnsSubdomain), "The BGPPeers that are told",
        .defaults("all peers")
      ) { $0.peers = $1.value },
      Field(
        "aggregationLength", .integer(1...32), "The length of the IPv4 prefix that is announced",
        .defaults("32"), blank: .isValue
      ) { $0.aggregationLength = $1 },
      Field(
        "aggregationLengthV6", .integer(1...128), "The length of the IPv6 prefix",
        .defaults("128"), blank: .isValue
      ) { $0.aggregationLengthV6 = $1 },
      Field("localPref", .integer(.word), "LOCAL_PREF of the routes", .defaults("0")) {
        $0.localPreference = $1
      },
      Field(
        "communities", .distinctTexts(.text, atMost: maximumCommunities),
        "Communities, or names that Community objects give them"
      ) { $0.communities = $1.value },
    ], make: { BGPAdvertisementResource(range: $0) },
    check: { advertisement, node, reading in
      checkAggregation("aggregationLength", of: advertisement, 32, node, &reading)
      checkAggregation("aggregationLengthV6", of: advertisement, 128, node, &reading)
    })
}

extension ClosedRange<Int> {
  /// Unsigned 32 bits.
  static var word: ClosedRange<Int> { 0...Int(UInt32.max) }
}

/// Which pools, nodes and Services an advertisement is for.
private func scopeFields<Owner>(
  _ path: any WritableKeyPath<Owner, AdvertisementScope> & Sendable
) -> [Field<Owner>] {
  [
    Field(
      "ipAddressPools", .distinctTexts(.dnsSubdomain), "The pools that are announced",
      .defaults("all pools, without `ipAddressPoolSelectors`")
    ) { $0[keyPath: path].pools = $1.value },
    Field("ipAddressPoolSelectors", .distinctSelectors, "The same, by the pools' labels") {
      $0[keyPath: path].poolSelectors = $1.value
    },
    Field(
      "nodeSelectors", .distinctSelectors, "The nodes that announce", .defaults("all nodes")
    ) {
      $0[keyPath: path].nodeSelectors = $1.value
      $0[keyPath: path].nodeSelectorsRange = $1.range
    },
    Field(
      "serviceSelectors", .distinctSelectors, "The Services whose addresses are announced",
      .defaults("all Services")
    ) { $0[keyPath: path].serviceSelectors = $1.value },
  ]
}

/// An aggregate holds addresses of Services that the selectors leave out.
private func checkAggregation(
  _ field: String, of advertisement: BGPAdvertisementResource, _ full: Int, _ node: YAMLNode,
  _ reading: inout Reading
) {
  let length =
    full == 32 ? advertisement.aggregationLength : advertisement.aggregationLengthV6
  guard !advertisement.scope.serviceSelectors.isEmpty, length.value != full,
    let selectors = node["serviceSelectors"]
  else { return }
  reading.within(.field(field)) {
    $0.report(
      .forbiddenField, "\(length.value) is not allowed beside `serviceSelectors`",
      at: length.range, notes: [Note("the selectors are here", at: selectors.range)],
      help: "write \(full), or announce all Services")
  }
}
