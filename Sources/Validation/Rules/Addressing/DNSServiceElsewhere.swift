import Diagnostics
import NetworkModel
import NetworkTypes

enum DNSServiceElsewhere: ValidationRule {
  static let page = DiagnosticPage(
    432, .warning, "The cluster's DNS Service has another address",
    explanation: """
      Pods ask the addresses of `dns.serviceIPs` for names. The Service `kube-system/kube-dns`
      stands for the cluster's DNS in every distribution, and it says another cluster IP: what
      pods ask is not what it serves.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10]}
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
          clusterIP: 10.96.0.53
          #          ^^^^^^^^^^ NC0432
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
          dns: {serviceIPs: [10.96.0.53]}
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
          clusterIP: 10.96.0.53
          selector: {k8s-app: kube-dns}
          ports: [{name: dns, port: 53, protocol: UDP}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let asked = network.cluster.dnsServiceAddresses
    guard let service = network.services.first(where: \.isClusterDNS) else { return }
    for address in service.clusterIPs {
      // A family in which pods ask nobody is no contradiction.
      guard let place = address.range,
        let other = asked.first(where: { $0.value.family == address.address.family }),
        !asked.contains(where: { $0.value == address.address })
      else { continue }
      log.report(
        page, "service \(service.name) has \(address.address), and pods ask \(other.value)",
        at: place, notes: [Note("dns.serviceIPs is here", at: other.range)],
        help: "write the same address in both places", object: service.object)
    }
  }
}

extension Service {
  /// The Service that stands for the cluster's DNS in every distribution.
  var isClusterDNS: Bool { name == .clusterDNS }
}
