import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum ManyLookups: ValidationRule {
  static let page = DiagnosticPage(
    616, .note, "A name outside costs many questions",
    explanation: """
      A resolver tries a name with fewer dots than `ndots` below each search domain first, for IPv4
      and for IPv6, and asks for the name as it is only then. kubelet's `ndots:5` with three domains
      makes eight questions out of `www.example.com`; this pod asks far more, since it has more
      domains to search or a larger `ndots`. Lower `ndots` for pods that talk to the outside, or
      write names with a dot at their end.
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
          dnsConfig: {searches: [a.example, b.example, c.example, d.example]}
          #                                                       ^^^^^^^^^ NC0616
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
          dnsConfig:
            searches: [a.example, b.example, c.example, d.example]
            options: [{name: ndots, value: "2"}]
          containers: [{name: web, image: nginx}]
        """), isAllowable: true)

  /// Of the cluster's own searches and kubelet's `ndots`, twice and once.
  private static let usualSearches = 6
  private static let usualDots = 5
  /// `www.example.com`.
  private static let dotsOfAName = 2

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for pod in network.podsOfTheirOwnNetwork where pod.asksClusterDNS {
      guard let config = pod.template.dnsConfig else { continue }
      let own = network.searches(of: pod)
      let searches = Set(own + config.searches.map(\.value)).count
      let dots = dots(config) ?? (own.isEmpty ? 1 : usualDots)
      guard dots > usualDots || (dots > dotsOfAName && searches > usualSearches) else { continue }
      log.report(
        page,
        "with ndots:\(dots) and \(searches) search domains, www.example.com is"
          + " \(2 * (searches + 1)) questions",
        at: config.searches.last?.range ?? pod.range, help: "set ndots to 2 or less in dnsConfig",
        object: pod.owner)
    }
  }

  /// The last one counts; glibc takes 15 at most (resolv.conf(5)).
  private static func dots(_ config: DNSConfig) -> Int? {
    config.options.last { $0.name == "ndots" }.flatMap { $0.value.flatMap { Int($0) } }
  }
}
