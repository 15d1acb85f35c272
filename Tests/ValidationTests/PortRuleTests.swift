import TestSupport
import Testing

/// Cases of the rules about ports of nodes and of external addresses.
struct PortRuleTests {
  private let web = Write.pod("web")

  private func nodePort(_ name: String, _ ports: String, _ more: String = "") -> String {
    Write.service(name, "type: NodePort, selector: {app: web}, ports: [\(ports)]\(more)")
  }

  private func expect(
    _ text: String, _ summary: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let compiled = compileYAML(web + text)
    #expect(compiled.summary == summary, "\(compiled.report)", sourceLocation: sourceLocation)
  }

  @Test func `three Services with one node port are two reports`() {
    expect(
      ["a", "b", "c"].map { nodePort($0, "{port: 80, nodePort: 30080}") }.joined(),
      ["NC0501 30080", "NC0501 30080"])
  }

  @Test func `protocols of one Service share a node port only with the same port`() {
    let shared = "{name: u, port: 53, protocol: UDP, nodePort: 30053}"
    expect(nodePort("dns", shared + ", {name: t, port: 53, nodePort: 30053}"), [])
    expect(nodePort("dns", shared + ", {name: t, port: 54, nodePort: 30053}"), ["NC0501 30053"])
  }

  @Test func `a health check node port comes from the same numbers`() {
    let balancer = Write.service(
      "lb",
      "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30080,"
        + " selector: {app: web}, ports: [{port: 80, nodePort: 30081}]")
    let local = "NC0520 Local"
    expect(
      nodePort("a", "{port: 80, nodePort: 30080, protocol: UDP}") + balancer,
      [local, "NC0501 30080", "NC0529 30080"])
    expect(nodePort("a", "{port: 80, nodePort: 30082}") + balancer, [local, "NC0529 30080"])
  }

  @Test func `node ports that netc chooses clash with nothing`() {
    let host = Write.pod(
      "h", labels: "app: h", spec: "nodeName: node-a",
      ports: "{containerPort: 80, hostPort: 30000}")
    expect(host + ["a", "b", "c"].map { nodePort($0, "{port: 80}") }.joined(), [])
  }

  @Test func `a host port on loopback or of another protocol is clear of node ports`() {
    func host(_ port: String) -> String {
      Write.pod("h", labels: "app: h", ports: "{containerPort: 80, hostPort: 30080\(port)}")
    }
    let service = nodePort("a", "{port: 80, nodePort: 30080}")
    expect(service + host(""), ["NC0503 30080"])
    expect(service + host(", hostIP: 192.168.56.11"), ["NC0503 30080"])
    expect(service + host(", hostIP: 0.0.0.0"), ["NC0503 30080"])
    expect(service + host(", hostIP: 127.0.0.1"), [])
    expect(service + host(", protocol: UDP"), [])
    expect(service + host(", hostIP: \"fd00::1\""), [])
  }

