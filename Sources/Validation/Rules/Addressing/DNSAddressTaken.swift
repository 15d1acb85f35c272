import Diagnostics
import NetworkModel
import NetworkTypes

enum DNSAddressTaken: ValidationRule {
  static let page = DiagnosticPage(
    424, .error, "A Service has the address of the cluster's DNS",
    explanation: """
      `dns.serviceIPs` is where all pods ask for names. The one Service that may have this address
      is `kube-system/kube-dns`, which stands for the cluster's DNS in every distribution: an
      export that holds it is no clash.
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
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          clusterIP: 10.96.0.10
          #          ^^^^^^^^^^ NC0424
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
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
          clusterIP: 10.96.0.10
          selector: {k8s-app: kube-dns}
          ports: [{name: dns, port: 53, protocol: UDP}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for address in network.cluster.dnsServiceAddresses {
      for service in network.services where !service.isClusterDNS {
        guard let claim = service.clusterIPs.first(where: { $0.address == address.value }),
          let place = claim.range
        else { continue }
        log.report(
          page, "\(address.value) of service \(service.name) is the address of the cluster's DNS",
          at: place, notes: [Note("dns.serviceIPs is here", at: address.range)],
          help: "choose another address, or remove it: netc then chooses", object: service.object)
      }
    }
  }
}
