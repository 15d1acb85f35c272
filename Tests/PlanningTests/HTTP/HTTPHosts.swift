import Diagnostics
import NetworkTypes
import TestSupport
import Testing

@testable import NetworkModel
@testable import Planning

/// Hosts made by hand: rules with a path and a status that tells them apart.
enum HTTPHosts {
  static let origin = HTTPOrigin(
    object: "Ingress shop/web", name: ObjectName(namespace: "shop", name: "web"),
    range: SourceRange(file: 0, start: 0, end: 0))

  static func rule(
    _ path: PathMatch, _ status: Int, redirects: Bool = false, policy: Int = 0
  ) -> HTTPRule {
    HTTPRule(
      match: HTTPMatch(path: path), action: .respond(status: status), policy: Index(policy),
      canary: nil, redirectsToHTTPS: redirects, origin: origin)
  }

  static func path(_ text: String) -> HTTPPath {
    guard let path = try? HTTPPath(parsing: text) else { preconditionFailure(text) }
    return path
  }

  static func regex(_ text: String) -> PathRegex {
    guard let regex = try? PathRegex(parsing: text) else { preconditionFailure(text) }
    return regex
  }

  /// In the order that `VirtualHost.rules` promises.
  static func sorted(_ rules: [HTTPRule]) -> [HTTPRule] {
    rules.sorted { rank($0) < rank($1) }
  }

  private static func rank(_ rule: HTTPRule) -> (Int, Int, Int, String) {
    let path = rule.match.path
    let length = -path.literalBytes.count
    return switch path {
    case .exact: (0, length, 0, "\(path)")
    case .expression(let regex): (1, length, 1, regex.text)
    case .prefix: (1, length, 2, "\(path)")
    }
  }

  static func host(_ rules: [HTTPRule], hasCertificate: Bool = false) -> VirtualHost {
    VirtualHost(
      pattern: .any, aliases: [], certificate: hasCertificate ? Index(0) : nil,
      rules: sorted(rules), fallback: rule(.prefix(.root), 404), redirectedName: nil,
      objects: [origin])
  }

  static func locations(
    _ host: VirtualHost, _ scheme: HTTPAnswers.Scheme = .secure
  ) -> [HTTPLocationPlan] {
    guard let network = compileYAML("").network else { preconditionFailure("no network") }
    let http = HTTPNetwork(
      settings: settings, nodes: [], listeners: [], hosts: [host], fallback: host.fallback,
      policies: [HTTPPolicy(origin: origin)], upstreams: [], certificates: [])
    var draft = HTTPDraft(http, network)
    var planner = HTTPPlanner(host, scheme)
    return planner.plan(host, &draft)
  }

  private static let settings = HTTPSettings(
    className: Located("nginx", origin.range), nodeNames: [], nginxVersion: ReleaseNumber(1, 22, 1),
    httpPort: Located(80, origin.range), httpsPort: Located(443, origin.range),
    strictTransport: nil, proxyProtocolSources: [], certificatesValidAt: nil, logsAccess: true,
    makesRequestIDs: true)
}
