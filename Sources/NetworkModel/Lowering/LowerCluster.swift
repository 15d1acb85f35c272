import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  static func lowerCluster(_ source: ClusterResource) -> Cluster {
    Cluster(
      name: source.metadata.name.value, range: source.range, domain: source.domain.value,
      domainRange: source.domain.range,
      podRanges: source.podCIDRs, serviceRanges: source.serviceCIDRs,
      nodePortRange: source.nodePortRange, bridge: source.podNetwork.bridge.value,
      wiring: source.podNetwork.wiring.value == .bridge ? .bridge : .routed,
      crossNode: source.podNetwork.crossNode.value == .none ? .none : .hostGateway,
      mtu: source.podNetwork.mtu.value, proxy: lowerProxy(source.proxy),
      dnsServiceAddresses: source.dns.serviceIPs, dnsNodes: source.dns.nodes,
      dnsUpstreams: source.dns.upstreams, dns: lowerDNS(source.dns),
      announcing: AnnouncingSettings(
        takeover: source.loadBalancing.announce,
        frrVersion: source.loadBalancing.frrVersion.value))
  }

  private static func lowerDNS(_ source: DNSResource) -> DNSSettings {
    DNSSettings(
      ttlSeconds: source.ttlSeconds.value, serial: source.serial?.value,
      podRecords: source.podRecords.value, coreDNSVersion: source.coreDNSVersion,
      transports: source.transports.sorted {
        ($0.port.value, $0.carrier.range) < ($1.port.value, $1.carrier.range)
      },
      ports: source.ports, logsQueries: source.logsQueries.value,
      nodeResolver: source.nodeResolver)
  }

  private static func lowerProxy(_ source: ProxyResource) -> Proxy {
    Proxy(
      mode: source.mode.value, dispatch: source.dispatch.value,
      masqueradesAll: source.masqueradeAll.value, nodePortAddresses: source.nodePortAddresses,
      servesLocalhostNodePorts: Located(
        source.localhostNodePorts.value && source.mode.value == .iptables,
        source.localhostNodePorts.range),
      servesPrimaryAddressOnly: source.servesPrimaryAddressOnly,
      ipvs: lowerIPVS(source.ipvs))
  }

  private static func lowerIPVS(_ source: IPVSResource) -> IPVSSettings {
    IPVSSettings(
      scheduler: source.scheduler.value, excludedRanges: source.excludeCIDRs,
      usesStrictARP: source.strictARP.value, tcpTimeoutSeconds: source.tcpTimeout.value,
      tcpFinTimeoutSeconds: source.tcpFinTimeout.value,
      udpTimeoutSeconds: source.udpTimeout.value)
  }

  /// Every namespace that is declared or that an object lives in.
  static func lowerNamespaces(
    _ resources: ResourceSet, _ services: [ServiceDraft]
  ) -> [Namespace] {
    let declared = resources.namespaces.map { resource in
      Namespace(
        name: resource.metadata.name.value, range: resource.metadata.name.range,
        undeclaredUses: [],
        labels: withName(resource.metadata.labels, resource.metadata.name.value))
    }
    let known = Set(declared.map(\.name))
    let uses = Dictionary(
      grouping: namespaceUses(resources).filter { !known.contains($0.namespace) },
      by: \.namespace)
    // The Service that netc makes has one too.
    let names = Set(services.map(\.name.namespace) + builtInNamespaces).subtracting(known)
      .union(uses.keys)
    let implied = names.sorted().map { name in
      Namespace(
        name: name, range: nil,
        undeclaredUses: (uses[name] ?? []).map(\.use).sorted { $0.range < $1.range },
        labels: withName([], name))
    }
    return (declared + implied).sorted { $0.name < $1.name }
  }

  /// Those that a live cluster makes by itself (pkg/controlplane, `SystemNamespaces`).
  private static let builtInNamespaces = [
    "default", "kube-node-lease", "kube-public", "kube-system",
  ]

  private static func namespaceUses(
    _ resources: ResourceSet
  ) -> [(namespace: String, use: NamespaceUse)] {
    var found: [(namespace: String, use: NamespaceUse)] = []
    func add(_ kind: String, _ metadata: Metadata) {
      let use = NamespaceUse(
        object: "\(kind) \(metadata.objectName)",
        range: metadata.namespaceRange ?? metadata.name.range)
      found.append((metadata.namespace, use))
    }
    for pod in resources.pods { add("Pod", pod.metadata) }
    for workload in resources.workloads { add(workload.kind.rawValue, workload.metadata) }
    for service in resources.services { add("Service", service.metadata) }
    for endpoints in resources.endpoints { add("Endpoints", endpoints.metadata) }
    for slice in resources.endpointSlices { add("EndpointSlice", slice.metadata) }
    for ingress in resources.ingresses { add("Ingress", ingress.metadata) }
    return found
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
    for pool in resources.addressPools { add("IPAddressPool", pool.metadata) }
    for object in resources.l2Advertisements { add("L2Advertisement", object.metadata) }
    for object in resources.bgpAdvertisements { add("BGPAdvertisement", object.metadata) }
    for peer in resources.bgpPeers { add("BGPPeer", peer.metadata) }
    for profile in resources.bfdProfiles { add("BFDProfile", profile.metadata) }
    for object in resources.communities { add("Community", object.metadata) }
    for ingress in resources.ingresses { add("Ingress", ingress.metadata) }
    for ingressClass in resources.ingressClasses { add("IngressClass", ingressClass.metadata) }
    return found.sorted { ($0.range, $0.code) < ($1.range, $1.code) }
  }
}
