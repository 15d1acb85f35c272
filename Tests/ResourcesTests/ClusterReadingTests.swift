import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func cluster(_ fields: String) -> String {
  """
  apiVersion: netc.dev/v1alpha1
  kind: Cluster
  metadata: {name: lab}
  spec: {\(fields)}
  """
}

/// A Cluster with both ranges of IPv4 and more fields.
private func clusterWith(_ fields: String) -> String {
  cluster("podCIDRs: [10.244.0.0/16], serviceCIDRs: [10.96.0.0/16], \(fields)")
}

private func node(_ fields: String) -> String {
  "apiVersion: v1\nkind: Node\nmetadata: {name: node-a}\n\(fields)\n"
}

struct ClusterReadingTests {
  @Test func `a plain Cluster has netc's defaults`() throws {
    let read = try #require(
      readGood(cluster("podCIDRs: [10.244.0.0/16], serviceCIDRs: [10.96.0.0/16]")).cluster)
    #expect(read.domain.value == "cluster.local" && !read.domain.range.isWritten)
    #expect(read.nodePortRange.value.description == "30000-32767")
    #expect(read.podNetwork.bridge.value.description == "cbr0")
    #expect(read.podNetwork.wiring.value == .routed)
    #expect(read.podNetwork.crossNode.value == .hostGateway && read.podNetwork.mtu.value == 1500)
    #expect(read.proxy.mode.value == .iptables && read.proxy.dispatch.value == .tree)
    #expect(read.nodes.isEmpty && read.nodeCIDRMaskSizes.isEmpty && read.dns.ttlSeconds.value == 5)
  }

  @Test func `who serves Ingress is read`() throws {
    let text = clusterWith(
      """
      ingress: {class: inner, nodes: [a], service: edge/front, nginxVersion: 1.25.3, httpPort: 8080,
        httpsPort: 8443, httpsRedirect: true, hsts: {maxAge: 60, includeSubdomains: false},
        proxyProtocolFrom: [192.0.2.0/24], accessLog: false, requestIDs: false,
        certificatesValidAt: "2026-11-24",
        defaultCertificate: edge/wild, defaultBackend: {service: edge/rest, port: http}}
      """)
    let read = try #require(readGood(text).cluster).ingress
    #expect(read.className.value == "inner" && read.nodes.map(\.value) == ["a"])
    #expect(read.controllerService.map { "\($0.value)" } == "edge/front")
    #expect(read.nginxVersion.value == ReleaseNumber(1, 25, 3))
    #expect(read.httpPort.value == 8080 && read.httpsPort.value == 8443)
    #expect(read.httpsRedirect.value && !read.logsAccess.value && !read.makesRequestIDs.value)
    #expect(read.strictTransport.maximumAgeSeconds.value == 60)
    #expect(!read.strictTransport.includesSubdomains.value)
    #expect(read.proxyProtocolSources.map(\.value.description) == ["192.0.2.0/24"])
    #expect(read.certificatesValidAt?.value.description == "2026-11-24")
    #expect(read.defaultCertificate.map { "\($0.value)" } == "edge/wild")
    #expect(read.defaultBackend?.port.value == .name("http"))
  }

  @Test(arguments: [
    ("httpPort: 443", "NC0216"), ("httpsPort: 80", "NC0216"), ("nodes: [a, a]", "NC0214"),
    ("nginxVersion: 1.18.0", "NC0207"), ("nginxVersion: 2.0.0", "NC0207"),
    ("nginxVersion: \"1.22\"", "NC0207"), ("certificatesValidAt: \"2026-02-30\"", "NC0207"),
    ("defaultCertificate: a/b/c", "NC0209"), ("service: \"../x\"", "NC0209"),
    ("proxyProtocolFrom: [192.0.2.1/24]", "NC0211"),
    ("defaultBackend: {service: a}", "NC0205"), ("clas: nginx", "NC0204"),
  ])
  func `settings of Ingress that cannot be are refused`(_ fields: String, _ code: String) {
    let result = readText(clusterWith("ingress: {\(fields)}"))
    #expect(result.errors.map(\.code.description) == [code], "\(result.summary)")
  }

  @Test(arguments: [
    ("localhostNodePorts: true", []),
    ("localhostNodePorts: true, nodePortAddresses: [127.0.0.1/32]", []),
    ("localhostNodePorts: true, nodePortAddresses: [0.0.0.0/0]", []),
    ("localhostNodePorts: true, nodePortAddresses: [192.0.2.0/24]", ["NC0225"]),
    ("localhostNodePorts: true, nodePortAddresses: [primary]", ["NC0225"]),
    ("localhostNodePorts: true, mode: ipvs", ["NC0225"]),
    ("localhostNodePorts: true, mode: nftables", ["NC0225"]),
    ("localhostNodePorts: false, mode: nftables", []),
    ("nodePortAddresses: [primary]", []),
  ])
  func `localhost is served only where node ports are`(proxy: String, codes: [String]) {
    var log = DiagnosticLog()
    let text = clusterWith("proxy: {\(proxy)}")
    let read = ResourceReader.read(
      [SourceFile(path: "cluster.yaml", bytes: Array(text.utf8))], log: &log)
    #expect(read.cluster?.proxy.servesPrimaryAddressOnly == proxy.contains("primary"))
    #expect(log.finish().map(\.code.description) == codes)
  }

  @Test func `every field is read`() throws {
    let text = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        domain: lab.example
        podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
        serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
        nodeCIDRMaskSizes: [24, 64]
        nodePortRange: 30000-31000
        podNetwork: {bridge: br0, wiring: bridge, crossNode: none, mtu: 9000}
        proxy:
          mode: iptables
          dispatch: linear
          masqueradeAll: true
          nodePortAddresses: [192.168.0.0/16]
          localhostNodePorts: false
          ipvs: {scheduler: lc}
        dns: {serviceIPs: [10.96.0.10], nodes: [node-a], upstreams: [192.0.2.53], ttl: 30}
        ingress: {class: public, nodes: [node-b]}
        nodes:
        - name: node-a
          addresses: [192.168.56.11]
          podCIDRs: [10.244.1.0/24]
          interface: eth0
          labels: {zone: a}
        - {name: node-b, addresses: [192.168.56.12, "fd00::12"]}
      """
    let read = try #require(readGood(text).cluster)
    #expect(read.domain.value == "lab.example" && read.podCIDRs.count == 2)
    #expect(read.nodeCIDRMaskSizes.map(\.value) == [24, 64])
    #expect(read.podNetwork.wiring.value == .bridge && read.podNetwork.crossNode.value == .none)
    #expect(read.proxy.masqueradeAll.value && read.proxy.ipvs.scheduler.value == .leastConnection)
    #expect(read.dns.nodes.map(\.value) == ["node-a"] && read.dns.ttlSeconds.value == 30)
    #expect(read.ingress.className.value == "public")
    #expect(read.nodes.map(\.metadata.name.value) == ["node-a", "node-b"])
    #expect(read.nodes[0].interface?.value.description == "eth0")
    #expect(read.nodes[0].metadata.labels.map(\.value) == ["a"])
    #expect(read.nodes[1].addresses.count == 2 && read.nodes[1].podCIDRs.isEmpty)
  }

  @Test(arguments: [
    BadCase(
      "serviceCIDRs: [10.96.0.0/16]", "NC0205", "spec.podCIDRs: required, but not set",
      at: "serviceCIDRs"),
    BadCase(
      "podCIDRs: [], serviceCIDRs: [10.96.0.0/16]", "NC0205",
      "spec.podCIDRs: required, but not set", at: "podCIDRs"),
    BadCase(
      "podCIDRs: [10.0.0.0/16, 10.1.0.0/16], serviceCIDRs: [10.96.0.0/16]", "NC0214",
      "spec.podCIDRs[1]: a second IPv4 range, where one is allowed", at: "10.1.0.0/16"),
    BadCase(
      "podCIDRs: [10.0.0.0/16], serviceCIDRs: ['fd00::/112']", "NC0216",
      "spec.serviceCIDRs[0]: fd00::/112 is an IPv6 range, but `podCIDRs` has none",
      at: "'fd00::/112'"),
    BadCase(
      "podCIDRs: [10.0.0.1/16], serviceCIDRs: [10.96.0.0/16]", "NC0211",
      "spec.podCIDRs[0]: \"10.0.0.1/16\": address bits are set behind the prefix length 16",
      at: "10.0.0.1/16"),
    BadCase(
      "podCIDRs: 10.0.0.0/16, serviceCIDRs: [10.96.0.0/16]", "NC0206",
      "spec.podCIDRs: the string \"10.0.0.0/16\" stands where a list is needed", at: "10.0.0.0/16"),
  ])
  func `wrong ranges are refused with their place`(bad: BadCase) { bad.check(in: cluster) }

  @Test(arguments: [
    BadCase("podCIDR: [10.0.0.0/8]", "NC0204", "spec.podCIDR: unknown field", at: "podCIDR"),
    BadCase(
      "nodeCIDRMaskSizes: [24, 64]", "NC0216",
      "spec.nodeCIDRMaskSizes: 2 sizes for 1 ranges in `podCIDRs`", at: "[24, 64]"),
    BadCase(
      "nodeCIDRMaskSizes: [15]", "NC0208",
      "spec.nodeCIDRMaskSizes[0]: a /15 block is larger than 10.244.0.0/16", at: "15"),
    BadCase(
      "nodeCIDRMaskSizes: [31]", "NC0208",
      "spec.nodeCIDRMaskSizes[0]: a /31 block has no room for a gateway and a pod", at: "31"),
    BadCase(
      "nodePortRange: 30000", "NC0206",
      "spec.nodePortRange: the number `30000` stands where a string is needed", at: "30000"),
    BadCase(
      "nodePortRange: a-b", "NC0212",
      "spec.nodePortRange: \"a-b\": not a port range of the form 30000-32767", at: "a-b"),
    BadCase(
      "podNetwork: {mtu: 100}", "NC0208", "spec.podNetwork.mtu: 100 is not in 576-65535", at: "100"),
    BadCase(
      "podNetwork: {bridge: all}", "NC0209",
      "spec.podNetwork.bridge: \"all\": the kernel reserves this name; an interface name must have "
        + "at most 15 letters, digits, '-', '_' and '.', start with a letter or digit, and not be "
        + "'all' or 'default'", at: "all"),
    BadCase(
      "podNetwork: {crossNode: bgp}", "NC0902",
      "spec.podNetwork.crossNode: `bgp` is not supported by this version", at: "bgp"),
    BadCase(
      "podNetwork: {crossNode: gre}", "NC0207",
      "spec.podNetwork.crossNode: \"gre\" is not one of `host-gateway`, `vxlan`, `ipip`, "
        + "`wireguard`, `bgp`, `none`", at: "gre"),
    BadCase(
      "proxy: {ipvs: {tcpTimeout: 15 min}}", "NC0240",
      "spec.proxy.ipvs.tcpTimeout: \"15 min\" is no duration in whole seconds of at most 2147483s",
      at: "15 min"),
    BadCase(
      "proxy: {ipvs: {udpTimeout: 600h}}", "NC0240",
      "spec.proxy.ipvs.udpTimeout: \"600h\" is no duration in whole seconds of at most 2147483s",
      at: "600h"),
    BadCase(
      "proxy: {ipvs: {tcpFinTimeout: 1m1h}}", "NC0240",
      "spec.proxy.ipvs.tcpFinTimeout: \"1m1h\" is no duration in whole seconds of at most 2147483s",
      at: "1m1h"),
    BadCase(
      "proxy: {ipvs: {syncPeriod: 30s}}", "NC0204",
      "spec.proxy.ipvs.syncPeriod: unknown field", at: "syncPeriod"),
    BadCase(
      "proxy: {ipvs: {scheduler: random}}", "NC0207",
      "spec.proxy.ipvs.scheduler: \"random\" is not one of `rr`, `wrr`, `lc`, `wlc`, `lblc`, "
        + "`lblcr`, `dh`, `sh`, `sed`, `nq`, `mh`", at: "random"),
    BadCase(
      "proxy: {nodePortAddresses: [primary, 192.0.2.0/24]}", "NC0215",
      "spec.proxy.nodePortAddresses: `primary` must stand alone",
      at: "[primary, 192.0.2.0/24]"),
    BadCase("dns: {ttl: -1}", "NC0208", "spec.dns.ttl: -1 is not in 0-3600", at: "-1"),
    BadCase(
      "dns: {upstreams: [dns.example]}", "NC0211",
      "spec.dns.upstreams[0]: \"dns.example\": not an IPv4 or IPv6 address", at: "dns.example"),
    BadCase(
      "nodes: [{name: a}]", "NC0205", "spec.nodes[0].addresses: required, but not set", at: "name"),
    BadCase(
      "nodes: [{addresses: [10.0.0.1]}]", "NC0205", "spec.nodes[0].name: required, but not set",
      at: "addresses"),
    BadCase(
      "nodes: [{name: a, addresses: []}]", "NC0205",
      "spec.nodes[0].addresses: required, but not set", at: "name"),
    BadCase(
      "nodes: [{name: a, addresses: [10.0.0.1, 10.0.0.2]}]", "NC0214",
      "spec.nodes[0].addresses[1]: a second IPv4 address, where one is allowed", at: "10.0.0.2"),
    BadCase(
      "nodes: [{name: a, addresses: [10.0.0.1]}, {name: a, addresses: [10.0.0.2]}]", "NC0214",
      "spec.nodes[1].name: the node \"a\" is declared twice", at: "a"),
    BadCase(
      "nodes: [{name: a, addresses: [10.0.0.1], interface: a/b}]", "NC0209",
      "spec.nodes[0].interface: \"a/b\": '/' is not allowed; an interface name must have at most "
        + "15 letters, digits, '-', '_' and '.', start with a letter or digit, and not be 'all' or "
        + "'default'", at: "a/b"),
    BadCase(
      "nodes: {a: 1}", "NC0206", "spec.nodes: a mapping stands where a list is needed", at: "{a: 1}"
    ),
  ])
  func `a wrong setting is refused with its place`(bad: BadCase) { bad.check(in: clusterWith) }

  @Test func `an IPv6 cluster needs the MTU that IPv6 needs`() {
    let text = cluster(
      "podCIDRs: ['fd00::/56'], serviceCIDRs: ['fd01::/112'], podNetwork: {mtu: 1000}")
    #expect(
      readBad(text) == "NC0208 spec.podNetwork.mtu: 1000 is below 1280, the least that IPv6 needs")
  }

  @Test func `a second Cluster is refused in any order`() {
    let one = clusterWith("domain: a")
    let two = one.replacing("name: lab", with: "name: other")
    for texts in [(one, two), (two, one)] {
      let result = readText(texts.0, texts.1)
      #expect(result.errors.map(\.code) == [223], "\(result.summary)")
      #expect(result.errors.first?.range?.file == 1)
      #expect(result.resources.cluster?.range.file == 0)
    }
  }
}

struct NodeReadingTests {
  @Test func `a Node of a real cluster is read`() throws {
    let text = node(
      """
      spec:
        podCIDR: 10.244.1.0/24
        podCIDRs: [10.244.1.0/24, "fd00:1::/64"]
        taints: [{key: a/b, effect: NoExecute, timeAdded: null}]
        unschedulable: true
      status:
        addresses:
        - {type: InternalIP, address: 192.168.0.1}
        - {type: InternalIP, address: 192.168.0.9}
        - {type: InternalIP, address: "fd00::1"}
        - {type: ExternalIP, address: 192.0.2.1}
        - {type: Hostname, address: node-a}
        capacity: {cpu: 4}
      """)
    let read = try #require(readGood(text).nodes.first)
    #expect(read.addresses.map(\.value.description) == ["192.168.0.1", "fd00::1"])
    #expect(read.podCIDRs.map(\.value.description) == ["10.244.1.0/24", "fd00:1::/64"])
    #expect(read.taints.map(\.effect) == [.noExecute] && read.isUnschedulable)
    #expect(read.metadata.namespace.isEmpty)
  }

  @Test(arguments: [
    BadCase(
      "spec: {podCIDR: 10.0.0.0/24, podCIDRs: [10.1.0.0/24]}", "NC0216",
      "spec.podCIDR: 10.0.0.0/24 is not the first of `podCIDRs`, 10.1.0.0/24", at: "10.0.0.0/24"),
    BadCase(
      "spec: {podCIDRs: [10.0.0.0/24, 10.1.0.0/24]}", "NC0214",
      "spec.podCIDRs[1]: a second IPv4 block, where one is allowed", at: "10.1.0.0/24"),
    BadCase(
      "spec: {taints: [{key: a}]}", "NC0205", "spec.taints[0].effect: required, but not set",
      at: "key"),
    BadCase(
      "status: {addresses: [{type: InternalIP, address: node-a}]}", "NC0211",
      "status.addresses[0].address: \"node-a\": not an IPv4 or IPv6 address", at: "node-a"),
    BadCase(
      "status: {addresses: [{type: IP, address: 10.0.0.1}]}", "NC0207",
      "status.addresses[0].type: \"IP\" is not one of `Hostname`, `InternalIP`, `ExternalIP`, "
        + "`InternalDNS`, `ExternalDNS`", at: "IP"),
  ])
  func `a wrong Node is refused with its place`(bad: BadCase) { bad.check(in: node) }
}
