import Diagnostics
import NetworkTypes
import Resources

extension LoadBalancingLowering {
  func lowerPeers(_ profiles: [BFDProfile], log: inout DiagnosticLog) -> [BGPPeer] {
    let secrets = Dictionary(
      mine(resources.secrets, \.metadata).map { ($0.metadata.name.value, $0) },
      uniquingKeysWith: { first, _ in first })
    let indices = Dictionary(
      zip(profiles.map(\.name), profiles.indices.map { Index<BFDProfile>($0) }),
      uniquingKeysWith: { first, _ in first })
    let scopes = ScopeLowering(pools: [], nodes: nodes, namespace: self)
    return mine(resources.bgpPeers, \.metadata).compactMap { source in
      guard let target = source.target else { return nil }
      let profile = source.bfdProfile.flatMap { name in
        profileIndex(name, indices, source, log: &log)
      }
      return BGPPeer(
        source, target: target, nodes: scopes.nodes(source.nodeSelectors),
        password: source.password?.value ?? password(of: source, secrets, log: &log),
        bfdProfile: profile)
    }
  }

  private func profileIndex(
    _ name: Located<String>, _ indices: [String: Index<BFDProfile>], _ peer: BGPPeerResource,
    log: inout DiagnosticLog
  ) -> Index<BFDProfile>? {
    if let index = indices[name.value] { return index }
    if broken.containsAny(of: [.bfdProfile], in: namespace.value) { return nil }
    let near = Spelling.nearest(name.value, among: indices.keys.sorted())
    log.report(
      .unknownBFDProfile, "no BFDProfile is called `\(name.value)`", at: name.range,
      help: near.map { "did you mean `\($0)`?" }, object: peer.object)
    return nil
  }

  private func password(
    of peer: BGPPeerResource, _ secrets: [String: SecretResource], log: inout DiagnosticLog
  ) -> BGPPassword? {
    guard let name = peer.passwordSecret else { return nil }
    let object = ObjectName(checkedNamespace: namespace.value, name: name.value)
    if broken.contains(.secret, object) { return nil }
    guard let secret = secrets[name.value] else {
      let problem =
        resources.unusedSecrets[object].map { "is of type `\($0)`" } ?? "does not exist"
      report("Secret \(object) \(problem)", name, peer, notes: [], log: &log)
      return nil
    }
    let note = Note("the Secret is here", at: secret.metadata.name.range)
    guard secret.type == .basicAuth else {
      report(
        "Secret \(object) is of type `\(secret.type.rawValue)`", name, peer, notes: [note],
        log: &log)
      return nil
    }
    guard let entry = secret.entry("password") else {
      report("Secret \(object) has no key `password`", name, peer, notes: [note], log: &log)
      return nil
    }
    return password(in: entry, name, peer, log: &log)
  }

  private func password(
    in entry: SecretEntry, _ name: Located<String>, _ peer: BGPPeerResource,
    log: inout DiagnosticLog
  ) -> BGPPassword? {
    let text = String(decoding: entry.value.bytes, as: UTF8.self)
    guard let problem = BGPPassword.problem(in: text) else { return BGPPassword(text) }
    log.report(
      .badPassword, problem, at: entry.range,
      notes: [Note("the peer that uses it names the Secret here", at: name.range)],
      help: "mind the line end that `echo` puts behind it", object: peer.object)
    return nil
  }

  private func report(
    _ problem: String, _ name: Located<String>, _ peer: BGPPeerResource, notes: [Note],
    log: inout DiagnosticLog
  ) {
    log.report(
      .unusablePasswordSecret, problem, at: name.range, notes: notes,
      help: "make it a Secret of type `\(SecretUse.basicAuth.rawValue)` with the key `password` "
        + "in the namespace `\(namespace.value)`", object: peer.object)
  }
}

extension BGPPeerResource {
  fileprivate var object: String { "BGPPeer \(metadata.objectName)" }

  /// Nil only after an error.
  fileprivate var target: BGPTarget? {
    address.map { .address($0.value) } ?? interface.map { .interface($0.value) }
  }
}

extension BGPPeer {
  fileprivate init(
    _ source: BGPPeerResource, target: BGPTarget, nodes: [Index<Node>], password: BGPPassword?,
    bfdProfile: Index<BFDProfile>?
  ) {
    let hold = source.holdSeconds?.value
    let keepalive = source.keepaliveSeconds?.value
    self.init(
      name: source.metadata.name.value, range: source.metadata.name.range,
      myASN: UInt32(clamping: source.myASN.value), myASNRange: source.myASN.range,
      remoteAS: Self.remoteAS(source), localASN: source.localASN.map { UInt32(clamping: $0.value) },
      target: target,
      targetRange: (source.address?.range ?? source.interface?.range)
        ?? source.metadata.name.range,
      sourceAddress: source.sourceAddress?.value, port: source.port,
      holdSeconds: hold ?? keepalive.map { 3 * $0 },
      keepaliveSeconds: keepalive ?? hold.map { $0 / 3 },
      connectSeconds: source.connectSeconds?.value, routerID: source.routerID?.value,
      routerIDRange: source.routerID?.range ?? source.metadata.name.range, nodes: nodes,
      password: password, bfdProfile: bfdProfile,
      enablesGracefulRestart: source.enablesGracefulRestart, isMultiHop: source.ebgpMultiHop,
      vrf: source.vrf?.value, disablesMultiProtocol: source.disablesMP,
      announcesBothFamilies: source.dualStackAddressFamily)
  }

  private static func remoteAS(_ source: BGPPeerResource) -> RemoteAS {
    switch source.dynamicASN?.value {
    case .internal: .internal
    case .external: .external
    case nil: .number(UInt32(clamping: source.peerASN?.value ?? 0))
    }
  }
}
