import Diagnostics
import NetworkTypes

/// The endpoints of several slices, as kube-proxy joins them: an address and port counts once for
/// each port of the Service. Of two that say different things of it the one that is not
/// terminating counts, then the first (pkg/proxy/endpointslicecache.go, which leaves it open).
struct EndpointMerge {
  private struct Key: Hashable {
    let address: IPAddress
    /// By the index of the Service's ports.
    let index: Int
    let port: Port
  }
  /// Sorted by address.
  private(set) var endpoints: [Endpoint] = []
  /// Endpoints that say of an address and port what the one that counts denies.
  private(set) var contradictions: [(kept: Endpoint, passedOver: Endpoint)] = []
  private var holders: [Key: Int] = [:]

  init(_ given: [Endpoint]) {
    let order = given.indices.sorted { left, right in
      let (first, second) = (given[left].address, given[right].address)
      guard first == second else { return first < second }
      return (given[left].isTerminating ? 1 : 0, left) < (given[right].isTerminating ? 1 : 0, right)
    }
    // Most addresses are given once: then there is nothing to join.
    let isRepeated = zip(order, order.dropFirst()).contains {
      given[$0].address == given[$1].address
    }
    guard isRepeated else {
      endpoints = order.map { given[$0] }
      return
    }
    endpoints.reserveCapacity(given.count)
    for position in order { add(given[position]) }
  }

  private mutating func add(_ endpoint: Endpoint) {
    let isKnownAddress = endpoints.last?.address == endpoint.address
    let hasPorts = endpoint.ports.contains { $0 != nil }
    guard hasPorts else {
      if !isKnownAddress { endpoints.append(endpoint) }
      return
    }
    let fresh = endpoint.with(ports: freePorts(endpoint))
    guard fresh.ports.contains(where: { $0 != nil }) else { return }
    if let last = endpoints.last, last.canTake(fresh) {
      endpoints[endpoints.count - 1] = last.with(
        ports: zip(last.ports, fresh.ports).map { $0 ?? $1 })
    } else {
      endpoints.append(fresh)
    }
    for (index, port) in fresh.ports.enumerated() {
      guard let port else { continue }
      holders[Key(address: endpoint.address, index: index, port: port)] = endpoints.count - 1
    }
  }

  /// The ports that no other endpoint has at this address.
  private mutating func freePorts(_ endpoint: Endpoint) -> [Port?] {
    var contradicted: Endpoint?
    let free = endpoint.ports.enumerated().map { index, port -> Port? in
      guard let port else { return nil }
      let key = Key(address: endpoint.address, index: index, port: port)
      guard let holder = holders[key] else { return port }
      if endpoint.contradicts(endpoints[holder]) { contradicted = endpoints[holder] }
      return nil
    }
    if let contradicted { contradictions.append((kept: contradicted, passedOver: endpoint)) }
    return free
  }
}

extension Endpoint {
  /// The same endpoint with other ports.
  fileprivate func with(ports: [Port?]) -> Endpoint {
    Endpoint(
      address: address, ports: ports, pod: pod, node: node, unknownNode: unknownNode,
      isReady: isReady, isServing: isServing, isTerminating: isTerminating, hostname: hostname,
      hintedNodes: hintedNodes, hintedZones: hintedZones, range: range)
  }

  /// Whether the other one differs in its ports alone, and has none where this one has one.
  fileprivate func canTake(_ other: Endpoint) -> Bool {
    address == other.address && pod == other.pod && node == other.node
      && unknownNode?.value == other.unknownNode?.value && isReady == other.isReady
      && isServing == other.isServing && isTerminating == other.isTerminating
      && hostname == other.hostname && hintedNodes == other.hintedNodes
      && hintedZones == other.hintedZones
      && zip(ports, other.ports).allSatisfy { $0 == nil || $1 == nil }
  }

  /// A terminating endpoint beside another one is no contradiction: an address may pass from a
  /// pod that goes to one that comes.
  fileprivate func contradicts(_ other: Endpoint) -> Bool {
    !isTerminating && !other.isTerminating
      && (isReady != other.isReady || isServing != other.isServing || node != other.node
        || unknownNode?.value != other.unknownNode?.value)
  }
}
