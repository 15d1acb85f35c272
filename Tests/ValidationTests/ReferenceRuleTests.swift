import Diagnostics
import TestSupport
import Testing

/// Cases of the rules about names that are nowhere in the input.
struct ReferenceRuleTests {
  private func namespace(_ name: String) -> String {
    "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: \(name)}\n"
  }

  private func pod(_ name: String, in namespace: String) -> String {
    """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), namespace: \(namespace)}
    spec: {containers: [{name: c, image: i}]}

    """
  }

  private func set(_ serviceName: String, namespace: String = "default") -> String {
    """
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: ring, namespace: \(namespace)}
    spec:
      serviceName: \(serviceName)
      selector: {matchLabels: {app: ring}}
      template:
        metadata: {labels: {app: ring}}
        spec: {containers: [{name: c, image: i}]}

    """
  }

  private func slice(_ name: String, of service: String) -> String {
    """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: \(name), labels: {kubernetes.io/service-name: \(service)}}
    addressType: IPv4
    ports: [{port: 80}]
    endpoints: [{addresses: [198.51.100.5]}]

    """
  }

  @Test func `a missing namespace is one report for all its objects`() {
    let text =
      namespace("shop") + pod("a", in: "shpo") + pod("b", in: "shpo") + pod("c", in: "shop")
    let compiled = compileYAML(text)
    #expect(compiled.summary == ["NC0310 shpo"])
    #expect(compiled.diagnostics.first?.help == "did you mean shop?")
    #expect(compiled.diagnostics.first?.object == "Pod shpo/a")
  }

  @Test func `namespaces count only where the input declares some, and not the built-in ones`() {
    #expect(compileYAML(pod("a", in: "shpo")).diagnostics.isEmpty)
    let text =
      namespace("shop")
      + ["default", "kube-system", "kube-public", "kube-node-lease"]
      .map { pod("a", in: $0) }.joined()
    #expect(compileYAML(text).diagnostics.isEmpty)
  }

  @Test func `a StatefulSet's Service is looked for in its namespace`() {
    let service = Write.service("ring", "clusterIP: None, selector: {app: ring}")
    #expect(compileYAML(service + set("ring")).diagnostics.isEmpty)
    let compiled = compileYAML(
      Write.service("hub", "clusterIP: None", namespace: "kube-public") + set("hub"))
    #expect(compiled.summary == ["NC0312 hub"])
    #expect(compiled.diagnostics.first?.help?.contains("not of kube-public") == true)
  }

  @Test func `a StatefulSet's Service that is broken, or left out, is not looked for`() {
    let broken = Write.service("ring", "clusterIP: None, selectr: {app: ring}")
    #expect(compileYAML(broken + set("ring")).summary == ["NC0204 selectr"])
    let without = set("x").split(separator: "serviceName: x\n  ").joined()
    #expect(compileYAML(without).diagnostics.isEmpty)
  }

  @Test func `a StatefulSet's Service may select single members or nobody`() {
    let one = Write.service(
      "ring", "clusterIP: None, selector: {statefulset.kubernetes.io/pod-name: ring-0}")
    #expect(compileYAML(one + set("ring")).diagnostics.isEmpty)
    #expect(
      compileYAML(Write.service("ring", "clusterIP: None") + set("ring")).diagnostics.isEmpty)
  }

  @Test func `a StatefulSet's Service that selects nothing is told at the Service`() {
    let service = Write.service("ring", "clusterIP: None, selector: {app: rnig}")
    #expect(compileYAML(service + set("ring")).summary == ["NC0510 rnig"])
  }

  @Test func `slices of one missing Service are one report, empty ones none`() {
    #expect(compileYAML(slice("a", of: "db") + slice("b", of: "db")).summary == ["NC0315 db"])
    let empty = "---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: leader}\n"
    #expect(compileYAML(empty).diagnostics.isEmpty, "\(compileYAML(empty).report)")
  }

  @Test func `the API server's own endpoints need no Service`() {
    #expect(compileYAML(slice("kubernetes", of: "kubernetes")).diagnostics.isEmpty)
  }

  @Test func `a DNS node may be broken, but must be declared`() {
    func cluster(_ nodes: String) -> String {
      Write.cluster(
        """
        podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [\(nodes)]}
        """, nodes: "    - {name: a, addresses: [192.168.56.11]}")
    }
    let broken = """
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: b}
      status: {addresses: [{type: InternalIP, address: 192.168.56.999}]}
      """
    #expect(compileYAML(cluster("a, c")).summary == ["NC0311 c"])
    #expect(compileYAML(cluster("a, b") + broken).summary == ["NC0211 192.168.56.999"])
  }
}
