import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  static func lowerCluster(_ source: ClusterResource) -> Cluster {
    Cluster(
      name: source.metadata.name.value, range: source.range, domain: source.domain.value,
      podRanges: source.podCIDRs, serviceRanges: source.serviceCIDRs,
      nodePortRange: source.nodePortRange, bridge: source.podNetwork.bridge.value,
      wiring: source.podNetwork.wiring.value == .bridge ? .bridge : .routed,
      crossNode: source.podNetwork.crossNode.value == .none ? .none : .hostGateway,
      mtu: source.podNetwork.mtu.value, masqueradesAll: source.proxy.masqueradeAll.value,
      nodePortAddresses: source.proxy.nodePortAddresses,
      dnsServiceAddresses: source.dns.serviceIPs, dnsNodes: source.dns.nodes,
      dnsUpstreams: source.dns.upstreams)
  }

  /// Every namespace that is declared or that an object lives in.
  static func lowerNamespaces(_ resources: ResourceSet) -> [Namespace] {
    let declared = resources.namespaces.map { resource in
      Namespace(
        name: resource.metadata.name.value, range: resource.metadata.name.range,
        labels: withName(resource.metadata.labels, resource.metadata.name.value))
    }
    var used = resources.pods.map(\.metadata.namespace)
    used += resources.workloads.map(\.metadata.namespace)
    used += resources.services.map(\.metadata.namespace)
    let known = Set(declared.map(\.name))
    let implied = Set(used).subtracting(known).sorted().map {
      Namespace(name: $0, range: nil, labels: withName([], $0))
    }
    return (declared + implied).sorted { $0.name < $1.name }
  }

  /// The API server sets this label on every namespace, whatever the manifest says.
  private static func withName(_ labels: [Label], _ name: String) -> [Label] {
    let key = "kubernetes.io/metadata.name"
    let others = labels.filter { $0.key != key }
    return (others + [Label(key: key, value: name, range: .placeholder)])
      .sorted { $0.key < $1.key }
  }

  static func allowances(_ resources: ResourceSet) -> [ObjectAllowance] {
    var found: [ObjectAllowance] = []
    func add(_ kind: String, _ metadata: Metadata) {
      let name = metadata.namespace.isEmpty ? metadata.name.value : "\(metadata.objectName)"
      found += metadata.allowances.map {
        ObjectAllowance(
          object: "\(kind) \(name)", code: $0.code, reason: $0.reason, range: $0.range)
      }
    }
    if let cluster = resources.cluster { add("Cluster", cluster.metadata) }
    for node in resources.nodes { add("Node", node.metadata) }
    for namespace in resources.namespaces { add("Namespace", namespace.metadata) }
    for pod in resources.pods { add("Pod", pod.metadata) }
    for workload in resources.workloads { add(workload.kind.rawValue, workload.metadata) }
    for service in resources.services { add("Service", service.metadata) }
    for endpoints in resources.endpoints { add("Endpoints", endpoints.metadata) }
    for slice in resources.endpointSlices { add("EndpointSlice", slice.metadata) }
    return found.sorted { ($0.range, $0.code) < ($1.range, $1.code) }
  }
}
