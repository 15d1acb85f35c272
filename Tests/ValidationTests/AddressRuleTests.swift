import Diagnostics
import NetworkModel
import TestSupport
import Testing

/// Cases of the rules about addresses beyond the pages' own examples.
struct AddressRuleTests {
  private let ranges = """
    podCIDRs: [10.244.0.0/16, "fd00:244::/56"]
      serviceCIDRs: [10.96.0.0/16, "fd00:96::/112"]
    """

  @Test func `a service range around the pod range is one overlap, told at the inner one`() {
    expectMarks(
      """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: [10.96.1.0/24]
        #          ^^^^^^^^^^^^ NC0401
        serviceCIDRs: [10.96.0.0/16]
        nodes:
          - {name: a, addresses: [192.168.56.11]}
      """)
  }

  @Test func `equal ranges overlap, and families are apart`() {
    expectMarks(
      """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: [10.96.0.0/16, "fd00:1::/56"]
        serviceCIDRs: [10.96.0.0/16, "fd00:2::/112"]
        #              ^^^^^^^^^^^^ NC0401
        nodes:
          - {name: a, addresses: [192.168.56.11, "fd00:56::11"]}
      """)
  }

  @Test func `three nested blocks are two reports`() {
    expectMarks(
      Write.cluster(
        ranges,
        nodes: """
              - {name: a, addresses: [192.168.56.11, "fd00:56::11"], podCIDRs: [10.244.0.0/20]}
              - {name: b, addresses: [192.168.56.12, "fd00:56::12"], podCIDRs: [10.244.1.0/24]}
          #                                                                     ^^^^^^^^^^^^^ NC0402
              - {name: c, addresses: [192.168.56.13, "fd00:56::13"], podCIDRs: [10.244.1.64/26]}
          #                                                                     ^^^^^^^^^^^^^^ NC0402
              - {name: d, addresses: [192.168.56.14, "fd00:56::14"], podCIDRs: [10.244.16.0/20]}
          """))
  }

  @Test func `a block of a family without pod range is told, not dropped`() {
    expectMarks(
      """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        nodes:
          - {name: a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/24, "fd00:1::/64"]}
          #                                                                 ^^^^^^^^^^^^^ NC0403
      """)
  }

  @Test func `a block that is larger than the range is outside it`() {
    expectMarks(
      """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        nodes:
          - {name: a, addresses: [192.168.56.11], podCIDRs: [10.240.0.0/12]}
          #                                                  ^^^^^^^^^^^^^ NC0403
      """)
  }

  @Test func `a node in the service range is told once, for that range`() {
    let compiled = compileYAML(
      Write.cluster(ranges, nodes: "    - {name: a, addresses: [10.96.0.1, \"fd00:56::11\"]}"))
    #expect(compiled.summary == ["NC0404 10.96.0.1"])
    #expect(compiled.diagnostics.first?.message.contains("serviceCIDRs") == true)
  }

  @Test(arguments: [
    "127.0.0.0/16", "0.0.0.0/8", "224.0.0.0/8", "169.254.8.0/24", "0.0.0.0/0", "128.0.0.0/1",
  ])
  func `a range that hosts do not forward is refused`(range: String) {
    let compiled = compileYAML(
      Write.cluster(
        "podCIDRs: [\(range)]\n  serviceCIDRs: [\"10.96.0.0/16\"]\n  nodeCIDRMaskSizes: [26]",
        nodes: "    - {name: a, addresses: [192.168.56.11]}"))
    #expect(compiled.summary.contains("NC0405 \(range)"), "\(compiled.report)")
  }

  @Test(arguments: ["100.64.0.0/16", "198.18.0.0/16", "240.0.0.0/16", "8.0.0.0/16"])
  func `unusual ranges that hosts do forward are fine`(range: String) {
    let compiled = compileYAML(
      Write.cluster(
        "podCIDRs: [\(range)]\n  serviceCIDRs: [10.96.0.0/16]",
        nodes: "    - {name: a, addresses: [192.168.56.11]}"))
    #expect(compiled.diagnostics.isEmpty, "\(compiled.report)")
  }

  @Test func `one node, or nodes that need not reach each other, may lack a family`() {
    for spec in [ranges, ranges + "\n  podNetwork: {crossNode: none}"] {
      let second = "\n    - {name: b, addresses: [192.168.56.12]}"
      let nodes = "    - {name: a, addresses: [192.168.56.11]}" + (spec == ranges ? "" : second)
      let compiled = compileYAML(Write.cluster(spec, nodes: nodes))
      #expect(compiled.diagnostics.isEmpty, "\(compiled.report)")
    }
  }

  @Test func `a block without room is told once, whether it has pods or not`() {
    let nodes = "    - {name: a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/31]}"
    let cluster = Write.cluster(
      "podCIDRs: [10.244.0.0/16]\n  serviceCIDRs: [10.96.0.0/16]", nodes: nodes)
    #expect(compileYAML(cluster).summary == ["NC0407 10.244.1.0/31"])
    #expect(compileYAML(cluster + Write.pod("p")).summary == ["NC0441 10.244.1.0/31"])
    let host = Write.pod("p", spec: "hostNetwork: true")
    #expect(compileYAML(cluster + host).summary == ["NC0407 10.244.1.0/31"])
  }

