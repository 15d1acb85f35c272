import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum SearchCutOff: ValidationRule {
  static let page = DiagnosticPage(
    606, .warning, "A pod searches more domains than a resolver takes",
    explanation: """
      kubelet puts `NAMESPACE.svc.DOMAIN`, `svc.DOMAIN` and `DOMAIN` before the searches of
      `dnsConfig`, and cuts off what is beyond 32 domains or 2048 characters in all. This domain is
      not searched any more.
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
        metadata: {name: web}
        spec:
          dnsConfig:
            searches: [a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15, a16,
                       a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30]
            #                                                                           ^^^ NC0606
            options: [{name: ndots, value: "2"}]
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          dnsPolicy: None
          dnsConfig: {nameservers: [192.0.2.53], searches: [corp.example.com]}
          containers: [{name: web, image: nginx}]
        """), isAllowable: true)

  /// `MaxDNSSearchPaths` and `MaxDNSSearchListChars` (pkg/apis/core/validation).
  private static let domainLimit = 32
  private static let characterLimit = 2048

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for pod in network.podsOfTheirOwnNetwork {
      guard let config = pod.template.dnsConfig, let cut = firstCut(pod, config, network) else {
        continue
      }
      log.report(
        page, "the search domain \(cut.value) is cut off, and those behind it", at: cut.range,
        help: "search \(domainLimit) domains of \(characterLimit) characters at most, with the"
          + " cluster's own", object: pod.owner)
    }
  }

  private static func firstCut(
    _ pod: Pod, _ config: DNSConfig, _ network: Network
  ) -> Located<String>? {
    let own = network.searches(of: pod)
    var seen = Set(own)
    var characters = own.reduce(-1) { $0 + $1.utf8.count + 1 }
    for search in config.searches where seen.insert(search.value).inserted {
      characters += search.value.utf8.count + 1
      if seen.count > domainLimit || characters > characterLimit { return search }
    }
    return nil
  }
}
