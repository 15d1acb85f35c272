import NetworkTypes
import Planning

/// Plan → Corefile.
///
/// Plain DNS has one block for each zone and one for all other names; every other transport has
/// one block with everything in it, since its certificates stand there. What exists once in a
/// process (health, ready, prometheus, reload) stands in the first block that answers everything.
struct CorefileTranslation {
  /// Answers from outside are kept as long as kubeadm's Corefile has it.
  private static let outsideSeconds = 30
  /// CoreDNS' `cache` keeps nothing for a shorter time (plugin/cache, `minTTL`).
  private static let shortestCache = 5

  private let plan: DNSPlan
  private let node: NodePlan

  init(_ plan: DNSPlan, node: NodePlan) {
    self.plan = plan
    self.node = node
  }

  var document: CorefileDocument {
    CorefileDocument(
      node: node.name, version: server.coreDNSVersion,
      blocks: zoneBlocks + outsideBlock + server.transports.map(transportBlock))
  }

  private var server: NameServerPlan { plan.server }
  private var isForwarding: Bool { !server.upstreams.isEmpty }

  private var zoneBlocks: [ServerBlock] {
    plan.zones.enumerated().map { position, zone in
      ServerBlock(
        keys: [ServerKey(carrier: nil, zone: .named(zone.origin), port: 53)],
        directives: listening(consolidates: false)
          + (position == 0 && !isForwarding ? processDirectives : [])
          + answering(for: server.ttlSeconds)
          + [file(zone, isNamed: false)])
    }
  }

  /// Only where there is somebody to ask: without this block, CoreDNS refuses other names.
  private var outsideBlock: [ServerBlock] {
    guard isForwarding else { return [] }
    return [
      ServerBlock(
        keys: [ServerKey(carrier: nil, zone: .root, port: 53)],
        directives: listening(consolidates: true) + processDirectives
          + [.cache(seconds: Self.outsideSeconds), .loop, forward])
    ]
  }

  private func transportBlock(_ transport: TransportPlan) -> ServerBlock {
    let zones: [CorefileZone] = isForwarding ? [.root] : plan.zones.map { .named($0.origin) }
    return ServerBlock(
      keys: zones.map { ServerKey(carrier: transport.carrier, zone: $0, port: transport.port) },
      directives: [.tls(certificate: transport.certificate, key: transport.key)]
        + listening(consolidates: isForwarding)
        + answering(for: isForwarding ? Self.outsideSeconds : server.ttlSeconds)
        + plan.zones.map { file($0, isNamed: true) } + (isForwarding ? [forward] : []))
  }

  /// `bind` is the same in all blocks: a listener of every address would clash with one of some.
  private func listening(consolidates: Bool) -> [CorefileDirective] {
    [.bind(node.addresses), .errors(consolidates: consolidates)]
      + (server.logsQueries ? [.log] : [])
  }

  private var processDirectives: [CorefileDirective] {
    [
      .health(server.healthPort), .ready(server.readyPort), .prometheus(server.metricsPort),
      .reload,
    ]
  }

  /// A cache would keep answers longer than a short `ttl` says.
  private func answering(for seconds: Int) -> [CorefileDirective] {
    [.loadbalance] + (server.ttlSeconds < Self.shortestCache ? [] : [.cache(seconds: seconds)])
  }

  /// With a serial of the user's own, a changed zone may have the old one: newer versions look at
  /// the file's time (plugin/file, since 1.14.4).
  private func file(_ zone: ZonePlan, isNamed: Bool) -> CorefileDirective {
    .file(
      PlainToken("zones/\(zone.file)"), zone: isNamed ? zone.origin : nil,
      reloadsByTime: server.hasFixedSerial && server.coreDNSVersion >= ReleaseNumber(1, 14, 4))
  }

  private var forward: CorefileDirective {
    let names = Set(server.upstreams.compactMap(\.serverName))
    return .forward(server.upstreams, serverName: names.count == 1 ? names.first : nil)
  }
}
