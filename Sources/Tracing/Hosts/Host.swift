import NetworkTypes

/// One node's pod network and addresses, as `netns.sh` prints them.
struct Host: Sendable {
  let name: String
  /// The node's addresses, at most one per family, and what else the host was said to have.
  var addresses: [IPAddress] = []
  /// The pods' gateways, at most one per family.
  var gateways: [IPAddress] = []
  var pods: [Pod] = []
  var routes: [Route] = []
  /// What rules look packets up in; those of `kube-ipvs0` among them.
  var sets = PacketSets.none {
    didSet { virtualAddresses = sets.virtualAddresses }
  }
  private var virtualAddresses: Set<IPAddress> = []
  /// Where this host sent the client before, for Services that remember it; nil: it is new.
  var remembered: Endpoint?

  private var podOfAddress: [IPAddress: Int] = [:]
  private var table = PrefixTable<Int>([])

  init(name: String) { self.name = name }

  struct Pod: Sendable {
    let netns: String
    let addresses: [IPAddress]
  }

  struct Route: Sendable {
    let prefix: IPPrefix
    let way: Way
    /// Of the plan in `netns.sh`.
    let step: Step
  }

  enum Way: Sendable {
    case via(IPAddress)
    case unreachable
    /// Out of the bridge, where nobody answers: only there for the lookup before DNAT.
    case service(source: IPAddress?)
    /// The bridge's own block, where the pods are neighbours.
    case bridge
  }

  /// Makes the lookups, once all is known.
  mutating func finish() {
    for (index, pod) in pods.enumerated() {
      for address in pod.addresses { podOfAddress[address] = index }
    }
    table = PrefixTable(routes.enumerated().map { ($0.element.prefix, $0.offset) })
  }

  func isLocal(_ address: IPAddress) -> Bool {
    address.isLoopback || addresses.contains(address) || gateways.contains(address)
      || virtualAddresses.contains(address)
  }

  func address(_ family: IPFamily) -> IPAddress? { addresses.first { $0.family == family } }
  func gateway(_ family: IPFamily) -> IPAddress? { gateways.first { $0.family == family } }
  func pod(at address: IPAddress) -> Pod? { podOfAddress[address].map { pods[$0] } }
  func route(to address: IPAddress) -> Route? {
    table.longestMatch(for: address).map { routes[$0.value] }
  }
}

/// Where a packet leaves a host.
enum Exit: Sendable {
  case loopback
  case pod(Host.Pod)
  case route(Host.Route)
  /// By routes that the host has of its own.
  case uplink
}

extension Host {
  func exit(to address: IPAddress) -> Exit {
    if isLocal(address) { return .loopback }
    if let pod = pod(at: address) { return .pod(pod) }
    return route(to: address).map { .route($0) } ?? .uplink
  }

  /// The address that the host has on the way out: that of the interface, or else its own.
  func address(at exit: Exit, _ family: IPFamily) -> IPAddress? {
    switch exit {
    case .pod: gateway(family) ?? address(family)
    case .loopback, .uplink: address(family)
    case .route(let route):
      switch route.way {
      case .service, .bridge: gateway(family) ?? address(family)
      case .via, .unreachable: address(family)
      }
    }
  }

  /// The source that the host's own programs send with.
  func source(to destination: IPAddress) -> IPAddress? {
    let exit = exit(to: destination)
    if case .loopback = exit { return destination }
    if case .route(let route) = exit, case .service(let source?) = route.way { return source }
    return address(at: exit, destination.family)
  }
}
