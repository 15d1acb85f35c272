internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == ClusterResource {
  static let cluster = ObjectShape<ClusterResource>(
    "Cluster",
    fields: [
      .part(
        "metadata", .metadata(.cluster, names: .subdomain), "What the cluster is called",
        .required, in: \.metadata),
      .group("spec", clusterSpec, "Ranges, nodes and the choice of backends", .required),
    ], unused: typeFields, make: { ClusterResource(range: $0) })

  private static let clusterSpec = ObjectShape<ClusterResource>(
    "ClusterSpec", fields: rangeFields + partFields, make: { ClusterResource(range: $0) },
    check: checkCluster)

  private static let rangeFields: [Field<ClusterResource>] = [
    Field(
      "domain", .dnsSubdomain, "The DNS domain of the cluster", .defaults("cluster.local"),
      blank: .isValue
    ) { $0.domain = $1 },
    Field(
      "podCIDRs", .list(.ipPrefix), "The ranges of pod addresses, the first family first",
      .required
    ) { $0.podCIDRs = $1.value },
    Field(
      "serviceCIDRs", .list(.ipPrefix), "The ranges of cluster IPs, one per family",
      .required
    ) { $0.serviceCIDRs = $1.value },
    Field(
      "nodeCIDRMaskSizes", .list(.integer(8...126)),
      "The length of the block a node gets when it names none, for each of `podCIDRs`",
      .defaults("24 for IPv4, 64 for IPv6")
    ) { $0.nodeCIDRMaskSizes = $1.value },
    Field(
      "nodePortRange", .portRange, "The ports that node ports are taken from",
      .defaults("30000-32767"), blank: .isValue
    ) { $0.nodePortRange = $1 },
  ]

  private static let partFields: [Field<ClusterResource>] = [
    .part("podNetwork", .podNetwork, "How packets get from pod to pod", in: \.podNetwork),
    .part("proxy", .proxy, "How packets get from a Service to its pods", in: \.proxy),
    .part("dns", .clusterDNS, "Who answers DNS", in: \.dns),
    .part("ingress", .ingress, "Who serves Ingress objects", in: \.ingress),
    .part(
      "loadBalancing", .loadBalancing, "How load-balancer addresses become known outside",
      in: \.loadBalancing),
    Field("nodes", .objects(.clusterNode), "The hosts; `Node` objects may stand in") {
      $0.nodes = $1.value
    },
  ]
}

extension ObjectShape where Value == NodeResource {
  fileprivate static let clusterNode = ObjectShape<NodeResource>(
    "ClusterNode",
    fields: [
      Field("name", .dnsSubdomain, "The node's name", .required) { $0.metadata.name = $1 },
      Field(
        "addresses", .list(.ordinaryAddress), "The node's InternalIPs, one per family",
        .required
      ) { $0.addresses = $1.value },
      Field(
        "podCIDRs", .list(.ipPrefix, atMost: 2), "The node's own blocks, one per family",
        .defaults("the lowest free blocks of the cluster's ranges")
      ) { $0.podCIDRs = $1.value },
      Field(
        "interface", .interfaceName, "The interface that leads to the other nodes",
        .defaults("found on the host")
      ) { $0.interface = $1 },
      Field(
        "interfaces", .objects(.nodeInterface),
        "All interfaces of the host that lead out of it, so that netc can check announcements"
      ) { $0.interfaces = $1.value },
      Field("labels", .labels, "The node's labels") { $0.metadata.labels = $1.value },
    ], make: { NodeResource(range: $0) },
    check: { node, mapping, reading in
      if let addresses = mapping["addresses"], addresses.kind == .sequence, addresses.count == 0 {
        reading.reportMissing("addresses", in: mapping, help: "a node has at least one address")
      }
      reading.within("addresses") { checkFamilies(node.addresses, "address", &$0) }
      reading.within("podCIDRs") { checkFamilies(node.podCIDRs, "block", &$0) }
    })
}

extension ObjectShape where Value == PodNetworkResource {
  fileprivate static let podNetwork = ObjectShape<PodNetworkResource>(
    "PodNetwork",
    fields: [
      Field(
        "bridge", .interfaceName, "The bridge on every node", .defaults("cbr0"),
        blank: .isValue
      ) { $0.bridge = $1 },
      Field(
        "wiring", .choice(Wiring.self), "How pods hang on the bridge", .defaults("routed"),
        blank: .isValue
      ) { $0.wiring = $1 },
      Field(
        "crossNode", .choice(CrossNode.self), "How other nodes' pods are reached",
        .defaults("host-gateway"), blank: .isValue
      ) { $0.crossNode = $1 },
      // 576: RFC 791's least that every host takes; 65535: the longest IPv4 packet.
      Field(
        "mtu", .integer(576...65_535), "The MTU of the uplink, in bytes", .defaults("1500"),
        blank: .isValue
      ) { $0.mtu = $1 },
    ], make: { _ in PodNetworkResource() },
    check: { network, _, reading in
      switch network.crossNode.value {
      case .hostGateway, .none: break
      case .vxlan, .ipip, .wireguard, .bgp:
        reading.reportUnsupported("crossNode", network.crossNode, instead: "host-gateway")
      }
    })
}

extension ObjectShape where Value == ProxyResource {
  fileprivate static let proxy = ObjectShape<ProxyResource>(
    "Proxy",
    fields: [
      Field(
        "mode", .choice(ProxyMode.self), "What carries the rules", .defaults("iptables"),
        blank: .isValue
      ) { $0.mode = $1 },
      Field(
        "dispatch", .choice(ProxyDispatch.self), "The shape of the rules",
        .defaults("tree"), blank: .isValue
      ) { $0.dispatch = $1 },
      Field(
        "masqueradeAll", .boolean, "Whether every packet to a Service is masqueraded",
        .defaults("false")
      ) { $0.masqueradeAll = $1 },
      Field(
        "nodePortAddresses", .list(.nodePortAddress),
        "Where node ports answer: blocks of addresses, or the word `primary` alone",
        .defaults("all of a node's addresses")
      ) { $0.setNodePortAddresses($1.value) },
      Field(
        "localhostNodePorts", .boolean, "Whether node ports answer at 127.0.0.1",
        .defaults("false")
      ) { $0.localhostNodePorts = $1 },
      .part("ipvs", .ipvs, "For `mode: ipvs`", in: \.ipvs),
    ], make: { _ in ProxyResource() },
    check: { proxy, node, reading in
      checkNodePortAddresses(proxy, node, &reading)
    })
}

extension Reading {
  fileprivate mutating func reportUnsupported<Choice: RawRepresentable<String>>(
    _ field: String, _ choice: Located<Choice>, instead: String
  ) {
    within(.field(field)) {
      $0.report(
        .unsupportedByVersion, "`\(choice.value.rawValue)` is not supported by this version",
        at: choice.range, help: "write `\(instead)`",
        fixes: [Fix(replace: choice.range, with: instead)])
    }
  }
}
