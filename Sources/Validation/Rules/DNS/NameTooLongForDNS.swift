import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum NameTooLongForDNS: ValidationRule {
  static let page = DiagnosticPage(
    631, .warning, "A name is too long for DNS",
    explanation: """
      The names of a Service, its namespace, its ports and endpoints are put together to one name
      below the cluster's domain. DNS carries at most 253 bytes, and 63 for one label, of which the
      name of a port has one for the `_` in front. Kubernetes checks none of this: a longer name is
      taken and cannot be asked for. It has no record then; everything else works.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: tea, labels: {app: tea}}
        spec: {containers: [{name: tea, image: tea}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          selector: {app: tea}
          ports:
            - name: the-port-where-tea-is-served-from-a-quarter-to-four-up-to-six-p
              #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0631
              port: 80
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: tea, labels: {app: tea}}
        spec: {containers: [{name: tea, image: tea}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          selector: {app: tea}
          ports:
            - name: tea
              port: 80
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let cluster = network.cluster
    guard !cluster.dnsNodes.isEmpty, !UnservableDomain.isFound(in: cluster) else { return }
    for service in network.services {
      let names = LongNames(service, in: cluster)
      for long in names.found.sorted(by: { $0.range < $1.range }) {
        log.report(
          page, long.message, at: long.range, help: "choose a shorter name or domain",
          object: service.object)
      }
    }
    guard cluster.dns.podRecords == .verified else { return }
    for pod in network.pods where pod.isPlaced {
      check(pod, in: cluster, log: &log)
    }
  }

  private static func check(_ pod: Pod, in cluster: Cluster, log: inout DiagnosticLog) {
    let namespace = pod.name.namespace.utf8.count + 1 + "pod".utf8.count
    guard !DNSLimits.fits(DashedAddress.maximumLength + 1 + namespace, in: cluster.domain),
      let address = pod.addresses.first?.address,
      !DNSLimits.fits(DashedAddress(address).length + 1 + namespace, in: cluster.domain)
    else { return }
    log.report(
      page, "the name of pod \(pod.name) in DNS would have more than \(DNSLimits.nameBytes) bytes",
      at: pod.range, help: "choose a shorter name for the namespace or the domain",
      object: pod.owner)
  }
}

/// What of a Service's names does not fit.
private struct LongNames {
  struct LongName {
    let message: String
    let range: SourceRange
  }
  private(set) var found: [LongName] = []

  init(_ service: Service, in cluster: Cluster) {
    let own = "\(service.name.name).\(service.name.namespace).svc"
    guard DNSLimits.fits(own.utf8.count, in: cluster.domain) else {
      let length = own.utf8.count + 1 + cluster.domain.utf8.count
      add("\(own).\(cluster.domain) has \(length) bytes of at most 253", service.range)
      return
    }
    guard service.type != .externalName else { return }
    for port in service.ports where !port.name.isEmpty {
      let label = port.name.utf8.count + 1
      let owner = label + 2 + port.transport.name.utf8.count + 1 + own.utf8.count
      if label > DNSLimits.labelBytes {
        add("_\(port.name) has \(label) bytes of at most \(DNSLimits.labelBytes)", port.nameRange)
      } else if !DNSLimits.fits(owner, in: cluster.domain) {
        let length = owner + 1 + cluster.domain.utf8.count
        add("the SRV name of port \(port.name) has \(length) bytes of at most 253", port.nameRange)
      }
    }
    addEndpoints(service, own: own, cluster.domain)
  }

  /// The first one, with a count of the others.
  private mutating func addEndpoints(_ service: Service, own: String, _ domain: String) {
    guard !DNSLimits.fits(DNSLimits.labelBytes + 1 + own.utf8.count, in: domain) else { return }
    let long = service.endpoints.filter { endpoint in
      let label = endpoint.hostname?.utf8.count ?? DashedAddress(endpoint.address).length
      return !DNSLimits.fits(label + 1 + own.utf8.count, in: domain)
    }
    guard let first = long.min(by: { $0.range < $1.range }) else { return }
    add(
      "the name of endpoint \(first.address) has more than 253 bytes"
        + andMore(long.count - 1, "endpoint"), first.range)
  }

  private mutating func add(_ message: String, _ range: SourceRange) {
    found.append(LongName(message: message, range: range))
  }
}
