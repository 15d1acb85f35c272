import Diagnostics
import TestSupport
import Testing

/// Cases of the rules about who serves DNS, whom it asks, and what pods make of it.
struct DNSRuleTests {
  private func cluster(_ dns: String, nodes: String? = nil) -> String {
    Write.cluster(
      """
      podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
        serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
        dns: {\(dns)}
      """,
      nodes: nodes ?? """
            - {name: node-a, addresses: [192.168.56.11, "fd00:56::11"]}
            - {name: node-b, addresses: [192.168.56.12, "fd00:56::12"]}
        """)
  }

  private func expect(
    _ text: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let compiled = compileYAML(text)
    #expect(compiled.summary == expected, "\(compiled.report)", sourceLocation: sourceLocation)
  }

  private func alias(_ name: String, _ target: String, namespace: String = "default") -> String {
    Write.service(name, "type: ExternalName, externalName: \(target)", namespace: namespace)
  }

  @Test func `a DNS Service of the input may lead to the nodes in its own way`() {
    let served = cluster("serviceIPs: [10.96.0.10], nodes: [node-a]")
    let service = Write.service(
      "kube-dns", "clusterIP: 10.96.0.10, selector: {app: dns}, ports: [{port: 53}]",
      namespace: "kube-system")
    func pod(_ spec: String) -> String {
      Write.pod("dns", labels: "app: dns", spec: spec)
        .replacing("{name: dns,", with: "{name: dns, namespace: kube-system,")
    }
    expect(served + pod("nodeName: node-a, hostNetwork: true") + service, [])
    expect(served + pod("nodeName: node-b, hostNetwork: true") + service, ["NC0600 node-a"])
    expect(served + pod("nodeName: node-a") + service, ["NC0600 node-a"])
  }

  @Test func `an upstream may not be where the cluster's DNS listens`() {
    let tls = "transports: [{protocol: tls, certificate: /c, key: /k}]"
    func upstream(_ text: String, _ more: String = "") -> String {
      cluster("nodes: [node-a, node-b], upstreams: [\(text)]\(more)")
    }
    expect(upstream("192.168.56.12"), ["NC0602 192.168.56.12"])
    expect(upstream("\"fd00:56::11\""), ["NC0602 \"fd00:56::11\""])
    expect(upstream("\"192.168.56.12:5353\""), [])
    expect(upstream("tls://192.168.56.12%a.example"), [])
    expect(
      upstream("tls://192.168.56.12%a.example", ", \(tls)"),
      ["NC0602 tls://192.168.56.12%a.example"])
    // The address that netc gave to the Service it made.
    expect(upstream("10.96.0.1"), ["NC0602 10.96.0.1"])
    expect(cluster("nodes: [node-a], upstreams: [192.168.56.12]"), [])
    expect(cluster("upstreams: [192.168.56.12]"), [])
  }

  @Test func `upstreams on loopback are refused, whatever their family`() {
    expect(
      cluster("nodes: [node-a], upstreams: [127.0.0.53, \"::1\", 127.0.0.1]"),
      ["NC0603 127.0.0.53", "NC0603 \"::1\"", "NC0603 127.0.0.1"])
  }

  @Test func `a stub of the host is none of the pod's, but its own loopback may be`() {
    func pod(_ servers: String, _ more: String = "") -> String {
      Write.pod("web", spec: "dnsPolicy: None, dnsConfig: {nameservers: [\(servers)]}\(more)")
    }
    expect(pod("127.0.0.54"), ["NC0604 127.0.0.54"])
    expect(pod("127.0.0.1"), [])
    expect(pod("127.0.0.53", ", hostNetwork: true"), [])
    expect(
      cluster("nodeResolver: {nameservers: [127.0.0.53, 192.0.2.1]}"), ["NC0604 127.0.0.53"])
  }

