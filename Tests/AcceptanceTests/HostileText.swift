import Foundation
import Testing

/// Hostile text, the fields it is put into, and how to tell that it acts.
enum HostileText {
  struct Payload: Sendable, CustomTestStringConvertible {
    let id: String
    /// A regular expression that no artifact may match; empty: `NETC_CANARY` may not be there.
    let forbidden: String
    /// Fit for the inside of a double-quoted YAML string.
    let json: String

    var testDescription: String { id }

    func matches(_ text: String) -> Bool {
      let pattern = forbidden.isEmpty ? "NETC_CANARY" : forbidden
      guard text.contains("NETC_CANARY") || !forbidden.isEmpty else { return false }
      return text.range(of: pattern, options: .regularExpression) != nil
    }
  }

  struct Field: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String

    var testDescription: String { name }
  }

  static let payloads: [Payload] = [
    Payload(id: "command", forbidden: "", json: "x; touch NETC_CANARY #"),
    Payload(id: "substitution", forbidden: "", json: "$(touch NETC_CANARY)"),
    Payload(id: "new line", forbidden: "", json: "x\\ntouch NETC_CANARY"),
    Payload(id: "end of here-document", forbidden: "", json: "PLAN\\ntouch NETC_CANARY\\n"),
    Payload(id: "rule", forbidden: "", json: "x\\n-A INPUT -j ACCEPT # NETC_CANARY"),
    Payload(id: "quotes", forbidden: "", json: "x' \\\" NETC_CANARY"),
    Payload(id: "option", forbidden: "", json: "--NETC_CANARY"),
    Payload(id: "path", forbidden: "", json: "../../NETC_CANARY"),
    Payload(id: "control", forbidden: "", json: "x\\u0007\\u001bNETC_CANARY"),
    Payload(id: "direction", forbidden: "", json: "\\u202eNETC_CANARY"),
  ]

  static let fields: [Field] = [
    pod("Pod name", "metadata: {name: \"@@P@@\"}", ""),
    pod("label", "metadata: {name: p, labels: {a: \"@@P@@\"}}", ""),
    pod("annotation", "metadata: {name: p, annotations: {a: \"@@P@@\"}}", ""),
    pod("hostname", "metadata: {name: p}", "hostname: \"@@P@@\","),
    pod("node name", "metadata: {name: p}", "nodeName: \"@@P@@\","),
    pod("search domain", "metadata: {name: p}", "dnsConfig: {searches: [\"@@P@@\"]},"),
    pod("resolver option", "metadata: {name: p}", "dnsConfig: {options: [{name: \"@@P@@\"}]},"),
    pod(
      "resolver value", "metadata: {name: p}",
      "dnsConfig: {options: [{name: ndots, value: \"@@P@@\"}]},"),
    pod(
      "host alias", "metadata: {name: p}", "hostAliases: [{ip: 192.0.2.1, hostnames: [\"@@P@@\"]}],"
    ),
    service("Service name", "metadata: {name: \"@@P@@\"}", "ports: [{port: 80}]"),
    service("namespace", "metadata: {name: s, namespace: \"@@P@@\"}", "ports: [{port: 80}]"),
    service("port name", "metadata: {name: s}", "ports: [{name: \"@@P@@\", port: 80}]"),
    service("cluster IP", "metadata: {name: s}", "clusterIP: \"@@P@@\", ports: [{port: 80}]"),
    service("selector", "metadata: {name: s}", "selector: {app: \"@@P@@\"}, ports: [{port: 80}]"),
  ]

  private static func pod(_ name: String, _ metadata: String, _ spec: String) -> Field {
    Field(
      name: name,
      text: "apiVersion: v1\nkind: Pod\n\(metadata)\n"
        + "spec: {\(spec) containers: [{name: c, image: i}]}\n")
  }

  static func service(_ name: String, _ metadata: String, _ spec: String) -> Field {
    Field(name: name, text: "apiVersion: v1\nkind: Service\n\(metadata)\nspec: {\(spec)}\n")
  }

  /// What carries the Services: every kind of artifact is written by one of these.
  static let proxies = ["", "dispatch: linear", "mode: ipvs", "mode: nftables"]

  /// A cluster of one node, `node-1`, unless the text declares nodes.
  static func cluster(for text: String, proxy: String = "") -> String {
    let cluster = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: test}
      spec:
        podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
        serviceCIDRs: [10.96.0.0/12, "fd00:10:96::/112"]
        proxy: {\(proxy)}

      """
    let nodes = "  nodes: [{name: node-1, addresses: [192.168.0.1, \"fd00::1\"]}]\n"
    return text.contains("kind: Node\n") ? cluster : cluster + nodes
  }

  /// The rows of a table, without comments and heading; nil where there is no such file.
  static func table(_ file: URL) -> [[String]]? {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }
}