  @Test func `node ports answer only where nodePortAddresses says`() {
    let cluster = Write.cluster(
      """
      podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        proxy: {nodePortAddresses: [192.168.56.0/24]}
      """,
      nodes: """
            - {name: node-a, addresses: [192.168.56.11]}
            - {name: node-b, addresses: [172.16.0.12]}
        """)
    func host(_ node: String, _ address: String) -> String {
      Write.pod(
        "h", labels: "app: h", spec: "nodeName: \(node)",
        ports: "{containerPort: 80, hostPort: 30080\(address)}")
    }
    let service = nodePort("a", "{port: 80, nodePort: 30080}")
    #expect(compileYAML(cluster + web + service + host("node-a", "")).summary == ["NC0503 30080"])
    #expect(
      compileYAML(cluster + web + service + host("node-a", ", hostIP: 10.9.9.9")).summary.isEmpty)
    #expect(compileYAML(cluster + web + service + host("node-b", "")).summary.isEmpty)
  }

  @Test func `a DaemonSet's clash is one report for all nodes`() {
    let daemons = """
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: d}
      spec:
        selector: {matchLabels: {app: d}}
        template:
          metadata: {labels: {app: d}}
          spec: {containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 30080}]}]}

      """
    expect(daemons + nodePort("a", "{port: 80, nodePort: 30080}"), ["NC0503 30080"])
    let other = daemons.split(separator: "name: d}").joined(separator: "name: e}")
      .split(separator: "app: d").joined(separator: "app: e")
    expect(daemons + other, ["NC0504 30080"])
  }

  @Test func `host ports clash per node, protocol and address`() {
    func host(_ name: String, _ port: String, node: String = "node-a", more: String = "") -> String
    {
      Write.pod(
        name, labels: "app: h", spec: "nodeName: \(node)\(more)",
        ports: "{containerPort: 80\(port)}")
    }
    let one = host("one", ", hostPort: 8080, hostIP: 192.168.56.11")
    expect(one + host("two", ", hostPort: 8080, hostIP: 192.168.56.11"), ["NC0504 8080"])
    expect(one + host("two", ", hostPort: 8080"), ["NC0504 8080"])
    expect(one + host("two", ", hostPort: 8080, hostIP: 0.0.0.0"), ["NC0504 8080"])
    expect(one + host("two", ", hostPort: 8080, hostIP: 10.0.0.1"), [])
    expect(one + host("two", ", hostPort: 8080, protocol: UDP"), [])
    expect(one + host("two", ", hostPort: 8080", node: "node-b"), [])
    let network = host("net", "", more: ", hostNetwork: true")
    expect(network + host("two", ", hostPort: 80"), ["NC0504 80"])
    expect(network + host("net-2", "", more: ", hostNetwork: true"), ["NC0504 80"])
    expect(network + host("two", ""), [])
  }

  @Test func `one port on two addresses of one pod is no clash, on all and one it is`() {
    func pod(_ first: String, _ second: String) -> String {
      Write.pod(
        "h", labels: "app: h",
        ports:
          "{containerPort: 80, hostPort: 8080\(first)}, {containerPort: 81, hostPort: 8080\(second)}"
      )
    }
    expect(pod(", hostIP: 192.168.56.11", ", hostIP: 10.9.9.9"), [])
    expect(pod("", ", hostIP: 10.9.9.9"), ["NC0504 8080"])
  }

  @Test func `ports of init containers are free again when the pod runs`() {
    let text = """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: h}
      spec:
        initContainers:
          - {name: i, image: i, ports: [{containerPort: 80, hostPort: 30080}]}
        containers: [{name: c, image: i}]

      """
    expect(text + nodePort("a", "{port: 80, nodePort: 30080}"), [])
  }

  @Test func `ports of kubelet and kube-proxy, where they really listen`() {
    func host(_ port: String, namespace: String = "default") -> String {
      Write.pod("h", labels: "app: h", ports: "{containerPort: 80, hostPort: \(port)}")
        .split(separator: "name: h").joined(separator: "name: h, namespace: \(namespace)")
    }
    expect(host("10250"), ["NC0505 10250"])
    expect(host("10256, hostIP: 192.168.56.11"), ["NC0505 10256"])
    expect(host("10249, hostIP: 192.168.56.11"), [])
    expect(host("10249, hostIP: 127.0.0.1"), ["NC0505 10249"])
    expect(host("10250, protocol: UDP"), [])
    expect(host("10250", namespace: "kube-system"), [])
  }

  @Test func `several shared ports of an external address are one report`() {
    let ports = "[{name: a, port: 80}, {name: b, port: 443}]"
    let text = ["a", "b"].map {
      Write.service($0, "externalIPs: [192.168.56.11], selector: {app: web}, ports: \(ports)")
    }.joined()
    expect(text, ["NC0506 192.168.56.11"])
  }

  @Test func `an external IP clashes with the address of a load balancer`() {
    let text =
      Write.service(
        "a", "type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]")
      + "status: {loadBalancer: {ingress: [{ip: 192.168.56.11}]}}\n"
      + Write.service(
        "b", "externalIPs: [192.168.56.11], selector: {app: web}, ports: [{port: 80}]")
    expect(text, ["NC0506 192.168.56.11"])
  }

  @Test func `an external IP of a node leaves the pods' own host ports alone`() {
    let host = Write.pod(
      "h", labels: "app: h", spec: "nodeName: node-a", ports: "{containerPort: 80, hostPort: 80}")
    func service(_ selector: String, _ address: String) -> String {
      Write.service(
        "a", "externalIPs: [\(address)], selector: {app: \(selector)}, ports: [{port: 80}]")
    }
    expect(host + service("web", "192.168.56.11"), ["NC0507 192.168.56.11"])
    expect(host + service("web", "192.168.56.12"), [])
    expect(host + service("h", "192.168.56.11"), [])
    let other = nodePort("other", "{port: 80, nodePort: 30080}")
    let high = Write.service(
      "a", "externalIPs: [192.168.56.11], selector: {app: web}, ports: [{port: 30080}]")
    expect(other + high, ["NC0507 192.168.56.11"])
  }
}