  @Test func `the cluster's servers count among the three`() {
    let pod = Write.pod("web", spec: "dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2]}")
    expect(cluster("serviceIPs: [10.96.0.10]") + pod, [])
    expect(cluster("serviceIPs: [10.96.0.10, \"fd00:10:96::a\"]") + pod, ["NC0605 192.0.2.2"])
    expect(cluster("nodes: [node-a]") + pod, ["NC0605 192.0.2.2"])
    let again = Write.pod(
      "web", spec: "dnsConfig: {nameservers: [10.96.0.10, 192.0.2.1, 192.0.2.2]}")
    expect(cluster("serviceIPs: [10.96.0.10]") + again, [])
  }

  @Test func `characters of searches count with those of the cluster`() {
    let long = (0..<9).map { "\($0)" + String(repeating: ".aaaaaaaaa", count: 20) }
    func pod(_ count: Int, _ more: String = "") -> String {
      Write.pod(
        "web",
        spec: "\(more)dnsConfig: {searches: [\(long.prefix(count).joined(separator: ", "))],"
          + " options: [{name: ndots, value: '1'}]}")
    }
    let known = cluster("serviceIPs: [10.96.0.10]")
    expect(known + pod(9), [])
    let more = long + ["x" + String(repeating: ".bbbbbbbbb", count: 20)]
    let text = Write.pod(
      "web",
      spec: "dnsConfig: {searches: [\(more.joined(separator: ", "))],"
        + " options: [{name: ndots, value: '1'}]}")
    expect(known + text, ["NC0606 \(more[9])"])
  }

  @Test func `a loop of aliases is told once, where it is written first`() {
    let loop =
      alias("b", "c.shop.svc.cluster.local.")
      + alias("c", "a.shop.svc.cluster.local")
      .replacing("namespace: default", with: "namespace: shop")
      + alias("a", "b.default.svc.cluster.local", namespace: "shop")
    let into = alias("d", "b.default.svc.cluster.local")
    let compiled = compileYAML(loop + into)
    #expect(compiled.summary == ["NC0607 c.shop.svc.cluster.local."], "\(compiled.report)")
    #expect(compiled.diagnostics.first?.notes.count == 2)
  }

  @Test func `aliases that end are no loop`() {
    expect(alias("a", "b.default.svc.cluster.local") + alias("b", "www.example.com"), [])
    expect(alias("a", "a.default.svc.other.local") + alias("b", "b.default"), [])
    expect(alias("a", "x.a.default.svc.cluster.local"), [])
  }

  @Test func `eight aliases are followed, nine are not`() {
    func chain(_ count: Int) -> String {
      (1...count).map { position in
        alias(
          "a\(position)",
          position == count ? "www.example.com" : "a\(position + 1).default.svc.cluster.local")
      }.joined()
    }
    expect(chain(8), [])
    expect(chain(9), ["NC0608 a2.default.svc.cluster.local"])
  }

  @Test func `listeners clash by port, those of loopback among themselves`() {
    let files = "certificate: /c, key: /k"
    func transports(_ list: String, _ more: String = "") -> String {
      cluster("nodes: [node-a], transports: [\(list)]\(more)")
    }
    expect(transports("{protocol: tls, port: 53, \(files)}"), ["NC0610 53"])
    expect(
      transports("{protocol: tls, port: 8443, \(files)}, {protocol: grpc, port: 8443, \(files)}"),
      ["NC0610 8443"])
    expect(transports("{protocol: tls, port: 8080, \(files)}"), [])
    expect(cluster("nodes: [node-a], ports: {health: 99, ready: 99}"), ["NC0610 99"])
    expect(cluster("nodes: [node-a], ports: {health: 8181}"), ["NC0610 8181"])
  }

  @Test func `Ingress listens on nodes of its own or on other ports`() {
    let files = "certificate: /c, key: /k"
    func world(_ node: String, _ port: Int) -> String {
      let dns =
        "nodes: [node-a], transports: [{protocol: https, port: \(port), \(files)}]"
      return cluster(dns).replacing("  nodes:\n", with: "  ingress: {nodes: [\(node)]}\n  nodes:\n")
    }
    expect(world("node-a", 443), ["NC0610 443"])
    expect(world("node-b", 443), [])
    expect(world("node-a", 8443), [])
  }

