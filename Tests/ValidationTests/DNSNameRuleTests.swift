import Diagnostics
import TestSupport
import Testing

/// Names that Kubernetes takes and DNS cannot carry.
struct DNSNameRuleTests {
  private func label(_ letter: String, _ count: Int) -> String {
    String(repeating: letter, count: count)
  }

  private func cluster(domain: String = "cluster.local", nodes: String = "node-a") -> String {
    Write.cluster(
      """
      domain: \(domain)
        podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        dns: {nodes: [\(nodes)]}
      """, nodes: "    - {name: node-a, addresses: [192.168.56.11]}")
  }

  private func codes(_ text: String) -> [String] {
    compileYAML(text).diagnostics.map(\.code.description).filter { $0.hasPrefix("NC063") }
  }

  private func namespace(_ name: String) -> String {
    "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: \(name)}\n"
  }

  @Test func `a domain is a name with room in front, and no reverse one`() {
    let long = [63, 63, 63].map { label("a", $0) }.joined(separator: ".")
    #expect(codes(cluster(domain: long + "." + label("b", 49), nodes: "")) == [])
    #expect(codes(cluster(domain: long + "." + label("b", 50))) == ["NC0630"])
    #expect(codes(cluster(domain: label("a", 63))) == [])
    #expect(codes(cluster(domain: label("a", 64))) == ["NC0630"])
    for domain in ["in-addr.arpa", "ip6.arpa", "d.f.ip6.arpa", "10.in-addr.arpa"] {
      #expect(codes(cluster(domain: domain)) == ["NC0630"])
    }
    for domain in ["arpa", "x-in-addr.arpa", "in-addr.arpa.local"] {
      #expect(codes(cluster(domain: domain)) == [])
    }
  }

  @Test func `a Service's name counts with its namespace and domain`() {
    let service = label("s", 63)
    let name = label("n", 63)
    // 63 + 1 + 63 + 4 + 1 + domain
    let objects = namespace(name) + Write.service(service, "ports: [{port: 80}]", namespace: name)
    let domain = label("a", 57) + "." + label("b", 63)
    #expect(codes(cluster(domain: domain) + objects) == [])
    #expect(codes(cluster(domain: domain + "b") + objects) == ["NC0630"])
    #expect(codes(cluster(domain: "a" + domain) + objects) == ["NC0631"])
    #expect(codes(cluster(domain: "a" + domain, nodes: "") + objects) == [])
  }

  @Test func `a port's name has a byte less, and counts in the whole`() {
    let port = { (name: String) in Write.service("web", "ports: [{name: \(name), port: 80}]") }
    #expect(codes(cluster() + port(label("p", 62))) == [])
    #expect(codes(cluster() + port(label("p", 63))) == ["NC0631"])
    // _62._tcp.web.default.svc.DOMAIN
    let domain = [63, 63, 40].map { label("a", $0) }.joined(separator: ".")
    #expect(codes(cluster(domain: domain) + port(label("p", 62))) == [])
    #expect(codes(cluster(domain: "a" + domain) + port(label("p", 62))) == ["NC0630"])
    #expect(codes(cluster(domain: domain + "a") + port(label("p", 62))) == ["NC0631"])
  }

  @Test func `endpoints are counted together, and pods once each`() {
    let domain = [63, 63, 63, 36].map { label("a", $0) }.joined(separator: ".")
    let pods = (0..<3).map { Write.pod("p\($0)") }.joined()
    let service = Write.service("web", "clusterIP: None, selector: {app: web}")
    let found = compileYAML(cluster(domain: domain) + pods + service).diagnostics
      .filter { $0.object == "Service default/web" }
    #expect(found.count == 1)
    #expect(found.first?.message.hasSuffix(", and 2 more endpoints") == true)
    let longer = compileYAML(cluster(domain: domain + label("a", 4)) + pods).diagnostics
    #expect(longer.filter { $0.object?.hasPrefix("Pod default/p") == true }.count == 3)
  }

  @Test func `an external name has labels of 63 bytes, an ordinal is part of a host name`() {
    let external = { (name: String) in
      Write.service("web", "type: ExternalName, externalName: \(name)")
    }
    #expect(codes(cluster() + external(label("a", 63) + ".example.")) == [])
    #expect(codes(cluster() + external("example." + label("a", 64))) == ["NC0633"])
    let set = { (name: String) in
      """
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: \(name)}
      spec:
        selector: {matchLabels: {app: web}}
        template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i}]}}

      """
    }
    #expect(codes(cluster() + set(label("a", 61))) == [])
    #expect(codes(cluster() + set(label("a", 62))) == ["NC0632"])
    #expect(codes(cluster() + set("a.b")) == ["NC0632"])
  }
}
