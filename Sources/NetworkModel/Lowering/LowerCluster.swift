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
        undeclaredUses: NamespaceUses(),
        labels: withName(resource.metadata.labels, resource.metadata.name.value))
    }
    let uses = namespaceUses(resources)
    // The Service that netc makes has one too.
    let names = Set(services.map(\.name.namespace) + builtInNamespaces).union(uses.keys)
      .subtracting(declared.map(\.name))
    let implied = names.sorted().map { name in
      Namespace(
        name: name, range: nil, undeclaredUses: uses[name] ?? NamespaceUses(),
        labels: withName([], name))
    }
    return (declared + implied).sorted { $0.name < $1.name }
  }

  /// Those that a live cluster makes by itself (pkg/controlplane, `SystemNamespaces`).
  private static let builtInNamespaces = [
    "default", "kube-node-lease", "kube-public", "kube-system",
  ]

  private static func namespaceUses(_ resources: ResourceSet) -> [String: NamespaceUses] {
    var uses: [String: NamespaceUses] = [:]
    resources.forEachApplicationObject { kind, metadata in
      uses[metadata.namespace, default: NamespaceUses()].add(kind, metadata)
    }
    return uses
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
    resources.forEachObject { kind, metadata in
      guard !metadata.allowances.isEmpty else { return }
      let name = metadata.namespace.isEmpty ? metadata.name.value : "\(metadata.objectName)"
      found += metadata.allowances.map {
        ObjectAllowance(
          object: "\(kind) \(name)", code: $0.code, reason: $0.reason, range: $0.range)
      }
    }
    return found.sorted { ($0.range, $0.code) < ($1.range, $1.code) }
  }
}
