internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == LoadBalancingResource {
  static let loadBalancing = ObjectShape<LoadBalancingResource>(
    "ClusterLoadBalancing",
    fields: [
      Field(
        "namespace", .dnsLabel, "Where MetalLB's objects lie",
        .defaults(MetalLB.defaultNamespace)
      ) { $0.namespace = $1 },
      Field(
        "class", .labelKey, "The `loadBalancerClass` of the Services that get addresses",
        .defaults("Services without a class get them")
      ) { $0.className = $1 },
      Field(
        "announce", .choice(AnnounceChoice.self), "Who answers ARP and NDP for an address",
        .defaults("script"), blank: .isValue
      ) { $0.announce = $1 },
      Field(
        "frrVersion", .frrVersion, "The FRRouting of the nodes that speak BGP",
        .defaults("8.4.4"), blank: .isValue
      ) { $0.frrVersion = $1 },
    ], make: { _ in LoadBalancingResource() })
}

extension Shape where Value == FRRVersion {
  fileprivate static var frrVersion: Shape<FRRVersion> {
    let number = "(0|[1-9][0-9]{0,2})"
    let description = TextDescription(
      summary: "a version of FRRouting, 7.5 or later", pattern: "\(number)(\\.\(number)){1,2}",
      maximumLength: 11)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      if let version = FRRVersion(text), version >= .oldest { return version }
      reading.report(
        .unsupportedValue, "\(quoted(text)) is not a version of FRRouting that netc writes for",
        at: node.range, help: "the oldest is \(FRRVersion.oldest); Debian 12 has 8.4.4")
      return nil
    }
  }
}
