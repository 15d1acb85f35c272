import Diagnostics
import NetworkTypes
import Resources

/// Finds the Services that backends name.
struct HTTPBackends {
  private let services: [Service]
  private let byName: [ObjectName: Index<Service>]
  private let broken: BrokenNames
  /// The DNS domain of the cluster.
  let domain: String
  /// A few names of Services of each namespace.
  private let byNamespace: [String: [String]]
  /// Numbers of upstreams until they are sorted, by what they are.
  private var numbers: [HTTPUpstream: Int] = [:]

  init(_ services: [Service], broken: BrokenNames, domain: String) {
    self.services = services
    self.broken = broken
    self.domain = domain
    byName = Dictionary(
      uniqueKeysWithValues: services.enumerated().map { ($1.name, Index($0)) })
    byNamespace = Dictionary(grouping: services, by: \.name.namespace)
      .mapValues { $0.prefix(Self.maximumCompared).map(\.name.name) }
  }

  /// All upstreams that were asked for, sorted, and what became of each number.
  func finish() -> (upstreams: [HTTPUpstream], order: [Int]) {
    let sorted = numbers.keys.sorted { ($0.service, $0.port) < ($1.service, $1.port) }
    var order = Array(repeating: 0, count: sorted.count)
    for (position, upstream) in sorted.enumerated() {
      if let number = numbers[upstream] { order[number] = position }
    }
    return (sorted, order)
  }

  mutating func resolve(
    _ backend: IngressBackend, _ origin: HTTPOrigin, log: inout DiagnosticLog
  ) -> HTTPBackend {
    if let kind = backend.resourceKind {
      log.report(
        .resourceBackend, "a backend of kind \(quoted(kind.value)) is unknown here: 503",
        at: kind.range, help: "name a Service", object: origin.object)
      return .unusable
    }
    guard let service = backend.service else { return .unusable }
    let name = ObjectName(checkedNamespace: origin.name.namespace, name: service.value)
    return resolve(
      Located(name, service.range), port: backend.port, object: origin.object, log: &log)
  }

  mutating func resolve(
    _ name: Located<ObjectName>, port: Located<TargetPort>, object: String,
    log: inout DiagnosticLog
  ) -> HTTPBackend {
    guard let index = byName[name.value] else {
      if broken.contains(.service, name.value) { return .unusable }
      log.report(
        .missingBackend, "there is no Service \(name.value): its requests get 503",
        at: name.range, help: nearestService(name.value), object: object)
      return .unusable
    }
    let service = services[index.position]
    if service.type == .externalName {
      return external(service, port: port, at: name.range, object: object, log: &log)
    }
    guard let position = Self.port(port.value, of: service) else {
      reportPort(port, of: service, object: object, log: &log)
      return .unusable
    }
    return .upstream(number(HTTPUpstream(service: index, port: position)))
  }

  /// The first port of a Service, for annotations that name none.
  mutating func firstPort(
    of name: Located<ObjectName>, object: String, log: inout DiagnosticLog
  ) -> HTTPBackend {
    let service = byName[name.value].map { services[$0.position] }
    let port = service?.ports.first { $0.transport == .tcp }?.port ?? 80
    return resolve(name, port: Located(.number(port), name.range), object: object, log: &log)
  }

  private mutating func number(_ upstream: HTTPUpstream) -> Index<HTTPUpstream> {
    let number = numbers[upstream] ?? numbers.count
    numbers[upstream] = number
    return Index(number)
  }

  private static func port(_ wanted: TargetPort, of service: Service) -> Int? {
    service.ports.firstIndex { port in
      guard port.transport == .tcp else { return false }
      switch wanted {
      case .number(let number): return port.port == number
      case .name(let name): return port.name == name
      }
    }
  }

  private func external(
    _ service: Service, port: Located<TargetPort>, at range: SourceRange, object: String,
    log: inout DiagnosticLog
  ) -> HTTPBackend {
    var number: Port?
    switch port.value {
    case .number(let written): number = written
    case .name: number = Self.port(port.value, of: service).map { service.ports[$0].port }
    }
    guard let number else {
      reportPort(port, of: service, object: object, log: &log)
      return .unusable
    }
    guard let target = service.externalName.flatMap({ Self.outerName($0.value) }) else {
      return .unusable
    }
    guard let target = target.fitting else {
      log.report(
        .localExternalName,
        "\(service.name) stands for \(quoted(target.text)), which is this host itself", at: range,
        notes: service.externalName.map { [Note("its name is here", at: $0.range)] } ?? [],
        help: "name a host outside the ingress nodes", object: object)
      return .unusable
    }
    return .external(target, port: number)
  }

  /// The name without a dot at its end; nil where it is none that a resolver follows.
  private static func outerName(_ text: String) -> (text: String, fitting: DNSSubdomain?)? {
    let name = text.hasSuffix(".") ? String(text.dropLast()) : text
    guard DNSSubdomain.problem(in: name.utf8.span) == nil else { return nil }
    let isLocal = name == "localhost" || name.hasSuffix(".localhost") || isAddress(name)
    return (name, isLocal ? nil : DNSSubdomain(checked: name))
  }

  private static func isAddress(_ text: String) -> Bool {
    do throws(AddressError) {
      _ = try IPAddress(parsing: text)
      return true
    } catch {
      return false
    }
  }

  /// Names of more Services than this are not compared: it would take time for each mistake.
  private static let maximumCompared = 64

  private func nearestService(_ name: ObjectName) -> String? {
    let others = byNamespace[name.namespace, default: []]
    if let near = Spelling.nearest(name.name, among: others) { return "did you mean `\(near)`?" }
    return "a backend is looked up in the namespace of its Ingress, `\(name.namespace)`"
  }

  private func reportPort(
    _ port: Located<TargetPort>, of service: Service, object: String, log: inout DiagnosticLog
  ) {
    let word: String
    switch port.value {
    case .number(let number): word = "\(number)"
    case .name(let name): word = quoted(name)
    }
    let ports = service.ports.filter { $0.transport == .tcp }
      .map { $0.name.isEmpty ? "\($0.port)" : "\($0.port) (`\($0.name)`)" }
    log.report(
      .missingBackendPort, "Service \(service.name) has no TCP port \(word): its requests get 503",
      at: port.range, notes: [Note("the Service is here", at: service.range)],
      help: ports.isEmpty ? nil : "it has \(ports.joined(separator: ", "))", object: object)
  }
}
