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
    #expect(compileYAML(text).summary == ["NC0501 25000"])
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
}
