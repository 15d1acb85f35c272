import Diagnostics
import NetworkModel
import NetworkTypes

/// The tables of the plan while rules refer to them: each entry once, whoever asks for it first.
struct HTTPDraft {
  private let network: Network
  private let http: HTTPNetwork
  private var upstreams: [HTTPUpstreamPlan] = []
  private var upstreamPositions: [UpstreamKey: Int] = [:]
  private var serverPositions: [ServerKey: Int] = [:]
  /// How many upstreams have a name already.
  private var waysOf: [String: Int] = [:]
  private var choices: [HTTPChoicePlan] = []
  private var choicePositions: [HTTPChoicePlan: Int] = [:]
  private(set) var policies: [HTTPPolicyPlan] = []
  private var policyPositions: [HTTPPolicyPlan: Int] = [:]
  /// By the index of the network's policies.
  private var policyOf: [Int] = []

  private struct UpstreamKey: Hashable {
    let upstream: Int
    let balance: HTTPBalancePlan
    let usesServiceAddress: Bool
    let keepalive: HTTPKeepalivePlan
  }

  private struct ServerKey: Hashable {
    let server: HTTPEndpointPlan
    let keepalive: HTTPKeepalivePlan
  }

  init(_ http: HTTPNetwork, _ network: Network) {
    self.network = network
    self.http = http
    for policy in http.policies {
      let plan = HTTPPolicyPlan(policy, &self)
      policyOf.append(
        Self.position(of: plan, in: &policies, &policyPositions))
    }
  }

  var finished: (upstreams: [HTTPUpstreamPlan], choices: [HTTPChoicePlan]) { (upstreams, choices) }

  func policy(_ index: Index<HTTPPolicy>) -> HTTPPolicy { http.policies[index] }
  func position(_ index: Index<HTTPPolicy>) -> Int { policyOf[index.position] }

  mutating func position(of choice: HTTPChoicePlan) -> Int {
    Self.position(of: choice, in: &choices, &choicePositions)
  }

  private static func position<Entry: Hashable>(
    of entry: Entry, in table: inout [Entry], _ positions: inout [Entry: Int]
  ) -> Int {
    if let known = positions[entry] { return known }
    positions[entry] = table.count
    table.append(entry)
    return table.count - 1
  }

  // MARK: Upstreams

  /// Who is meant; `nobody` also where a Service has no endpoint that is ready.
  mutating func target(
    _ backend: HTTPBackend, balance: HTTPBalancePlan, usesServiceAddress: Bool = false,
    keepalive: HTTPKeepalivePlan = .usual
  ) -> HTTPTargetPlan {
    switch backend {
    case .unusable: return .nobody
    case .external(let name, let port): return .external(name, port: port)
    case .upstream(let index):
      let key = UpstreamKey(
        upstream: index.position, balance: balance, usesServiceAddress: usesServiceAddress,
        keepalive: keepalive)
      if let known = upstreamPositions[key] { return known < 0 ? .nobody : .upstream(known) }
      let position = add(key)
      upstreamPositions[key] = position ?? -1
      return position.map { .upstream($0) } ?? .nobody
    }
  }

  private mutating func add(_ key: UpstreamKey) -> Int? {
    let upstream = http.upstreams[key.upstream]
    let service = network.services[upstream.service]
    let servers =
      key.usesServiceAddress
      ? Self.ownAddresses(service, upstream.port) : Self.endpoints(service, upstream.port)
    guard !servers.isEmpty else { return nil }
    let name = "\(service.name.namespace)_\(service.name.name)_\(service.ports[upstream.port].port)"
    let isUsual = key.keepalive == .usual
    return add(isUsual ? name : "\(name)_kept", servers, key.balance, key.keepalive)
  }

  private mutating func add(
    _ name: String, _ servers: [HTTPEndpointPlan], _ balance: HTTPBalancePlan,
    _ keepalive: HTTPKeepalivePlan
  ) -> Int {
    let way = waysOf[name, default: 0]
    waysOf[name] = way + 1
    upstreams.append(
      HTTPUpstreamPlan(
        name: PlainToken(way == 0 ? name : "\(name)_\(way + 1)"), servers: servers,
        balance: balance, keepalive: keepalive))
    return upstreams.count - 1
  }

  /// A server that is no Service's.
  mutating func target(
    _ server: HTTPEndpointPlan, keepalive: HTTPKeepalivePlan
  ) -> HTTPTargetPlan {
    let key = ServerKey(server: server, keepalive: keepalive)
    if let known = serverPositions[key] { return .upstream(known) }
    let position = add("\(server.address)_\(server.port)", [server], .roundRobin, keepalive)
    serverPositions[key] = position
    return .upstream(position)
  }

  /// The endpoints that are ready, of both families: pods that are reached without the rules of
  /// the proxy.
  private static func endpoints(_ service: Service, _ port: Int) -> [HTTPEndpointPlan] {
    var seen = Set<HTTPEndpointPlan>()
    return service.endpoints.compactMap { endpoint in
      guard endpoint.isReady, let port = endpoint.ports[port] else { return nil }
      let plan = HTTPEndpointPlan(address: endpoint.address, port: port)
      return seen.insert(plan).inserted ? plan : nil
    }.sorted()
  }

  private static func ownAddresses(_ service: Service, _ port: Int) -> [HTTPEndpointPlan] {
    let number = service.ports[port].port
    if service.isHeadless { return endpoints(service, port) }
    return service.clusterIPs.map { HTTPEndpointPlan(address: $0.address, port: number) }.sorted()
  }
}
