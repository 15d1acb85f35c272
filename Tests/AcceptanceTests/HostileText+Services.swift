/// Fields of Services and of what says where they lead to, each in an object that gets rules.
extension HostileText {
  static let serviceFields: [Field] = [
    web("label", "labels: {a: \"@@P@@\"}"),
    web("label key", "labels: {\"@@P@@\": a}"),
    web("annotation", "annotations: {a: \"@@P@@\"}"),
    web("annotation key", "annotations: {\"@@P@@\": a}"),
    web("other proxy", "labels: {service.kubernetes.io/service-proxy-name: \"@@P@@\"}"),
    web(
      "source ranges of old",
      "annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: \"@@P@@\"}"),
    web("type", "", "type: \"@@P@@\","),
    web("external name", "", "type: ExternalName, externalName: \"@@P@@\","),
    web("external IP", "", "externalIPs: [\"@@P@@\"],"),
    web("family", "", "ipFamilies: [\"@@P@@\"],"),
    web("family policy", "", "ipFamilyPolicy: \"@@P@@\","),
    web("external policy", "", "type: NodePort, externalTrafficPolicy: \"@@P@@\","),
    web("internal policy", "", "internalTrafficPolicy: \"@@P@@\","),
    web("affinity", "", "sessionAffinity: \"@@P@@\","),
    web("distribution", "", "trafficDistribution: \"@@P@@\","),
    web("source range", "", "type: LoadBalancer, loadBalancerSourceRanges: [\"@@P@@\"],"),
    web("load balancer's class", "", "type: LoadBalancer, loadBalancerClass: \"@@P@@\","),
    web("load balancer's IP", "", "type: LoadBalancer, loadBalancerIP: \"@@P@@\","),
    service(
      "target port", "metadata: {name: web}", "ports: [{port: 80, targetPort: \"@@P@@\"}]"),
    service("protocol", "metadata: {name: web}", "ports: [{port: 80, protocol: \"@@P@@\"}]"),
    service(
      "application protocol", "metadata: {name: web}",
      "ports: [{port: 80, appProtocol: \"@@P@@\"}]"),
    web("balancer's host name", "", "type: LoadBalancer,", status: "hostname: \"@@P@@\""),
    web("balancer's address", "", "type: LoadBalancer,", status: "ip: \"@@P@@\""),
    slice("slice name", name: "\"@@P@@\""),
    slice("slice namespace", more: ", namespace: \"@@P@@\""),
    slice("slice annotation", more: ", annotations: {a: \"@@P@@\"}"),
    slice("slice's Service", service: "\"@@P@@\""),
    slice("slice port", ports: "name: \"@@P@@\", port: 80"),
    slice("endpoint", addresses: "\"@@P@@\""),
    slice("second address", addresses: "198.51.100.5, \"@@P@@\""),
    slice("endpoint host name", endpoint: "hostname: \"@@P@@\""),
    slice("endpoint node", endpoint: "nodeName: \"@@P@@\""),
    slice("endpoint zone", endpoint: "zone: \"@@P@@\""),
    slice("zone hint", endpoint: "hints: {forZones: [{name: \"@@P@@\"}]}"),
    slice("node hint", endpoint: "hints: {forNodes: [{name: \"@@P@@\"}]}"),
    slice("endpoint target", endpoint: "targetRef: {kind: Pod, name: \"@@P@@\"}"),
    Field(
      name: "Endpoints name",
      text: "apiVersion: v1\nkind: Endpoints\nmetadata: {name: \"@@P@@\"}\n"
        + "subsets: [{addresses: [{ip: 198.51.100.5}], ports: [{port: 80}]}]\n"),
  ]

  /// A Service with an endpoint, so that every backend writes something for it.
  private static func web(
    _ name: String, _ metadata: String, _ spec: String = "", status: String? = nil
  ) -> Field {
    let status = status.map { "status: {loadBalancer: {ingress: [{\($0)}]}}\n" } ?? ""
    let metadata = "metadata: {name: web\(metadata.isEmpty ? "" : ", " + metadata)}"
    let object = service(name, metadata, "\(spec) ports: [{port: 80}]").text + status
    return Field(name: name, text: object + "---\n" + slice(name, onlySlice: true).text)
  }

  private static func slice(
    _ title: String, name: String = "web-1", more: String = "", service owner: String = "web",
    ports: String = "port: 80", addresses: String = "198.51.100.5", endpoint: String = "",
    onlySlice: Bool = false
  ) -> Field {
    let slice = """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: \(name), labels: {kubernetes.io/service-name: \(owner)}\(more)}
      addressType: IPv4
      ports: [{\(ports)}]
      endpoints: [{addresses: [\(addresses)]\(endpoint.isEmpty ? "" : ", " + endpoint)}]

      """
    let web = service("", "metadata: {name: web}", "ports: [{port: 80}]").text + "---\n"
    return Field(name: title, text: onlySlice ? slice : web + slice)
  }
}
