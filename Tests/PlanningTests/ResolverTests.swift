import NetworkModel
import NetworkTypes
import Planning
import TestSupport
import Testing

/// What pods' resolv.conf and hosts say, line by line of kubelet's algorithm.
struct ResolverTests {
  private func sandbox(_ spec: String, dns: String = Self.usual) throws -> SandboxPlan? {
    let compiled = compileYAML(
      """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        domain: lab.example
        podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
        serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
        dns: {\(dns)}
        nodes:
          - {name: node-a, addresses: [192.168.56.11, "fd00:56::11"]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec: {\(spec.isEmpty ? "" : spec + ", ")containers: [{name: c, image: i}]}
      """)
    let network = try #require(compiled.network, "\(compiled.report)")
    return Planner.plan(network).nodes[0].sandboxes.first
  }

  private static let usual = "serviceIPs: [10.96.0.10, \"fd00:10:96::a\"]"
  private static let known =
    usual + ", nodeResolver: {nameservers: [192.0.2.1, 192.0.2.2],"
    + " searches: [corp.example., lab.example], options: [{name: rotate}, {name: timeout, value: '2'}]}"

  private func resolver(_ spec: String, dns: String = Self.usual) throws -> [String] {
    let plan = try #require(try sandbox(spec, dns: dns)).resolver
    guard let servers = plan.nameservers else { return ["the node's"] }
    return [
      servers.map(\.description).joined(separator: " "),
      plan.searches.map(\.text).joined(separator: " "),
      plan.options.map(\.text).joined(separator: " "),
    ]
  }

  private static let own = "shop.svc.lab.example svc.lab.example lab.example"

  @Test(arguments: ["", "dnsPolicy: ClusterFirst", "dnsPolicy: ClusterFirstWithHostNet"])
  func `a pod asks the cluster's DNS in all its families`(spec: String) throws {
    #expect(try resolver(spec) == ["10.96.0.10 fd00:10:96::a", Self.own, "ndots:5"])
  }

  @Test func `the node's domains are searched last and its options are not taken`() throws {
    #expect(
      try resolver("", dns: Self.known)
        == ["10.96.0.10 fd00:10:96::a", Self.own + " corp.example", "ndots:5"])
  }

  @Test func `the address that netc gives to DNS is asked`() throws {
    #expect(try resolver("", dns: "nodes: [node-a]")[0] == "10.96.0.1 fd00:10:96::1")
  }

  @Test func `without a DNS Service a pod has what its node has`() throws {
    #expect(try resolver("", dns: "ttl: 5") == ["the node's"])
    #expect(
      try resolver("", dns: "nodeResolver: {nameservers: [192.0.2.1]}") == ["192.0.2.1", "", ""])
  }

  @Test func `policy Default is the node's file`() throws {
    #expect(try resolver("dnsPolicy: Default") == ["the node's"])
    #expect(
      try resolver("dnsPolicy: Default", dns: Self.known)
        == ["192.0.2.1 192.0.2.2", "corp.example lab.example", "rotate timeout:2"])
  }

  @Test func `dnsConfig is merged into the node's file`() throws {
    let config =
      "dnsConfig: {nameservers: [192.0.2.2, 192.0.2.3, 192.0.2.4], searches: [lab.example, a.b],"
      + " options: [{name: timeout, value: '9'}, {name: attempts, value: '1'}]}"
    #expect(
      try resolver("dnsPolicy: Default, \(config)", dns: Self.known) == [
        "192.0.2.1 192.0.2.2 192.0.2.3", "corp.example lab.example a.b",
        "attempts:1 rotate timeout:9",
      ])
    #expect(compileYAML(defaultPod(config)).summary == ["NC0904 Default"])
  }

  private func defaultPod(_ config: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      dnsPolicy: Default
      \(config)
      containers: [{name: c, image: i}]
    """
  }

  @Test func `dnsConfig is merged behind the cluster's, each once`() throws {
    let config =
      "dnsConfig: {nameservers: [10.96.0.10, 192.0.2.3], searches: [lab.example, x.y],"
      + " options: [{name: ndots, value: '2'}, {name: edns0}, {name: ndots, value: '3'}]}"
    #expect(
      try resolver(config) == [
        "10.96.0.10 fd00:10:96::a 192.0.2.3", Self.own + " x.y", "edns0 ndots:3",
      ])
  }

  @Test func `policy None is dnsConfig alone`() throws {
    let config = "dnsConfig: {nameservers: [192.0.2.3], searches: [\"x.y.\", \".\"]}"
    #expect(
      try resolver("dnsPolicy: None, \(config)", dns: Self.known) == ["192.0.2.3", "x.y. .", ""])
  }

  @Test func `32 domains and 2048 characters remain`() throws {
    let many = (10..<42).map { "d\($0)" }.joined(separator: ", ")
    let domains = try resolver("dnsConfig: {searches: [\(many)]}")[1].split(separator: " ")
    #expect(domains.count == 32 && domains.last == "d38")
    let long = (10..<20).map { "\($0)" + String(repeating: ".abcdefghi", count: 20) }
    let line = try resolver("dnsConfig: {searches: [\(long.joined(separator: ", "))]}")[1]
    #expect(line.utf8.count <= 2048 && line.hasSuffix(long[8]))
    #expect(line.split(separator: " ").count == 12)
  }

  @Test(arguments: ["", "dnsPolicy: ClusterFirstWithHostNet, "])
  func `a pod on the node's network has no files of its own`(policy: String) throws {
    #expect(try sandbox("\(policy)hostNetwork: true") == nil)
  }

  @Test func `hosts has the whole name only with a subdomain`() throws {
    func names(_ spec: String) throws -> [[String]] {
      try #require(try sandbox(spec)).hosts.own.map { $0.names.map(\.text) }
    }
    #expect(try names("") == [["web"], ["web"]])
    #expect(try names("hostname: first") == [["first"], ["first"]])
    #expect(
      try names("hostname: first, subdomain: band, setHostnameAsFQDN: true")
        == Array(repeating: ["first.band.shop.svc.lab.example", "first"], count: 2))
  }

  @Test func `host aliases stand behind the pod's own lines`() throws {
    let hosts = try #require(
      try sandbox(
        "hostAliases: [{ip: 192.0.2.7, hostnames: [a, b.c]}, {ip: '::1', hostnames: [d]}]")
    ).hosts
    #expect(
      hosts.aliases.map { "\($0.address) \($0.names.map(\.text))" } == [
        "192.0.2.7 [\"a\", \"b.c\"]", "::1 [\"d\"]",
      ])
  }
}
