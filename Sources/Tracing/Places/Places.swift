package import NetworkTypes

/// What people call the ends of a packet's way, looked up in a tree.
package struct Places: Sendable {
  /// `shop/web-0` by its network namespace, and back.
  private var podOfNetns: [String: String] = [:]
  private var netnsOfPod: [String: String] = [:]
  /// The domains that a pod's resolver tries, by network namespace.
  private var searches: [String: [String]] = [:]
  private var services: [String: NamedService] = [:]
  /// Sorted.
  private let serviceNames: [String]
  private let hosts: [Host]

  /// - Parameter services: all of them.
  package init(_ files: [PrintedFile], _ tracer: Tracer, services: [NamedService]) {
    hosts = tracer.hosts
    serviceNames = services.map(\.name).sorted()
    for service in services { self.services[service.name] = service }
    for file in files where file.path.hasSuffix("/resolv.conf") { read(file) }
    for pod in hosts.flatMap(\.pods) where podOfNetns[pod.netns] == nil {
      // The name of the namespace says it as well, but for very long ones.
      let parts = pod.netns.split(separator: "_")
      if parts.count == 2 { remember("\(parts[0])/\(parts[1])", pod.netns) }
    }
  }

  private mutating func remember(_ pod: String, _ netns: String) {
    podOfNetns[netns] = pod
    netnsOfPod[pod] = netns
  }

  /// `nodes/NODE/netns/NETNS/resolv.conf`, which begins with `# netc: pod NAMESPACE/NAME`.
  private mutating func read(_ file: PrintedFile) {
    let parts = file.path.split(separator: "/")
    guard parts.count == 5 else { return }
    let netns = String(parts[3])
    for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix("# netc: pod "), words.count == 4 { remember(String(words[3]), netns) }
      if words.first == "search" { searches[netns] = words.dropFirst().map(String.init) }
    }
  }

  /// `shop/web-0`; nil for a namespace that no pod of the tree has.
  package func pod(inNetns netns: String) -> String? { podOfNetns[netns] }

  package func service(named name: String) -> NamedService? { services[name] }

  /// The addresses of a node or pod.
  package func addresses(of origin: Tracer.Origin) -> [IPAddress] {
    switch origin {
    case .outside(let address, _): [address]
    case .node(_, let source?): [source]
    case .node(let name, nil): hosts.first { $0.name == name }?.addresses ?? []
    case .pod(let netns):
      hosts.lazy.flatMap(\.pods).first { $0.netns == netns }?.addresses ?? []
    }
  }
}

/// A name that leads nowhere.
package struct UnknownPlace: Error {
  /// `no pod is called `shop/wbe``.
  package let message: String
  /// The kind of name and the names that there are, to find the nearest.
  package let word: String
  package let known: [String]
  package let help: String?

  package init(_ message: String, word: String = "", known: [String] = [], help: String? = nil) {
    self.message = message
    self.word = word
    self.known = known
    self.help = help
  }
}

// MARK: - looking up

extension Places {
  /// - Parameter arrival: the node at which a packet from outside arrives; nil: wherever its
  ///   destination is.
  package func origin(
    _ text: String, at arrival: String?, to destination: IPAddress?
  ) throws(UnknownPlace) -> Tracer.Origin {
    if text.hasPrefix("pod/") { return .pod(netns: try netns(String(text.dropFirst(4)))) }
    if text.hasPrefix("node/") {
      return .node(try node(String(text.dropFirst(5))), source: nil)
    }
    guard let address = try? IPAddress(parsing: text) else {
      throw UnknownPlace(
        "`\(text)` is no place that a packet can begin at",
        help: "write pod/NAMESPACE/NAME, node/NAME or an address")
    }
    for host in hosts {
      if let pod = host.pod(at: address) { return .pod(netns: pod.netns) }
      if host.addresses.contains(address) { return .node(host.name, source: address) }
    }
    return .outside(address, node: try self.arrival(arrival, destination))
  }

