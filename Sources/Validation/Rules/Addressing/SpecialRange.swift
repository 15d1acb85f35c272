import Diagnostics
import NetworkModel
import NetworkTypes

enum SpecialRange: ValidationRule {
  static let page = DiagnosticPage(
    405, .error, "An address that hosts do not forward",
    explanation: """
      Loopback, link-local, multicast and unspecified addresses have a meaning of their own in
      every host (RFC 6890): packets to them never leave the host, or never the link. A pod,
      service or node address cannot be one of them.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [169.254.0.0/16]
          #          ^^^^^^^^^^^^^^ NC0405
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [100.64.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let table = PrefixTable(special.map { (prefix: $0.prefix, value: $0.use) })
    for range in network.cluster.ranges {
      let holder = table.longestMatch(for: range.prefix)
      let found =
        holder ?? special.first { range.prefix.contains($0.prefix) }.map { ($0.prefix, $0.use) }
      guard let (prefix, use) = found else { continue }
      report(
        "\(range.text) \(holder == nil ? "holds" : "lies in") \(prefix), which is for \(use)",
        at: range.range, object: network.cluster.object, log: &log)
    }
    // As kubelet refuses them (pkg/kubelet/kubelet_node_status.go, `validateNodeIP`).
    for node in network.nodes {
      for address in node.addresses {
        guard let (prefix, use) = table.longestMatch(for: address.value) else { continue }
        report(
          "\(address.value), an address of node \(node.name), lies in \(prefix), which is for"
            + " \(use)", at: address.range, object: node.object, log: &log)
      }
    }
  }

  private static func report(
    _ message: String, at range: SourceRange, object: String, log: inout DiagnosticLog
  ) {
    log.report(
      page, message, at: range,
      help: "private addresses are 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and fd00::/8",
      object: object)
  }

  /// RFC 6890, tables 1 to 20, as far as Linux gives them a meaning of its own.
  static let special: [(prefix: IPPrefix, use: String)] = [
    (ipv4(0x0000_0000, 8), "this host itself"),
    (ipv4(0x7f00_0000, 8), "loopback"),
    (ipv4(0xa9fe_0000, 16), "link-local addresses"),
    (ipv4(0xe000_0000, 4), "multicast"),
    (ipv4(0xffff_ffff, 32), "broadcast"),
    (ipv6(0, 128), "the unspecified address"),
    (ipv6(1, 128), "loopback"),
    (ipv6(0xffff << 32, 96), "IPv4 addresses in programs"),
    (ipv6(0xfe80 << 112, 10), "link-local addresses"),
    (ipv6(0xff00 << 112, 8), "multicast"),
  ]

  private static func ipv4(_ bits: UInt128, _ length: Int) -> IPPrefix {
    IPPrefix(containing: IPAddress(family: .ipv4, bits: bits), length: length)
  }

  private static func ipv6(_ bits: UInt128, _ length: Int) -> IPPrefix {
    IPPrefix(containing: IPAddress(family: .ipv6, bits: bits), length: length)
  }
}
