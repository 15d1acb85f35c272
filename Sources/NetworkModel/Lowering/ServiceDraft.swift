import Diagnostics
import NetworkTypes
import Resources

/// A Service while its addresses and node ports are being decided.
struct ServiceDraft {
  let source: ServiceResource
  /// The families it serves, the primary one first.
  let families: [IPFamily]
  /// Families it wants but the cluster lacks.
  let missingFamilies: [IPFamily]
  var clusterIPs: [ClusterIP] = []
  /// By the index of the ports.
  var nodePorts: [NodePort?]
  var healthCheckNodePort: Located<Port>?
  var isHealthCheckNodePortChosen = false
  /// The nodes that serve it at their own addresses, with what names them; empty: pods do, or what
  /// slices say.
  var servingNodes: [Located<Index<Node>>] = []
  /// As `Service.loadBalancerIPs`.
  var loadBalancerIPs: [Located<IPAddress>] = []
  /// Those of them that netc chose.
  var chosenLoadBalancerIPs: [IPAddress] = []
  var loadBalancerPool: Index<AddressPool>?
  /// By the index of the ports: where those nodes answer; nil: at the target port's number.
  var servingPorts: [Port?]?

  var name: ObjectName { source.metadata.objectName }
  var object: String { "Service \(name)" }
  var hasClusterIPs: Bool { !source.isHeadless && source.type.value != .externalName }

  /// A written node port counts even where `allocateLoadBalancerNodePorts` is false
  /// (pkg/registry/core/service/storage/alloc.go, `initNodePorts`).
  var mayHaveNodePorts: Bool {
    source.type.value == .nodePort || source.type.value == .loadBalancer
  }

  /// Ports without a written node port get one.
  var wantsNodePorts: Bool {
    mayHaveNodePorts && (source.type.value == .nodePort || source.allocatesNodePorts)
  }

  var wantsHealthCheckNodePort: Bool {
    source.type.value == .loadBalancer && source.externalTrafficPolicy.value == .local
  }

  /// The key of a port in netc.lock: its name, or its number where it has none.
  static func lockKey(_ port: ServicePortResource) -> String {
    port.name.value.isEmpty ? String(port.port.number) : port.name.value
  }
}

extension NetworkLowering {
  static func draftServices(_ resources: ResourceSet, cluster: Cluster) -> [ServiceDraft] {
    let available = cluster.serviceRanges.map(\.value.family)
    return resources.services.map { source in
      let wanted = source.type.value == .externalName ? [] : families(source, available: available)
      return ServiceDraft(
        source: source, families: wanted.filter(available.contains),
        missingFamilies: wanted.filter { !available.contains($0) },
        nodePorts: Array(repeating: nil, count: source.ports.count))
    }
  }

  /// The API server's defaulting of families (pkg/registry/core/service/storage/alloc.go), where a
  /// written cluster IP also fixes its family.
  private static func families(
    _ source: ServiceResource, available: [IPFamily]
  ) -> [IPFamily] {
    var chosen = source.ipFamilies.map(\.value)
    for address in source.clusterIPs where !chosen.contains(address.value.family) {
      chosen.append(address.value.family)
    }
    if chosen.isEmpty, let primary = available.first { chosen = [primary] }
    let policy = source.ipFamilyPolicy?.value ?? defaultPolicy(source, chosen: chosen)
    switch policy {
    case .singleStack: return chosen
    case .preferDualStack: return chosen + available.filter { !chosen.contains($0) }
    case .requireDualStack: return chosen + IPFamily.allCases.filter { !chosen.contains($0) }
    }
  }

  /// A headless Service without a selector takes whatever families its endpoints have.
  private static func defaultPolicy(
    _ source: ServiceResource, chosen: [IPFamily]
  ) -> IPFamilyPolicy {
    let takesAny = source.isHeadless && source.selector == nil && source.ipFamilies.isEmpty
    return takesAny ? .preferDualStack : .singleStack
  }
}
