import TestSupport
import Testing

/// Traffic policies, source ranges, affinity and preferences: legal, and not what was meant.
struct PolicyRuleTests {
  private func expect(
    _ text: String, _ summary: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let compiled = compileYAML(text)
    #expect(compiled.summary == summary, "\(compiled.report)", sourceLocation: sourceLocation)
  }

  private func pods(_ nodes: String...) -> String {
    nodes.enumerated().map { Write.pod("p\($0.offset)", spec: "nodeName: \($0.element)") }.joined()
  }

  private func service(_ spec: String) -> String {
    Write.service("web", spec + ", selector: {app: web}, ports: [{port: 80}]")
  }

  private let twoFamilies = Write.cluster(
    """
    podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
      serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
    """, nodes: "    - {name: node-a, addresses: [192.168.56.11, \"fd00:56::11\"]}")

  @Test func `policy Local needs an endpoint on every node that traffic comes to`() {
    let local = service("type: NodePort, externalTrafficPolicy: Local")
    expect(pods("node-a") + local, ["NC0520 Local"])
    expect(pods("node-a", "node-b") + local, [])
    expect(service("type: NodePort, externalTrafficPolicy: Cluster") + pods("node-a"), [])
  }

  @Test func `mode ipvs has all endpoints where there is none of the node's own`() {
    let ipvs = Write.cluster(
      """
      podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        proxy: {mode: ipvs}
      """,
      nodes: ["a", "b"].enumerated().map {
        "    - {name: node-\($0.element), addresses: [192.168.56.\(11 + $0.offset)]}"
      }.joined(separator: "\n"))
    let other = Write.pod("other", labels: "app: other", spec: "nodeName: node-b")
    let local = "type: NodePort, externalTrafficPolicy: Local, internalTrafficPolicy: Local"
    expect(ipvs + pods("node-a") + other + service(local), [])
  }

  @Test func `an external address that is a node's brings traffic to that node alone`() {
    let local = "externalTrafficPolicy: Local, externalIPs: "
    expect(pods("node-a") + service(local + "[192.168.56.11]"), [])
    expect(pods("node-b") + service(local + "[192.168.56.11]"), ["NC0520 Local"])
  }

  @Test func `an endpoint that only serves while it goes is one for policy Local`() {
    let pod = """
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: going
        labels: {app: web}
        deletionTimestamp: "2026-01-01T00:00:00Z"
        deletionGracePeriodSeconds: 30
      spec: {nodeName: node-b, containers: [{name: c, image: i}]}

      """
    expect(pods("node-a") + pod + service("type: NodePort, externalTrafficPolicy: Local"), [])
  }

  @Test func `pods reach a Service of internal policy Local on their own node or not at all`() {
    let local = service("internalTrafficPolicy: Local")
    let other = Write.pod("other", labels: "app: other", spec: "nodeName: node-b")
    expect(pods("node-a") + local, [])
    expect(pods("node-a") + other + local, ["NC0521 Local"])
    expect(pods("node-a", "node-b") + other + local, [])
    expect(pods("node-a") + other + service("clusterIP: None, internalTrafficPolicy: Local"), [])
  }

  @Test func `source ranges are looked at family by family`() {
    let lb = "type: LoadBalancer, allocateLoadBalancerNodePorts: false, "
    let both = "ipFamilyPolicy: RequireDualStack, loadBalancerSourceRanges: "
    let world = twoFamilies + pods("node-a")
    expect(world + service(lb + both + "[192.0.2.0/24]"), ["NC0522 192.0.2.0/24"])
    expect(world + service(lb + both + "[192.0.2.0/24, \"2001:db8::/32\"]"), [])
    expect(world + service(lb + both + "[192.0.2.0/24, \"::/0\"]"), [])
    expect(world + service(lb + "loadBalancerSourceRanges: [192.0.2.0/24, \"2001:db8::/32\"]"), [])
  }