  @Test func `pods of a live network without node blocks are one report per node`() {
    let nodes = """
          - {name: a, addresses: [192.168.56.11]}
          - {name: b, addresses: [192.168.56.12]}
      """
    let cluster = Write.cluster(
      "podCIDRs: [10.244.0.0/16]\n  serviceCIDRs: [10.96.0.0/16]", nodes: nodes)
    let pods = [("p", "a", 7), ("q", "a", 8), ("r", "b", 9)].map {
      Write.pod($0.0, spec: "nodeName: \($0.1)", status: "podIP: 10.244.80.\($0.2)")
    }.joined()
    let compiled = compileYAML(cluster + pods)
    #expect(compiled.summary == ["NC0410 10.244.80.7", "NC0410 10.244.80.9"])
    #expect(compiled.diagnostics.first?.message.hasSuffix("and 1 more pod") == true)
  }

  @Test(arguments: ["10.244.1.0", "10.244.1.1", "10.244.1.255"])
  func `addresses of a block that pods cannot have`(address: String) {
    let pod = Write.pod("p", spec: "nodeName: node-a", status: "podIP: \(address)")
    #expect(compileYAML(pod).summary == ["NC0411 \(address)"])
  }

  @Test func `host-network and finished pods have no address of their own`() {
    let text =
      Write.pod("a", spec: "nodeName: node-a, hostNetwork: true", status: "podIP: 192.168.56.11")
      + Write.pod("b", spec: "nodeName: node-a, hostNetwork: true", status: "podIP: 192.168.56.11")
      + Write.pod("c", spec: "nodeName: node-a", status: "podIP: 10.244.2.9, phase: Failed")
      + Write.pod("d", spec: "nodeName: node-b", status: "podIP: 10.244.2.9")
    #expect(compileYAML(text).diagnostics.isEmpty, "\(compileYAML(text).report)")
  }

  @Test(arguments: ["10.96.0.0", "10.96.255.255"])
  func `cluster IPs that no Service can have`(address: String) {
    let text =
      Write.pod("p")
      + Write.service("s", "clusterIP: \(address), ports: [{port: 80}], selector: {app: web}")
    #expect(compileYAML(text).summary == ["NC0421 \(address)"])
  }

  @Test func `an external address may be a node's, and may be shared with other ports`() {
    let text =
      Write.pod("p")
      + Write.service(
        "a",
        "externalIPs: [192.168.56.11, 192.168.56.12], ports: [{port: 80}], selector: {app: web}")
      + Write.service(
        "b",
        "externalIPs: [192.168.56.12], ports: [{port: 80, protocol: UDP}], selector: {app: web}")
    #expect(compileYAML(text).diagnostics.isEmpty, "\(compileYAML(text).report)")
  }

  @Test func `an upstream may be a Service or a pod of the input`() {
    let cluster = Write.cluster(
      """
      podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        dns: {serviceIPs: [10.96.0.10], nodes: [a], upstreams: [10.96.0.53, 10.244.1.9, 10.96.0.54]}
      """, nodes: "    - {name: a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/24]}")
    let rest =
      Write.pod("p", spec: "nodeName: a", status: "podIP: 10.244.1.9")
      + Write.service(
        "dns", "clusterIP: 10.96.0.53, ports: [{port: 53, protocol: UDP}], selector: {app: web}")
    #expect(compileYAML(cluster + rest).summary == ["NC0426 10.96.0.54"])
  }

  @Test func `given endpoints outside the cluster and on nodes are fine`() {
    let text =
      Write.service("db", "ports: [{port: 5432}]") + """
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: {name: db}
        subsets:
          - addresses: [{ip: 198.51.100.5}, {ip: 192.168.56.11}]
            ports: [{port: 5432}]
        """
    #expect(compileYAML(text).diagnostics.isEmpty, "\(compileYAML(text).report)")
  }

  @Test func `a pod range inside the service range is one mistake, not one per pod`() {
    let cluster = Write.cluster(
      "podCIDRs: [10.96.0.0/17]\n  serviceCIDRs: [10.96.0.0/16]",
      nodes: "    - {name: a, addresses: [192.168.56.11], podCIDRs: [10.96.1.0/24]}")
    let rest =
      Write.pod("p", spec: "nodeName: a", status: "podIP: 10.96.1.9")
      + Write.service("s", "clusterIP: 10.96.1.9, ports: [{port: 80}], selector: {app: web}")
      + Write.service("t", "ports: [{port: 80}]") + """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: t, labels: {kubernetes.io/service-name: t}}
        addressType: IPv4
        ports: [{port: 80}]
        endpoints: [{addresses: [10.96.1.9]}]
        """
    #expect(compileYAML(cluster + rest).summary == ["NC0401 10.96.0.0/17"])
  }
}
