import TestSupport
import Testing

/// Reverse zones: which there are, and what stands in them.
struct ReverseRecordsTests {
  private let world = ServedWorld.served

  private func names(of address: String, in served: ServedYAML) -> [String] {
    let name = address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
    return served.pointers.filter { $0.owner == name }.flatMap(\.data)
  }

  @Test func `every range has its zones, literal and sorted, each with something in it`() {
    #expect(world.origins[0] == "lab.example")
    #expect(world.origins.count == 1 + 16 + 128 + 1 + 1)
    #expect(world.origins[1] == "96.10.in-addr.arpa")
    #expect(world.origins[17] == "0.244.10.in-addr.arpa")
    #expect(world.origins.suffix(2).allSatisfy { $0.hasSuffix(".0.0.d.f.ip6.arpa") })
    for origin in world.origins {
      let zone = world.zones[origin]
      #expect(zone?.records.contains { !["SOA", "NS"].contains($0.type) } == true, "\(origin)")
    }
  }

  @Test func `a cluster IP has one name, an endpoint one in each Service, headless ones first`() {
    #expect(
      names(of: "10.96.0.10", in: world).allSatisfy { $0 == "kube-dns.kube-system.svc.lab.example" }
    )
    let address = world.forward.data("db-0.db.shop.svc.lab.example", "A").first ?? ""
    let label = address.replacing(".", with: "-")
    #expect(
      names(of: address, in: world) == [
        "db-0.db.shop.svc.lab.example", "\(label).portless.shop.svc.lab.example",
        "\(label).db-read.shop.svc.lab.example", "\(label).one.shop.svc.lab.example",
      ])
  }

  @Test func `every name that an address has leads back to it`() {
    for pointer in world.pointers {
      for target in pointer.data { #expect(world.forward.exists(target), "\(pointer)") }
    }
  }

  @Test func `an endpoint outside the ranges has no name`() {
    #expect(!world.pointers.contains { $0.data[0].contains("manual") })
  }

  @Test func `a cluster IP that is an endpoint elsewhere keeps its one name`() {
    let text =
      ServedWorld.cluster + ServedWorld.namespace("shop") + """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {clusterIP: 10.96.0.7, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: other, namespace: shop}
        spec: {clusterIP: None, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: {name: other, namespace: shop}
        subsets: [{addresses: [{ip: 10.96.0.7}], ports: [{port: 80}]}]

        """
    #expect(names(of: "10.96.0.7", in: ServedYAML(text)) == ["web.shop.svc.lab.example"])
  }

  @Test(arguments: [
    // One range, twice; one inside the other; the inner one first.
    ("10.96.0.0/16", "10.96.0.0/16", ["96.10.in-addr.arpa"]),
    ("10.96.128.0/17", "10.96.0.0/16", ["96.10.in-addr.arpa"]),
    ("10.0.0.0/8", "10.96.0.0/12", ["10.in-addr.arpa"]),
    ("10.96.0.0/15", "10.97.0.0/16", ["96.10.in-addr.arpa", "97.10.in-addr.arpa"]),
    ("10.96.0.0/24", "10.96.1.0/24", ["0.96.10.in-addr.arpa", "1.96.10.in-addr.arpa"]),
  ])
  func `ranges that overlap share a zone`(pods: String, services: String, zones: [String]) {
    let text = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: [\(pods)]
        serviceCIDRs: [\(services)]
        dns: {nodes: [node-a]}
        nodes: [{name: node-a, addresses: [192.168.56.11]}]

      """
    #expect(Array(ServedYAML(text).origins.dropFirst()) == zones)
  }

  @Test func `a zone of one address has its name at the top`() {
    let text = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [192.0.2.0/25]
        dns: {serviceIPs: [192.0.2.10], nodes: [node-a]}
        nodes: [{name: node-a, addresses: [192.168.56.11]}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {clusterIP: 192.0.2.7, ports: [{port: 80}]}

      """
    let served = ServedYAML(text)
    #expect(served.origins.count == 1 + 1 + 128)
    #expect(
      served.texts["7.2.0.192.in-addr.arpa"]?.contains(
        "\n@ IN PTR web.default.svc.cluster.local.\n") == true)
    #expect(names(of: "192.0.2.7", in: served) == ["web.default.svc.cluster.local"])
    let empty = served.zones["8.2.0.192.in-addr.arpa"]?.records.map(\.type)
    #expect(empty == ["SOA", "NS"])
  }
}
