import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum UnknownBaseResolver: ValidationRule {
  static let page = DiagnosticPage(
    618, .note, "What dnsConfig is merged into is not known",
    explanation: """
      `dnsConfig` is merged into the resolver that `dnsPolicy` gives the pod. With ClusterFirst that
      is the cluster's DNS; none is known here, and kubelet then takes the node's file, which netc
      does not know either. The pod gets the servers of its `dnsConfig` alone, or, without any, the
      node's file as it is. Write `dns.serviceIPs` or `dns.nodes` into the Cluster.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        #                ^^^ NC0618
        spec:
          dnsConfig: {options: [{name: ndots, value: "2"}]}
          containers: [{name: web, image: nginx}]
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
        metadata: {name: web}
        spec:
          dnsConfig: {options: [{name: ndots, value: "2"}]}
          containers: [{name: web, image: nginx}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard network.clusterDNSAddresses.isEmpty, network.cluster.dns.nodeResolver == nil else {
      return
    }
    for pod in network.podsOfTheirOwnNetwork
    where pod.asksClusterDNS && pod.template.dnsConfig != nil {
      log.report(
        page, "no DNS of the cluster is known that dnsConfig could be merged into", at: pod.range,
        help: "write dns.serviceIPs or dns.nodes into the Cluster", object: pod.owner)
    }
  }
}
