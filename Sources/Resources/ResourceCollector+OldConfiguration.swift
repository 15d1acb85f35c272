internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// MetalLB's old ConfigMap becomes the objects that MetalLB's own converter makes of it.
extension ResourceCollector {
  /// Reads a ConfigMap that holds a configuration of MetalLB; false for any other.
  mutating func readOldConfiguration(_ node: YAMLNode, _ log: inout DiagnosticLog) -> Bool {
    guard let text = node["data"]?["config"], text.isText, isOldConfiguration(node, text) else {
      return false
    }
    var metadata = Metadata()
    var reading = Reading(isIncomplete: node.document.hadErrors)
    let shape = ObjectShape<Metadata>.metadata(.namespaced, names: .subdomain)
    if let node = node["metadata"] {
      reading.within("metadata") { shape.read(node, into: &metadata, &$0) }
    }
    let errors = log.errorCount
    let configuration = readText(text, &reading, &log)
    reading.flush(object: "ConfigMap \(metadata.objectName)", to: &log, withFixes: false)
    if let configuration, log.errorCount == errors, !reading.hasErrors {
      convert(configuration, metadata)
    } else {
      markBroken(metadata)
    }
    return true
  }

  /// MetalLB reads the ConfigMap `config` of its own namespace. In another namespace it is taken
  /// for MetalLB's where it says so, to be found in the wrong place later.
  private func isOldConfiguration(_ node: YAMLNode, _ text: YAMLNode) -> Bool {
    guard let metadata = node["metadata"], metadata["name"]?.hasText("config") ?? false else {
      return false
    }
    if metadata["namespace"]?.hasText(MetalLB.defaultNamespace) ?? false { return true }
    return text.string.utf8.split(separator: UInt8(ascii: "\n"))
      .contains { $0.starts(with: "address-pools:".utf8) }
  }

  private mutating func readText(
    _ text: YAMLNode, _ reading: inout Reading, _ log: inout DiagnosticLog
  ) -> OldConfiguration? {
    var configuration = OldConfiguration()
    guard let document = text.embeddedDocument(log: &log), let root = document.root else {
      return configuration
    }
    hidePasswords(in: document, text)
    if document.hadErrors { return nil }
    reading.within([.field("data"), .key("config")]) {
      ObjectShape.oldConfiguration.read(root, into: &configuration, &$0)
    }
    return configuration
  }

  /// What the text would have declared is not known, so nobody shall miss anything.
  private mutating func markBroken(_ metadata: Metadata) {
    let kinds: [ResourceKind] = [
      .ipAddressPool, .l2Advertisement, .bgpAdvertisement, .bgpPeer, .bfdProfile, .community,
    ]
    for kind in kinds {
      resources.broken.insert(BrokenResource(kind: kind, name: metadata.objectName))
    }
  }
}

// MARK: - Objects

extension ResourceCollector {
  private mutating func convert(_ old: OldConfiguration, _ map: Metadata) {
    for (index, peer) in old.peers.enumerated() {
      var peer = peer
      peer.metadata = Self.metadata("peer\(index + 1)", map, at: peer.range)
      declare(.bgpPeer, peer)
      resources.bgpPeers.append(peer)
    }
    for profile in old.bfdProfiles {
      var profile = profile
      profile.metadata = Self.metadata(profile.metadata.name, map)
      declare(.bfdProfile, profile)
      resources.bfdProfiles.append(profile)
    }
    convert(old.pools, map)
    guard !old.communities.value.isEmpty else { return }
    let range = old.communities.range
    let community = CommunityResource(
      metadata: Self.metadata("communities", map, at: range), range: range,
      aliases: old.communities.value)
    declare(.community, community)
    resources.communities.append(community)
  }

  private mutating func convert(_ pools: [OldPool], _ map: Metadata) {
    var layer2Count = 0
    var bgpCount = 0
    for old in pools {
      var pool = old.pool
      pool.metadata = Self.metadata(pool.metadata.name, map)
      declare(.ipAddressPool, pool)
      resources.addressPools.append(pool)
      for advertisement in old.bgpAdvertisements {
        bgpCount += 1
        addBGP(advertisement, "bgpadvertisement\(bgpCount)", of: pool, map)
      }
      if old.transport.value == "layer2" {
        layer2Count += 1
        addLayer2("l2advertisement\(layer2Count)", of: pool, map)
      }
    }
  }

  private mutating func addBGP(
    _ advertisement: BGPAdvertisementResource, _ name: String, of pool: IPAddressPoolResource,
    _ map: Metadata
  ) {
    var advertisement = advertisement
    advertisement.metadata = Self.metadata(name, map, at: advertisement.range)
    advertisement.scope.pools = [pool.metadata.name]
    declare(.bgpAdvertisement, advertisement)
    resources.bgpAdvertisements.append(advertisement)
  }

  private mutating func addLayer2(
    _ name: String, of pool: IPAddressPoolResource, _ map: Metadata
  ) {
    var advertisement = L2AdvertisementResource(
      metadata: Self.metadata(name, map, at: pool.metadata.name.range), range: pool.range)
    advertisement.scope.pools = [pool.metadata.name]
    declare(.l2Advertisement, advertisement)
    resources.l2Advertisements.append(advertisement)
  }

  private static func metadata(
    _ name: String, _ map: Metadata, at range: SourceRange
  ) -> Metadata {
    metadata(Located(name, range), map)
  }

  private static func metadata(_ name: Located<String>, _ map: Metadata) -> Metadata {
    var metadata = Metadata()
    metadata.name = name
    metadata.namespace = map.namespace
    metadata.namespaceRange = map.namespaceRange
    return metadata
  }
}

extension OldPool {
  /// A pool for BGP without an advertisement gets the default one.
  fileprivate var bgpAdvertisements: [BGPAdvertisementResource] {
    guard transport.value == "bgp", advertisements.isEmpty else { return advertisements }
    return [BGPAdvertisementResource(range: pool.range)]
  }
}
