import Foundation
import NetworkTypes
import TestSupport
import Testing
import Tracing

/// kube-proxy's own tables of endpoints: which serve in which zone, and with what chance.
@Suite struct EndpointTableTests {
  @Test(arguments: [ProxyMode.linear, .tree])
  func `hints choose the endpoints that kube-proxy chooses`(_ mode: ProxyMode) throws {
    guard let rows = try FlowTable.cells("zone_hints.tsv") else {
      print("SKIPPED: no ../shared/corpus/cases/kube-proxy/zone_hints.tsv")
      return
    }
    #expect(rows.count >= 7)
    for row in rows {
      let isLocal = row[4].contains("externalTrafficPolicy: Local")
      let text = Self.cluster(mode, zone: row[1]) + Self.service(isLocal: isLocal)
      let traced = TracedYAML(text + Self.slice(row[2].split(separator: " ").map(Self.endpoint)))
      var tracer = try #require(traced.tracer, "\(row): \(traced.complaints)")
      let trace = try tracer.trace(
        from: .node("ash", source: nil),
        to: Endpoint(address: try IPAddress(parsing: "10.21.0.9"), port: 80), .tcp)
      let found = try #require(trace).outcomes.compactMap { $0.endpoint?.address }.sorted()
      #expect(found.map { "\($0)" }.joined(separator: ",") == row[3], "\(row[0]) \(row[4])")
    }
  }

  /// Of the table the rows up to 1,000 endpoints; more take a debug build too long, and are left to
  /// `IPTablesPrinterTests`.
  @Test func `the first of n endpoints has kube-proxy's chance`() throws {
    guard let rows = try FlowTable.cells("probability.tsv") else {
      print("SKIPPED: no ../shared/corpus/cases/kube-proxy/probability.tsv")
      return
    }
    for row in rows {
      guard let count = Int(row[0]), count <= 1000 else { continue }
      let endpoints = (0..<count).map { "  - {addresses: [10.30.\($0 / 250).\($0 % 250 + 1)]}\n" }
      let traced = TracedYAML(
        Self.cluster(.linear, zone: "a") + Self.service(isLocal: false) + Self.slice(endpoints))
      let file = try #require(
        traced.files.first { $0.path == "nodes/ash/iptables.rules" }, "\(traced.complaints)")
      let text = String(decoding: file.bytes, as: UTF8.self)
      let first = text.split(separator: "--probability ").dropFirst().first?.prefix(12)
      #expect(first ?? "1.0000000000" == row[1], "\(count)")
    }
  }

  private static func cluster(_ mode: ProxyMode, zone: String) -> String {
    """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      podCIDRs: [10.20.0.0/16]
      serviceCIDRs: [10.21.0.0/16]
      proxy: {\(mode)}
      nodes:
        - name: ash
          addresses: [192.168.70.11]
          labels: {\(zone == "(none)" ? "" : "topology.kubernetes.io/zone: \(zone)")}
        - {name: birch, addresses: [192.168.70.12]}

    """
  }

  private static func service(isLocal: Bool) -> String {
    """
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: web
      annotations: {service.kubernetes.io/topology-mode: Auto}
    spec:
      type: NodePort
      clusterIP: 10.21.0.9
      externalTrafficPolicy: \(isLocal ? "Local" : "Cluster")
      ports: [{port: 80, nodePort: 30080}]

    """
  }

  private static func slice(_ endpoints: [String]) -> String {
    """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
    addressType: IPv4
    ports: [{name: "", port: 80}]
    endpoints:

    """ + endpoints.joined()
  }

  /// `10.1.2.3[zone-a,zone-b]ready*`, where the star is for an endpoint on this node.
  private static func endpoint(_ text: Substring) -> String {
    let parts = text.split(omittingEmptySubsequences: false) { "[]".contains($0) }
    let zones = parts[1].split(separator: ",").map { "{name: \($0)}" }.joined(separator: ", ")
    let node = parts[2].hasSuffix("*") ? "ash" : "birch"
    let hints = zones.isEmpty ? "" : ", hints: {forZones: [\(zones)]}"
    return "  - {addresses: [\(parts[0])], nodeName: \(node)\(hints), "
      + "conditions: {ready: \(parts[2].hasPrefix("ready"))}}\n"
  }
}