  @Test func `a port is taken on a DNS node and where both listen`() {
    let served = cluster("serviceIPs: [10.96.0.10], nodes: [node-a]")
    func pod(_ node: String, _ port: String, host: Bool = true) -> String {
      Write.pod(
        "p", spec: "nodeName: \(node)\(host ? ", hostNetwork: true" : "")", ports: "{\(port)}")
    }
    expect(served + pod("node-a", "containerPort: 53"), ["NC0611 53"])
    expect(served + pod("node-b", "containerPort: 53"), [])
    expect(served + pod("node-a", "containerPort: 53, hostPort: 53", host: false), ["NC0611 53"])
    expect(served + pod("node-a", "containerPort: 53, hostIP: 169.254.20.10, hostPort: 53"), [])
    expect(
      served + pod("node-a", "containerPort: 53, hostIP: 192.168.56.11, hostPort: 53"),
      ["NC0611 53"])
    expect(served + pod("node-a", "containerPort: 9153"), ["NC0611 9153"])
    expect(served + pod("node-a", "containerPort: 1, hostPort: 9153", host: false), [])
    expect(served + pod("node-a", "containerPort: 9153, protocol: UDP"), [])
  }

  @Test func `names of upstreams may differ where CoreDNS knows how`() {
    let upstreams = "upstreams: [tls://192.0.2.1%a.example, tls://192.0.2.2%b.example]"
    expect(
      cluster("nodes: [node-a], coreDNSVersion: 1.13.1, \(upstreams)"),
      ["NC0612 tls://192.0.2.2%b.example"])
    expect(cluster("nodes: [node-a], coreDNSVersion: 1.13.2, \(upstreams)"), [])
    expect(cluster(upstreams), [])
  }

  @Test func `a namespace captures names only with a Service in it`() {
    func world(_ namespace: String) -> String {
      Write.service("example", "clusterIP: None", namespace: namespace)
    }
    for name in ["com", "io", "uk", "svc", "cluster"] {
      expect(world(name), ["NC0613 \(name)"])
    }
    for name in ["shop", "dev", "default", "local", "company"] { expect(world(name), []) }
    expect("apiVersion: v1\nkind: Namespace\nmetadata: {name: com}\n", [])
  }

  @Test func `a subdomain stands for a Service that selects the pod`() {
    func pod(_ subdomain: String, host: String = "") -> String {
      Write.pod("web", spec: "hostname: first, subdomain: \(subdomain)\(host)")
    }
    let band = Write.service("band", "clusterIP: None, selector: {app: web}")
    expect(pod("band") + band, [])
    expect(pod("band"), ["NC0615 band"])
    expect(pod("bandd") + band, ["NC0615 bandd"])
    expect(
      pod("band") + Write.service("band", "clusterIP: None, selector: {app: other}")
        + Write.pod("other", labels: "app: other"), ["NC0615 band"])
    expect(pod("band", host: ", hostNetwork: true"), [])
    expect(pod("band") + Write.service("band", "clusterIP: None"), [])
  }

  @Test func `ndots of one's own counts, searches only with many dots`() {
    let known = cluster("serviceIPs: [10.96.0.10]")
    func pod(_ config: String) -> String { Write.pod("web", spec: "dnsConfig: {\(config)}") }
    expect(known + pod("options: [{name: ndots, value: '5'}]"), [])
    expect(known + pod("options: [{name: ndots, value: '6'}]"), ["NC0616 web"])
    expect(known + pod("searches: [a.x, b.x, c.x]"), [])
    expect(known + pod("searches: [a.x, b.x, c.x, d.x]"), ["NC0616 d.x"])
  }

  @Test func `pods of one template are told of once`() {
    let text = """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            hostname: web
            dnsPolicy: None
            dnsConfig: {nameservers: [127.0.0.53]}
            containers: [{name: c, image: i}]

      """
    expect(text, ["NC0614 web", "NC0604 127.0.0.53"])
  }
}
