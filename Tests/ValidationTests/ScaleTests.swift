import NetworkModel
import TestSupport
import Testing

/// Large inputs take time in proportion; a pairwise loop would take minutes.
struct ScaleTests {
  private func services(_ count: Int) -> String {
    var text = Write.pod("web")
    for index in 0..<count {
      let address = "203.0.\(index / 256).\(index % 256)"
      text += Write.service(
        "s\(index)",
        "type: NodePort, externalIPs: [\(address)], selector: {app: web},"
          + " externalTrafficPolicy: Local, internalTrafficPolicy: Local,"
          + " ports: [{port: 80, nodePort: \(20_000 + index)}]")
    }
    return text
  }

  private func cluster() -> String {
    Write.cluster(
      """
      podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        nodePortRange: 20000-60000
      """, nodes: "    - {name: a, addresses: [192.168.56.11]}")
  }

  @Test(.timeLimit(.minutes(1)))
  func `one clash among ten thousand Services is found, and nothing else`() {
    let text =
      cluster() + services(10_000)
      + Write.service(
        "zz", "type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 25000}]")
    #expect(compileYAML(text).summary == ["NC0431 203.0.0.0", "NC0501 25000"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `thousands of selectors that find nothing among thousands of pods`() {
    let count = 3_000
    var text = cluster()
    for index in 0..<count {
      text += Write.pod(
        "p\(index)", labels: "app: a\(index), tier: front", spec: "hostNetwork: true")
      text += Write.service(
        "s\(index)", "selector: {app: b\(index), tier: front}, ports: [{port: 80}]")
    }
    let summary = compileYAML(text).summary
    #expect(summary.count == count)
    #expect(summary.allSatisfy { $0.hasPrefix("NC0510 b") })
  }

  /// A slice holds 1,000 endpoints at most, so a hundred slices.
  private func slices(_ endpoints: (Int) -> String) -> String {
    var text = ""
    for slice in 0..<100 {
      let items = (0..<1000).map { endpoints(slice * 1000 + $0) }.joined(separator: ", ")
      text += """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-\(slice), labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{port: 80}]
        endpoints: [\(items)]

        """
    }
    return text
  }

  @Test(.timeLimit(.minutes(2)))
  func `a hundred thousand endpoints of one Service`() {
    let text =
      cluster() + Write.service("web", "ports: [{port: 80}]")
      + slices { "{addresses: [198.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)]}" }
    let compiled = compileYAML(text)
    #expect(compiled.summary == [])
    #expect(compiled.network?.services.first?.endpoints.count == 100_000)
  }

  @Test(.timeLimit(.minutes(2)))
  func `a hundred thousand contradictions about one endpoint are one report`() {
    let text =
      cluster() + Write.service("web", "ports: [{port: 80}]")
      + slices { "{addresses: [198.51.100.5], conditions: {ready: \($0 == 0)}, nodeName: n\($0)}" }
    #expect(compileYAML(text).summary == ["NC0317 n0", "NC0308 198.51.100.5"])
  }

  @Test func `two hundred and fifty ports of one Service`() {
    let ports = (1...250).map { "{name: p\($0), port: \($0), nodePort: \(20_000 + $0)}" }
    let text =
      cluster() + Write.pod("web")
      + Write.service(
        "web", "type: NodePort, selector: {app: web}, ports: [\(ports.joined(separator: ", "))]")
    let compiled = compileYAML(text)
    #expect(compiled.summary == [])
    #expect(compiled.network?.services.first?.ports.count == 250)
  }
}
