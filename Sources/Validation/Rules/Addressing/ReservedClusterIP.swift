import Diagnostics
import NetworkModel
import NetworkTypes

enum ReservedClusterIP: ValidationRule {
  static let page = DiagnosticPage(
    421, .error, "A cluster IP that no Service can have",
    explanation: """
      The first address of a service range, which is the network's own, and in IPv4 the last one,
      which is for broadcast, are never given to a Service; the API server refuses them.
      """,
    example: DiagnosticExample(
      bad: """
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
          clusterIP: 10.96.0.0
          #          ^^^^^^^^^ NC0421
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
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
          clusterIP: 10.96.0.1
          selector: {app: web}
          ports: [{port: 80}]
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let cluster = network.cluster
    for address in cluster.dnsServiceAddresses {
      report(
        address.value, "dns.serviceIPs", at: address.range, object: cluster.object, cluster, &log)
    }
    for service in network.services {
      for address in service.clusterIPs {
        guard let place = address.range else { continue }
        report(
          address.address, "service \(service.name)", at: place, object: service.object, cluster,
          &log)
      }
    }
  }

  private static func report(
    _ address: IPAddress, _ owner: @autoclosure () -> String, at place: SourceRange,
    object: @autoclosure () -> String,
    _ cluster: Cluster, _ log: inout DiagnosticLog
  ) {
    guard let range = cluster.serviceRange(address.family), range.prefix.addressCount > 2 else {
      return
    }
    let isBroadcast = address.family == .ipv4 && address == range.prefix.last
    guard address == range.prefix.first || isBroadcast else { return }
    log.report(
      page,
      "\(address) of \(owner()) is the \(isBroadcast ? "broadcast address" : "network's own address")"
        + " of \(range.text)", at: place, notes: [range.note],
      help: "choose another address of \(range.prefix)", object: object())
  }
}
