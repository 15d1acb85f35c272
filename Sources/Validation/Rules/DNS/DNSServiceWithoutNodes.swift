import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum DNSServiceWithoutNodes: ValidationRule {
  static let page = DiagnosticPage(
    600, .warning, "The nodes that serve DNS are not asked",
    explanation: """
      `dns.nodes` get a Corefile and zones, but the Service `kube-system/kube-dns` of the input has
      a selector, slices or Endpoints of its own, and leads to others. What netc writes for DNS is
      then asked by nobody. Leave the Service out (netc makes it) or without a selector, and it
      leads to the nodes; or leave `dns.nodes` out.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a]}
          #                                       ^^^^^^ NC0600
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: coredns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        spec:
          containers: [{name: coredns, image: coredns/coredns}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system}
        spec:
          clusterIP: 10.96.0.10
          selector: {k8s-app: kube-dns}
          ports: [{name: dns, port: 53, protocol: UDP}]
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let addresses = Set(network.servingDNS.flatMap { $0.value.addresses.map(\.value) })
    guard let place = network.servingDNS.first?.range,
      let service = network.services.first(where: \.isClusterDNS),
      service.endpointSource != .nodes, service.type != .externalName,
      !service.endpoints.contains(where: { addresses.contains($0.address) })
    else { return }
    log.report(
      page, "service \(service.name) leads to others than the nodes of `dns.nodes`", at: place,
      notes: [Note("the Service is here", at: service.selectorRange ?? service.range)],
      help: "remove the Service or its selector, or `dns.nodes`", object: network.cluster.object)
  }
}
