import Diagnostics
import NetworkModel
import NetworkTypes

enum UnservableDomain: ValidationRule {
  static let page = DiagnosticPage(
    630, .error, "The cluster's domain cannot be served",
    explanation: """
      Kubernetes takes names that DNS cannot carry: a label, the part between two dots, has at most
      63 bytes, and a whole name 253. The domain must also leave room for `dns-version` in front of
      it, and it must be no domain of reverse names, which have zones of their own.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          domain: 96.10.in-addr.arpa
          #       ^^^^^^^^^^^^^^^^^^ NC0630
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          domain: lab.example.com
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let cluster = network.cluster
    guard let problem = problem(cluster.domain) else { return }
    log.report(
      page, problem.message, at: cluster.domainRange, help: problem.help, object: cluster.object)
  }

  static func isFound(in cluster: Cluster) -> Bool { problem(cluster.domain) != nil }

  private static func problem(_ domain: String) -> (message: String, help: String)? {
    let longestOwn = "dns-version".utf8.count
    guard DNSLimits.isName(domain) else {
      return (
        "a label of the domain has more than \(DNSLimits.labelBytes) bytes",
        "shorten what stands between two dots"
      )
    }
    guard DNSLimits.fits(longestOwn, in: domain) else {
      return (
        "the domain has \(domain.utf8.count) bytes and leaves no room for names in it",
        "choose one of at most \(DNSLimits.nameBytes - longestOwn - 1) bytes"
      )
    }
    let reverse = IPFamily.allCases.first {
      domain == $0.reverseDomain || domain.hasSuffix(".\($0.reverseDomain)")
    }
    guard let reverse else { return nil }
    return (
      "\(domain) is a domain of \(reverse.name) addresses' reverse names",
      "choose another one; netc makes the reverse zones of the cluster's ranges by itself"
    )
  }
}
