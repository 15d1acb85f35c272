import Foundation
package import NetworkTypes
package import Tracing

/// kube-proxy's own packet flows, restated: `corpus/cases/kube-proxy/flows.tsv` beside the
/// checkout. The hosts that the table's head describes are these.
package enum FlowTable {
  package struct Row: Sendable, CustomStringConvertible {
    package let id: String
    package let objects: String
    package let settings: String
    package let transport: TransportProtocol
    package let source: IPAddress
    package let destination: Endpoint
    /// `none`, `REJECT`, `DROP`, `ACCEPT`, or the endpoints.
    package let expected: String
    /// `yes`, `no` or `-`.
    package let masquerade: String
    package let name: String
    package var description: String { "\(id) \(name)" }
  }

  private static let folder = Repository.root.appending(path: "../shared/corpus/cases/kube-proxy")
    .standardized

  /// The cells of a table, without its head; nil where there is no such folder.
  package static func cells(_ name: String) throws -> [[String]]? {
    let file = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: file.path()) else { return nil }
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    return lines.dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Nil where there is no such folder.
  package static func rows() throws -> [Row]? {
    guard let lines = try cells("flows.tsv") else { return nil }
    return try lines.map { cells in
      guard let transport = TransportProtocol(cells[3]), let number = Int(cells[6]),
        let port = Port(number)
      else { throw CocoaError(.formatting) }
      return Row(
        id: cells[0], objects: cells[1], settings: cells[2], transport: transport,
        source: try IPAddress(parsing: cells[4]),
        destination: Endpoint(address: try IPAddress(parsing: cells[5]), port: port),
        expected: cells[7], masquerade: cells[8], name: cells[9])
    }
  }

  package static func objects(_ row: Row) throws -> String {
    try String(contentsOf: folder.appending(path: "objects/\(row.objects)"), encoding: .utf8)
  }

  /// - Parameter proxy: fields of `spec.proxy` beside those that the settings name.
  package static func cluster(_ settings: String, proxy: String) -> String {
    var fields = [proxy]
    for setting in settings.split(separator: ";") where setting != "-" {
      let parts = setting.split(separator: "=")
      let value = parts[0] == "nodePortAddresses" ? "[\(quoted(parts[1]))]" : String(parts[1])
      fields.append("\(parts[0]): \(value)")
    }
    var text = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: table}
      spec:
        podCIDRs: [10.0.0.0/8, "fd00:10::/32"]
        serviceCIDRs: [172.30.0.0/16, "fd00:172:30::/112"]
        proxy: {\(fields.joined(separator: ", "))}
        nodes:

      """
    let names = ["test-node", "node0", "node1", "node2", "node-1", "another-node", "remote"]
    for (number, name) in names.enumerated() {
      let four = number == 0 ? "192.168.0.2" : "192.168.0.\(10 + number)"
      let six = number == 0 ? "2001:db8::1" : "2001:db8::a\(number)"
      text += """
            - {name: \(name), addresses: [\(four), "\(six)"], \
        podCIDRs: [10.\(number).0.0/24, "fd00:10:\(number)::/64"]}

        """
    }
    return text + pod("client", 2) + pod("other", 3)
  }

  private static func quoted(_ list: Substring) -> String {
    list.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private static func pod(_ name: String, _ number: Int) -> String {
    """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), namespace: default}
    spec: {nodeName: test-node, containers: [{name: main, image: probe}]}
    status: {podIPs: [{ip: 10.0.0.\(number)}, {ip: "fd00:10::\(number)"}]}

    """
  }

  /// What the node under test has beside what the Cluster says.
  package static let furtherAddresses = ["192.168.1.2", "192.168.99.11", "2001:db8:1::2"]
  private static let nodeAddresses =
    ["192.168.0.2", "2001:db8::1", "127.0.0.1", "::1"] + furtherAddresses

  /// Where the packet of a row begins. The node is it too that has a balancer's address for its
  /// own and talks to it.
  package static func origin(_ row: Row) -> Tracer.Origin {
    switch "\(row.source)" {
    case "10.0.0.2", "fd00:10::2": .pod(netns: "default_client")
    case let source where nodeAddresses.contains(source) || row.source == row.destination.address:
      .node("test-node", source: row.source)
    default: .outside(row.source, node: "test-node")
    }
  }
}
