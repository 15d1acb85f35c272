package import NetworkTypes

extension ProxyPlan {
  /// A host's own addresses in these prefixes answer node ports; one prefix of length 0 stands for
  /// all of them, none at all for none. Loopback is not in them unless it is meant to answer; only
  /// in `all` it has to be left out by whoever spells the prefix.
  ///
  /// A family that no prefix names is not narrowed.
  /// Source: `NewNodePortAddresses` (pkg/proxy/util/nodeport_addresses.go).
  package func nodePortRanges(_ family: IPFamily, on node: NodePlan) -> [IPPrefix] {
    if servesPrimaryAddressOnly { return node.address(family).map { [IPPrefix($0)] } ?? [] }
    let named = nodePortAddresses.filter { $0.family == family }
    if named.isEmpty || named.contains(where: { $0.length == 0 }) { return [.all(family)] }
    if family == .ipv4 && servesLocalhostNodePorts { return named }
    return named.flatMap { $0.without(.loopback(family)) }
  }

  /// Node ports answer at 127.0.0.1, so the kernel must route it (`route_localnet`) and guard it
  /// (CVE-2020-8558). Not where `nodePortAddresses` leave loopback out.
  package func servesLocalhost(_ family: IPFamily) -> Bool {
    guard family == .ipv4, servesLocalhostNodePorts, !servesPrimaryAddressOnly else { return false }
    // IPVS takes nothing from a loopback address.
    if case .ipvs = backend { return false }
    let named = nodePortAddresses.filter { $0.family == .ipv4 }
    let loopback = IPPrefix.loopback(.ipv4)
    return named.isEmpty || named.contains { loopback.contains($0) || $0.contains(loopback) }
  }
}

extension IPPrefix {
  fileprivate static func all(_ family: IPFamily) -> IPPrefix {
    IPPrefix(containing: IPAddress(family: family, bits: 0), length: 0)
  }

  /// The fewest prefixes that hold everything in this one but what is in `hole`.
  fileprivate func without(_ hole: IPPrefix) -> [IPPrefix] {
    if hole.contains(self) { return [] }
    guard contains(hole) else { return [self] }
    let upper = IPPrefix(containing: last, length: length + 1)
    return [IPPrefix(containing: first, length: length + 1), upper].flatMap { $0.without(hole) }
  }
}
