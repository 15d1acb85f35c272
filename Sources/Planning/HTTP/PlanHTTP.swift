import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Planner {
  /// What the nodes that serve HTTP do; nil where none does.
  static func planHTTP(_ http: HTTPNetwork, _ network: Network) -> HTTPPlan? {
    guard !http.nodes.isEmpty else { return nil }
    var draft = HTTPDraft(http, network)
    var servers = http.hosts.map { planServer($0, http, &draft) }
    if servers.last?.pattern != .any { servers.append(planRest(http, &draft)) }
    let (upstreams, choices) = draft.finished
    return HTTPPlan(
      settings: HTTPSettingsPlan(http.settings), nodes: http.nodes.map(\.position),
      servers: servers, upstreams: upstreams,
      certificates: planCertificates(http), userFiles: planUserFiles(http),
      policies: draft.policies, choices: choices, resolvers: planResolvers(network))
  }

  private static func planUserFiles(_ http: HTTPNetwork) -> [HTTPUserFilePlan] {
    http.userFiles.map {
      HTTPUserFilePlan(file: StableNames.secretFile($0.secret), bytes: $0.bytes)
    }.sorted { $0.file < $1.file }
  }

  private static func planCertificates(_ http: HTTPNetwork) -> [HTTPCertificatePlan] {
    http.certificates.compactMap(\.certificate).map { certificate in
      HTTPCertificatePlan(
        file: StableNames.secretFile(certificate.secret), chain: certificate.chain,
        key: certificate.key)
    }.sorted { $0.file < $1.file }
  }

  private static func planServer(
    _ host: VirtualHost, _ http: HTTPNetwork, _ draft: inout HTTPDraft
  ) -> HTTPServerPlan {
    let plain = planLocations(host, .plain, &draft)
    let secure = host.certificate == nil ? plain : planLocations(host, .secure, &draft)
    let use = host.certificate.map { http.certificates[$0] }
    return HTTPServerPlan(
      pattern: host.pattern, aliases: host.aliases.map(\.value),
      certificate: use.map { StableNames.secretFile($0.secret) },
      redirectedName: host.redirectedName?.value,
      redirectsOverTLS: host.redirectedName.map { use?.uncovered.contains($0.value) == false }
        ?? false, plain: plain == secure ? nil : plain,
      locations: secure)
  }

  private static func planLocations(
    _ host: VirtualHost, _ scheme: HTTPAnswers.Scheme, _ draft: inout HTTPDraft
  ) -> [HTTPLocationPlan] {
    var planner = HTTPPlanner(host, scheme)
    return planner.plan(host, &draft)
  }

  /// For hosts that no pattern is for.
  private static func planRest(_ http: HTTPNetwork, _ draft: inout HTTPDraft) -> HTTPServerPlan {
    let answer = HTTPAnswers(.plain, hasCertificate: false)
      .answer(http.fallback, isChallenge: false, &draft)
    return HTTPServerPlan(
      pattern: .any, aliases: [], certificate: nil, redirectedName: nil,
      redirectsOverTLS: false, plain: nil,
      locations: [HTTPLocationPlan(match: .prefix("/"), body: .answer(answer))])
  }

  /// The servers that the cluster's DNS asks, as far as nginx can ask them; else those of the
  /// cluster.
  private static func planResolvers(_ network: Network) -> [HTTPEndpointPlan] {
    let upstreams = network.cluster.dnsUpstreams.map(\.value).filter { $0.serverName == nil }
      .map { HTTPEndpointPlan(address: $0.address, port: $0.port) }
    guard upstreams.isEmpty else { return upstreams }
    return clusterDNS(network).map { HTTPEndpointPlan(address: $0, port: 53) }
  }
}

extension HTTPSettingsPlan {
  fileprivate init(_ settings: HTTPSettings) {
    nginxVersion = settings.nginxVersion
    httpPort = settings.httpPort.value
    httpsPort = settings.httpsPort.value
    strictTransport = settings.strictTransport.map {
      StrictTransportPlan(
        maximumAgeSeconds: $0.maximumAgeSeconds, includesSubdomains: $0.includesSubdomains,
        preload: $0.preload)
    }
    proxyProtocolSources = settings.proxyProtocolSources.map(\.value).sorted()
    logsAccess = settings.logsAccess
    makesRequestIDs = settings.makesRequestIDs
  }
}
