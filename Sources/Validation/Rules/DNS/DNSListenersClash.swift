import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum DNSListenersClash: ValidationRule {
  static let page = DiagnosticPage(
    610, .error, "Two listeners of CoreDNS on one port",
    explanation: """
      Every entry of `dns.transports` listens on a TCP port of the node's addresses, plain DNS on
      53; DNS over HTTPS and over gRPC both take 443 where no port is written. `dns.ports` are three
      ports of 127.0.0.1; Ingress has 80 and 443 of the nodes that serve it. Two that meet keep
      CoreDNS from starting.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns:
            nodes: [node-a]
            transports:
              - {protocol: https, certificate: /etc/ssl/dns.pem, key: /etc/ssl/dns.key}
              - {protocol: grpc, certificate: /etc/ssl/dns.pem, key: /etc/ssl/dns.key}
              # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0610
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns:
            nodes: [node-a]
            transports:
              - {protocol: https, certificate: /etc/ssl/dns.pem, key: /etc/ssl/dns.key}
              - {protocol: grpc, port: 8443, certificate: /etc/ssl/dns.pem, key: /etc/ssl/dns.key}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let dns = network.cluster.dns
    let outside = dns.transports.map {
      (what: "DNS over \($0.carrier.value.rawValue)", port: $0.port)
    }
    // Sorted by port in the network, told in the order written.
    clash(
      outside.sorted { $0.port.range < $1.port.range }, known: known(network), network, &log)
    clash(
      [
        ("dns.ports.health", dns.ports.health), ("dns.ports.ready", dns.ports.ready),
        ("dns.ports.metrics", dns.ports.metrics),
      ], known: [:], network, &log)
  }

  /// Ingress is served on the nodes' addresses too.
  private static func known(_ network: Network) -> [Port: String] {
    let names = Set(network.http.nodes.map { network.nodes[$0].name })
    var known: [Port: String] = [53: "plain DNS"]
    guard network.cluster.dnsNodes.contains(where: { names.contains($0.value) }) else {
      return known
    }
    for port in [network.http.settings.httpPort.value, network.http.settings.httpsPort.value] {
      known[port] = "Ingress on the same node"
    }
    return known
  }

  private static func clash(
    _ listeners: [(what: String, port: Located<Port>)], known: [Port: String], _ network: Network,
    _ log: inout DiagnosticLog
  ) {
    var places: [Port: SourceRange] = [:]
    var names = known
    for listener in listeners {
      guard let earlier = names[listener.port.value] else {
        names[listener.port.value] = listener.what
        places[listener.port.value] = listener.port.range
        continue
      }
      let place = listener.port.range.orIfDefault(
        places[listener.port.value] ?? listener.port.range)
      log.report(
        page, "\(listener.what) has port \(listener.port.value), which is taken by \(earlier)",
        at: place,
        notes: places[listener.port.value].map { [Note("\(earlier) is here", at: $0)] } ?? [],
        help: "write another port", object: network.cluster.object)
    }
  }
}