  @Test func `source ranges that nobody outside has are named once per family`() {
    let lb = "type: LoadBalancer, allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: "
    expect(pods("node-a") + service(lb + "[10.244.0.0/16]"), ["NC0523 10.244.0.0/16"])
    expect(pods("node-a") + service(lb + "[10.96.0.0/24, 224.0.0.0/4]"), ["NC0523 10.96.0.0/24"])
    expect(pods("node-a") + service(lb + "[10.96.0.0/24, 192.0.2.0/24]"), [])
    expect(pods("node-a") + service(lb + "[0.0.0.0/0]"), [])
    expect(pods("node-a") + service(lb + "[10.0.0.0/8]"), [])
  }

  @Test func `node ports stand beside source ranges`() {
    let ranges = "loadBalancerSourceRanges: [192.0.2.0/24]"
    expect(pods("node-a") + service("type: LoadBalancer, \(ranges)"), ["NC0524 192.0.2.0/24"])
    expect(
      pods("node-a") + service("type: LoadBalancer, loadBalancerSourceRanges: [0.0.0.0/0]"), [])
  }

  @Test func `affinity is for each port, and matters where there is a choice`() {
    func service(_ ports: String) -> String {
      Write.service(
        "web", "sessionAffinity: ClientIP, selector: {app: web}, ports: [\(ports)]")
    }
    let two = "{name: a, port: 80}, {name: b, port: 443}"
    expect(pods("node-a", "node-b") + service(two), ["NC0525 ClientIP"])
    expect(pods("node-a") + service(two), [])
    expect(pods("node-a", "node-b") + service("{port: 80}"), [])
  }

  @Test func `the limit of remembered clients is told once`() {
    let affinity = "type: NodePort, sessionAffinity: ClientIP, selector: {app: web}"
    let services = ["a", "b", "c"].map { Write.service($0, affinity + ", ports: [{port: 80}]") }
    expect(pods("node-a", "node-b") + services.joined(), ["NC0526 ClientIP"])
  }

  @Test func `near endpoints are preferred only where everybody knows the way`() {
    let near = service("trafficDistribution: PreferClose")
    expect(pods("node-a") + near, ["NC0527 PreferClose"])
    expect(service("trafficDistribution: PreferSameNode") + pods("node-a"), [])
    expect(
      pods("node-a") + service("trafficDistribution: PreferSameNode, clusterIP: None"),
      ["NC0527 PreferSameNode"])
    expect(
      pods("node-a", "node-b")
        + service("trafficDistribution: PreferSameNode, internalTrafficPolicy: Local"),
      ["NC0527 PreferSameNode"])
    let zones = Write.cluster(
      "podCIDRs: [10.244.0.0/16]\n  serviceCIDRs: [10.96.0.0/16]",
      nodes: "    - {name: node-a, addresses: [192.168.56.11],"
        + " labels: {topology.kubernetes.io/zone: z}}")
    expect(zones + pods("node-a") + near, [])
  }

  @Test func `hints of some endpoints alone count for nothing`() {
    func slice(_ second: String) -> String {
      Write.service("web", "ports: [{port: 80}]") + """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{port: 80}]
        endpoints:
          - {addresses: [198.51.100.5], hints: {forZones: [{name: a}]}}
          - {addresses: [198.51.100.6]\(second)}

        """
    }
    expect(slice(""), ["NC0527 198.51.100.6"])
    expect(slice(", hints: {forZones: [{name: b}]}"), [])
    expect(slice(", conditions: {ready: false}"), [])
  }

  @Test func `another proxy's Services are its own business`() {
    let text = """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, labels: {service.kubernetes.io/service-proxy-name: other}}
      spec:
        type: LoadBalancer
        externalTrafficPolicy: Local
        internalTrafficPolicy: Local
        sessionAffinity: ClientIP
        loadBalancerSourceRanges: [127.0.0.0/8]
        selector: {app: web}
        ports: [{name: a, port: 80}, {name: b, port: 443}]

      """
    expect(pods("node-a", "node-a") + text, [])
  }
}
