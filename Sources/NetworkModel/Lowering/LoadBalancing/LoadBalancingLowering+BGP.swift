import Diagnostics
import NetworkTypes
import Resources

extension LoadBalancingLowering {
  func lowerBGPAdvertisements(
    _ scopes: ScopeLowering, _ peers: [BGPPeer], log: inout DiagnosticLog
  ) -> [BGPAdvertisement] {
    let aliases = lowerCommunities(log: &log)
    let indices = Dictionary(
      zip(peers.map(\.name), peers.indices.map { Index<BGPPeer>($0) }),
      uniquingKeysWith: { first, _ in first })
    return mine(resources.bgpAdvertisements, \.metadata).map { source in
      let object = "BGPAdvertisement \(source.metadata.objectName)"
      return BGPAdvertisement(
        name: source.metadata.name.value, range: source.metadata.name.range,
        pools: scopes.pools(source.scope, object, log: &log),
        nodes: scopes.nodes(source.scope.nodeSelectors),
        serviceSelectors: source.scope.serviceSelectors,
        peers: lower(source.peers, indices, object, log: &log),
        namesPeers: !source.peers.isEmpty, aggregationLength: source.aggregationLength,
        aggregationLengthV6: source.aggregationLengthV6,
        localPreference: UInt32(clamping: source.localPreference.value),
        localPreferenceRange: source.localPreference.range,
        communities: lower(source.communities, aliases, object, log: &log))
    }
  }

  private func lower(
    _ names: [Located<String>], _ indices: [String: Index<BGPPeer>], _ object: String,
    log: inout DiagnosticLog
  ) -> [Index<BGPPeer>] {
    if names.isEmpty { return indices.values.sorted() }
    let mayLackPeers = broken.containsAny(of: [.bgpPeer], in: namespace.value)
    return names.compactMap { name -> Index<BGPPeer>? in
      if let index = indices[name.value] { return index }
      if mayLackPeers { return nil }
      let near = Spelling.nearest(name.value, among: indices.keys.sorted())
      log.report(
        .unknownAdvertisedPeer, "no BGPPeer is called `\(name.value)`", at: name.range,
        help: near.map { "did you mean `\($0)`?" }, object: object)
      return nil
    }.sorted()
  }
}

// MARK: - Communities

/// What Community objects call things.
struct CommunityAliases {
  fileprivate var values: [String: BGPCommunity] = [:]
  fileprivate var names: [String] = []
  /// Some object could not be read, so any name may be one of its.
  fileprivate let mayLackSome: Bool
}

extension LoadBalancingLowering {
  private func lowerCommunities(log: inout DiagnosticLog) -> CommunityAliases {
    var aliases = CommunityAliases(
      mayLackSome: broken.containsAny(of: [.community], in: namespace.value))
    var places: [String: SourceRange] = [:]
    for source in mine(resources.communities, \.metadata) {
      for alias in source.aliases {
        if let earlier = places[alias.name.value] {
          log.report(
            .communityTwice, "a community has the same name a second time", at: alias.name.range,
            notes: [Note("first here", at: earlier)], help: "keep one of the two",
            object: "Community \(source.metadata.objectName)")
          continue
        }
        places[alias.name.value] = alias.name.range
        aliases.values[alias.name.value] = alias.value
        aliases.names.append(alias.name.value)
      }
    }
    return aliases
  }

  private func lower(
    _ texts: [Located<String>], _ aliases: CommunityAliases, _ object: String,
    log: inout DiagnosticLog
  ) -> [BGPCommunity] {
    let found = texts.compactMap { text -> BGPCommunity? in
      if let community = aliases.values[text.value] ?? BGPCommunity(parsing: text.value) {
        return community
      }
      if !aliases.mayLackSome {
        report(text, aliases, object, log: &log)
      }
      return nil
    }
    return Set(found).sorted()
  }

  private func report(
    _ text: Located<String>, _ aliases: CommunityAliases, _ object: String,
    log: inout DiagnosticLog
  ) {
    let near = Spelling.nearest(text.value, among: aliases.names)
      .flatMap { PlainToken.isPlain($0) ? "did you mean `\($0)`?" : nil }
    log.report(
      .unknownCommunity, "this is neither a community nor the name of one", at: text.range,
      help: near ?? "write `64500:1` or `large:64500:1:2`, or name it in a Community object",
      object: object)
  }
}