  private func arrival(
    _ name: String?, _ destination: IPAddress?
  ) throws(UnknownPlace) -> String {
    if let name { return try node(name) }
    if let host = hosts.first(where: { host in destination.map(host.isLocal) ?? false }) {
      return host.name
    }
    if hosts.count == 1 { return hosts[0].name }
    throw UnknownPlace(
      "a packet from outside arrives at some node",
      help: "say which with --at NODE")
  }

  private func checkIsQualified(_ name: String, _ word: String) throws(UnknownPlace) {
    guard !name.contains("/") else { return }
    throw UnknownPlace(
      "`\(word)/\(name)` names no namespace", help: "write \(word)/NAMESPACE/\(name)")
  }

  private func node(_ name: String) throws(UnknownPlace) -> String {
    guard hosts.contains(where: { $0.name == name }) else {
      throw UnknownPlace(
        "no node is called `\(name)`", word: name, known: hosts.map(\.name))
    }
    return name
  }

  private func netns(_ pod: String) throws(UnknownPlace) -> String {
    try checkIsQualified(pod, "pod")
    guard let netns = netnsOfPod[pod] else {
      throw UnknownPlace(
        "no pod with a network namespace of its own is called `\(pod)`", word: pod,
        known: netnsOfPod.keys.sorted())
    }
    return netns
  }

  /// Where a text leads to: a Service with its name, or addresses.
  package func destination(
    _ text: String, from origin: String
  ) throws(UnknownPlace) -> (addresses: [IPAddress], service: NamedService?) {
    if let address = try? IPAddress(parsing: text) { return ([address], nil) }
    if text.hasPrefix("pod/") {
      let netns = try netns(String(text.dropFirst(4)))
      return (addresses(of: .pod(netns: netns)), nil)
    }
    if text.hasPrefix("node/") {
      return (addresses(of: .node(try node(String(text.dropFirst(5))), source: nil)), nil)
    }
    let service =
      text.hasPrefix("svc/")
      ? try service(String(text.dropFirst(4))) : try service(ofHost: text, origin)
    guard !service.addresses.isEmpty else {
      throw UnknownPlace(
        "service \(service.name) has no address of its own",
        help: "name one of its pods")
    }
    return (service.addresses, service)
  }

  private func service(_ name: String) throws(UnknownPlace) -> NamedService {
    try checkIsQualified(name, "svc")
    guard let service = services[name] else {
      throw UnknownPlace(
        "no service is called `\(name)`", word: name, known: serviceNames,
        help: "a tree knows Services by their rules: headless ones and ExternalNames have none")
    }
    return service
  }

  /// `web`, `web.shop` … as a pod's resolver completes them; elsewhere the full name alone.
  private func service(
    ofHost host: String, _ origin: String
  ) throws(UnknownPlace) -> NamedService {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    let pod = origin.hasPrefix("pod/") ? netnsOfPod[String(origin.dropFirst(4))] : nil
    let lists = pod.flatMap { searches[$0] } ?? []
    for tried in [name] + (host.hasSuffix(".") ? [] : lists.map { "\(name).\($0)" }) {
      if let service = service(ofFullName: tried) { return service }
    }
    throw UnknownPlace(
      "no service has the host name `\(host)`\(pod == nil ? "" : " for this pod")",
      word: host,
      known: serviceNames.map { $0.split(separator: "/").reversed().joined(separator: ".") })
  }

  /// `web.shop.svc.cluster.local`
  private func service(ofFullName name: String) -> NamedService? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 3, parts[2] == "svc", isDomain(parts[3...].joined(separator: ".")) else {
      return nil
    }
    return services["\(parts[1])/\(parts[0])"]
  }

  /// Whether the pods search `svc.DOMAIN`; without pods that say so, any name will do.
  private func isDomain(_ domain: String) -> Bool {
    let lists = searches.values
    return lists.isEmpty || lists.contains { $0.contains("svc.\(domain)") }
  }
}
