import Diagnostics
import TestSupport
import Testing

/// External IPs that take what belongs to others (CVE-2020-8554), and what they leave alone.
struct ExternalIPRuleTests {
  private func expect(
    _ text: String, _ summary: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let compiled = compileYAML(text)
    #expect(compiled.summary == summary, "\(compiled.report)", sourceLocation: sourceLocation)
  }

  private func service(
    _ address: String, _ ports: String = "{port: 80}", name: String = "web", more: String = ""
  ) -> String {
    Write.service(
      name, "externalIPs: [\(address)], selector: {app: web}, ports: [\(ports)]\(more)")
  }

  private let pod = Write.pod("web")

  private var database: String { Write.service("db", "ports: [{port: 5432}]") + slice }

  private let slice = """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
    addressType: IPv4
    ports: [{port: 5432}]
    endpoints: [{addresses: [203.0.113.5]}]

    """

  @Test func `an external IP that no node has is a warning, once for a Service`() {
    expect(pod + service("203.0.113.7, 203.0.113.8"), ["NC0431 203.0.113.7"])
    expect(pod + service("192.168.56.12"), [])
  }

  @Test func `a public resolver is taken over at any port`() {
    expect(pod + service("8.8.8.8"), ["NC0430 8.8.8.8"])
  }

  @Test func `a name server of a pod is taken over at port 53 alone`() {
    let asking = Write.pod(
      "a", labels: "app: a", spec: "dnsPolicy: None, dnsConfig: {nameservers: [203.0.113.53]}")
    expect(
      pod + asking + service("203.0.113.53", "{port: 53, protocol: UDP}"), ["NC0430 203.0.113.53"])
    expect(pod + asking + service("203.0.113.53"), ["NC0431 203.0.113.53"])
  }

  @Test func `an endpoint of another Service is taken over at its port`() {
    expect(pod + database + service("203.0.113.5", "{port: 5432}"), ["NC0430 203.0.113.5"])
    expect(pod + database + service("203.0.113.5", "{port: 80}"), ["NC0431 203.0.113.5"])
    expect(
      pod + database + service("203.0.113.5", "{port: 5432, protocol: UDP}"),
      ["NC0431 203.0.113.5"])
  }

  @Test func `a Service may have its own endpoint's address`() {
    let own =
      Write.service("db", "externalIPs: [203.0.113.5], ports: [{port: 5432}]") + slice
    expect(own, ["NC0431 203.0.113.5"])
  }

  @Test func `the API server's address is nobody else's`() {
    let api = """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: kubernetes, namespace: default}
      spec: {clusterIP: 10.96.0.1, ports: [{name: https, port: 443, targetPort: 6443}]}
      ---
      apiVersion: v1
      kind: Endpoints
      metadata: {name: kubernetes, namespace: default}
      subsets: [{addresses: [{ip: 203.0.113.1}], ports: [{name: https, port: 6443}]}]

      """
    expect(api + pod + service("203.0.113.1", "{port: 6443}"), ["NC0430 203.0.113.1"])
  }

  @Test func `a load balancer's address is somebody's business already`() {
    let text =
      pod + """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, externalIPs: [203.0.113.7], selector: {app: web}, ports: [{port: 80}]}
        status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}

        """
    expect(text, [])
  }

  @Test func `a node's own address is not to be had at the ports of its programs`() {
    expect(pod + service("192.168.56.11", "{port: 22}"), ["NC0505 22"])
    expect(pod + service("192.168.56.11", "{port: 10250}"), ["NC0505 10250"])
    // kube-proxy's metrics are at 127.0.0.1.
    expect(pod + service("192.168.56.11", "{port: 10249}"), [])
    expect(pod + service("192.168.56.11", "{port: 22, protocol: UDP}"), [])
  }

  @Test func `an endpoint of another tenant is refused, one that netc put there by chance is told`()
  {
    func slice(_ address: String) -> String {
      Write.service("door", "ports: [{port: 80}]", namespace: "shop") + """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: door-1, namespace: shop, labels: {kubernetes.io/service-name: door}}
        addressType: IPv4
        ports: [{port: 80}]
        endpoints: [{addresses: [\(address)]}]

        """
    }
    let chosen = compileYAML(Write.pod("web", spec: "nodeName: node-a") + slice("10.244.1.2"))
    #expect(chosen.summary == ["NC0318 10.244.1.2"])
    #expect(chosen.diagnostics.first?.help?.contains("status.podIP") == true)
    let host = Write.pod("web", spec: "nodeName: node-a, hostNetwork: true")
    expect(host + slice("192.168.56.11"), [])
  }
}
