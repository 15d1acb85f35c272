import Diagnostics
import TestSupport
import Testing

/// Cases of the rules about selectors, target ports and endpoints.
struct SelectorRuleTests {
  private func deployment(
    _ name: String, labels: String = "app: web", replicas: Int = 1, own: String = "",
    namespace: String = "default"
  ) -> String {
    """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: \(namespace), labels: {\(own)}}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {\(labels)}}
      template:
        metadata: {labels: {\(labels)}}
        spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 80}]}]}

    """
  }

  private func service(_ selector: String, _ more: String = "", port: String = "port: 80") -> String
  {
    Write.service("s", "selector: {\(selector)}, ports: [{\(port)}]\(more)")
  }

  private func hint(_ text: String) -> String {
    let diagnostic = compileYAML(text).diagnostics.first
    return (diagnostic?.notes.map(\.message) ?? []).joined() + "; " + (diagnostic?.help ?? "")
  }

  @Test func `the nearest labels are shown, and the one that differs is marked`() {
    let text =
      deployment("other", labels: "app: other, tier: front")
      + deployment("web", labels: "app: web, tier: front")
      + service("app: wbe, tier: front")
    #expect(compileYAML(text).summary == ["NC0510 wbe"])
    #expect(hint(text) == "nearest: Deployment default/web has app=web; did you mean app=web?")
  }

  @Test func `a label that is missing altogether is named`() {
    let text = deployment("web") + service("app: web, tier: front")
    #expect(compileYAML(text).summary == ["NC0510 front"])
    #expect(hint(text).hasPrefix("nearest: Deployment default/web has no label tier; "))
  }

  @Test func `a match in another namespace is shown`() {
    let text = deployment("web", namespace: "kube-public") + service("app: web")
    #expect(compileYAML(text).summary == ["NC0510 {app: web}"])
    #expect(hint(text).hasPrefix("Deployment kube-public/web has them, in namespace kube-public"))
  }

  @Test func `labels of the workload itself do not count, and that is said`() {
    let text = deployment("web", own: "app: web, tier: front") + service("app: web, tier: front")
    #expect(hint(text).contains("Deployment default/web has them itself, but its pods do not"))
    #expect(hint(text).contains("add tier=front to spec.template.metadata.labels"))
  }

  @Test func `nothing alike is no hint`() {
    let text = deployment("web") + service("component: zookeeper")
    #expect(compileYAML(text).diagnostics.first?.notes.isEmpty == true)
  }

  @Test func `Services without a selector, or with given endpoints, dangle not`() {
    let slice = """
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: s-1, labels: {kubernetes.io/service-name: s}}
      addressType: IPv4
      ports: [{port: 80}]
      endpoints: [{addresses: [198.51.100.5]}]
      """
    let silent = [
      Write.service("s", "type: ExternalName, externalName: example.org, selector: {app: none}"),
      Write.service("s", "clusterIP: None, ports: [{port: 80}]"),
      Write.service("s", "clusterIP: None"),
      Write.service("kubernetes", "clusterIP: 10.96.0.1, ports: [{port: 443}]"),
      service("app: none") + slice,
      Write.service("s", "ports: [{port: 80}]") + slice,
    ]
    for text in silent {
      #expect(compileYAML(text).diagnostics.isEmpty, "\(compileYAML(text).report)")
    }
  }

  @Test func `scaled to zero is a warning, unless another workload has pods`() {
    let idle = deployment("web", replicas: 0)
    #expect(compileYAML(idle + service("app: web")).summary == ["NC0511 {app: web}"])
    #expect(compileYAML(idle + deployment("next") + service("app: web")).diagnostics.isEmpty)
  }

  @Test func `a broken workload may be the one that is meant`() {
    let broken = deployment("web").split(separator: "containerPort: 80")
      .joined(separator: "containerPort: 99999")
    #expect(compileYAML(broken + service("app: web")).summary == ["NC0208 99999"])
  }

  @Test func `a pod that no node takes is told once, not for its Services too`() {
    let text = Write.pod("p", spec: "nodeName: node-z") + service("app: web")
    #expect(compileYAML(text).summary == ["NC0302 node-z"])
  }

  @Test func `pods that have finished, or are not ready, are no endpoints`() {
    let finished = Write.pod("p", status: "phase: Succeeded") + service("app: web")
    #expect(compileYAML(finished).summary == ["NC0512 {app: web}"])
    let status = "phase: Running, conditions: [{type: Ready, status: \"False\"}]"
    let unready = Write.pod("p", status: status)
    #expect(compileYAML(unready + service("app: web")).summary == ["NC0512 {app: web}"])
    #expect(
      compileYAML(unready + service("app: web", ", publishNotReadyAddresses: true"))
        .diagnostics.isEmpty)
    #expect(compileYAML(unready + Write.pod("q") + service("app: web")).diagnostics.isEmpty)
  }

  @Test func `a target port by number needs no declaration`() {
    let text = Write.pod("p") + service("app: web", port: "port: 80, targetPort: 9999")
    #expect(compileYAML(text).diagnostics.isEmpty)
  }

  @Test func `a name counts with its protocol`() {
    let text =
      Write.pod("p", ports: "{name: dns, containerPort: 53, protocol: UDP}")
      + service("app: web", port: "port: 53, targetPort: dns")
    #expect(compileYAML(text).summary == ["NC0514 dns"])
    #expect(hint(text).hasPrefix("here it is a UDP port; "))
  }

  @Test func `the pods that lack a target port are listed by their owners`() throws {
    let text =
      Write.pod("whole", ports: "{name: http, containerPort: 80}") + Write.pod("half")
      + service("app: web", port: "port: 80, targetPort: http")
    let compiled = compileYAML(text)
    #expect(compiled.summary == ["NC0515 http"])
    let message = try #require(compiled.diagnostics.first?.message)
    #expect(message == "target port http of service default/s is missing in Pod default/half")
  }

  @Test func `a sidecar's port counts, that of an init container does not`() {
    func pod(_ restart: String) -> String {
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: p, labels: {app: web}}
      spec:
        initContainers:
          - {name: i, image: i\(restart), ports: [{name: http, containerPort: 80}]}
        containers: [{name: c, image: i}]

      """
    }
    let rest = service("app: web", port: "port: 80, targetPort: http")
    #expect(compileYAML(pod(", restartPolicy: Always") + rest).diagnostics.isEmpty)
    #expect(compileYAML(pod("") + rest).summary == ["NC0514 http"])
  }

  @Test func `one of two families without endpoints is told`() {
    let text =
      Write.service("s", "ipFamilyPolicy: RequireDualStack, ports: [{port: 80}]") + """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: s-1, labels: {kubernetes.io/service-name: s}}
        addressType: IPv6
        ports: [{port: 80}]
        endpoints: [{addresses: ["2001:db8::5"]}]
        """
    let cluster = """
      ---
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
        serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
        nodes: [{name: node-a, addresses: [192.168.56.11, "fd00:56::11"]}]
      """
    let compiled = compileYAML(text + "\n" + cluster)
    #expect(compiled.summary == ["NC0513 s"])
    #expect(compiled.diagnostics.first?.message == "service default/s has no IPv4 endpoints")
  }

  @Test func `endpoints of another family are none`() {
    let text =
      Write.service("s", "ports: [{port: 80}]") + """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: s-1, labels: {kubernetes.io/service-name: s}}
        addressType: IPv6
        ports: [{port: 80}]
        endpoints: [{addresses: ["2001:db8::5"]}]
        """
    #expect(compileYAML(text).summary == ["NC0513 s"])
  }
}
