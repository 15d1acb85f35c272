internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// What MetalLB writes into objects for people to read.
let statusField = ["status"]

extension ObjectShape where Value == IPAddressPoolResource {
  static let ipAddressPool = ObjectShape<IPAddressPoolResource>(
    "IPAddressPool",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the pool is called",
        .required, in: \.metadata),
      .group("spec", poolSpec, "Which addresses there are, and for whom", .required),
    ], unused: typeFields + statusField, make: { IPAddressPoolResource(range: $0) })

  private static let poolSpec = ObjectShape<IPAddressPoolResource>(
    "IPAddressPoolSpec",
    fields: [
      Field(
        "addresses", .list(.poolAddresses), "Blocks and ranges, tried in this order", .required
      ) { $0.entries = $1.value },
      Field(
        "autoAssign", .boolean, "Whether Services get an address that ask for none",
        .defaults("true")
      ) { $0.autoAssign = $1.value },
      Field(
        "avoidBuggyIPs", .boolean, "Whether addresses that end in .0 or .255 are left out",
        .defaults("false")
      ) { $0.avoidBuggyIPs = $1.value },
      Field(
        "serviceAllocation", .object(.serviceAllocation),
        "Which Services the pool is for; such pools are tried first"
      ) { $0.allocation = $1.value },
    ], make: { IPAddressPoolResource(range: $0) },
    check: { _, node, reading in
      guard let list = node["addresses"], list.kind == .sequence, list.count == 0 else { return }
      reading.reportMissing("addresses", in: node, help: "a pool has at least one address")
    })
}

extension ObjectShape where Value == ServiceAllocationResource {
  static let serviceAllocation = ObjectShape<ServiceAllocationResource>(
    "ServiceAllocation",
    fields: [
      Field(
        "priority", .integer(.count), "Lower numbers are tried first, 0 behind all others",
        .defaults("0")
      ) { $0.priority = $1.value },
      Field(
        "namespaces", .distinctTexts(.dnsLabel), "The namespaces of the Services",
        .defaults("all namespaces")
      ) { $0.namespaces = $1.value },
      Field("namespaceSelectors", .distinctSelectors, "The same, by the namespaces' labels") {
        $0.namespaceSelectors = $1.value
      },
      Field(
        "serviceSelectors", .distinctSelectors, "Which Services, by their labels",
        .defaults("all Services")
      ) { $0.serviceSelectors = $1.value },
    ], make: { _ in ServiceAllocationResource() })
}

extension ObjectShape where Value == CommunityResource {
  static let community = ObjectShape<CommunityResource>(
    "Community",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the object is called",
        .required, in: \.metadata),
      .group("spec", communitySpec, "The names"),
    ], unused: typeFields + statusField, make: { CommunityResource(range: $0) })

  private static let communitySpec = ObjectShape<CommunityResource>(
    "CommunitySpec",
    fields: [
      Field(
        "communities", .objects(.communityAlias), "Names for BGP communities"
      ) { $0.aliases = $1.value }
    ], make: { CommunityResource(range: $0) })
}

extension ObjectShape where Value == CommunityAlias {
  fileprivate static let communityAlias = ObjectShape<CommunityAlias>(
    "CommunityAlias",
    fields: [
      Field("name", .text, "What BGPAdvertisements call it", .required) { $0.name = $1 },
      Field("value", .bgpCommunity, "The community", .required) { $0.value = $1.value },
    ], make: { _ in CommunityAlias() })
}

extension Shape where Value == BGPCommunity {
  static var bgpCommunity: Shape<BGPCommunity> {
    let description = TextDescription(
      summary: "a community, as 64500:1 or large:64500:1:2",
      pattern: "[0-9]+:[0-9]+|large:[0-9]+:[0-9]+:[0-9]+", maximumLength: 38)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      if let community = BGPCommunity(parsing: text) { return community }
      reading.report(
        .badCommunity, "\(quoted(text)) is no community", at: node.range,
        help: "write `64500:1`, both up to 65535, or `large:64500:1:2`, each up to 4294967295")
      return nil
    }
  }
}
