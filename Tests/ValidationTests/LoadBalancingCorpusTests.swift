import Diagnostics
import Foundation
import NetworkModel
import NetworkTypes
import TestSupport
import Testing

/// MetalLB's own cases, where the shared corpus is beside the checkout.
struct LoadBalancingCorpusTests {
  private static let folder = Repository.root.appending(path: "../shared/corpus/cases/metallb")

  private static let cluster = """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: cases}
    spec:
      podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
      serviceCIDRs: [10.96.0.0/16, "fd00:96::/64"]
      podNetwork: {crossNode: none}
      nodes:
        - {name: node-1, addresses: [192.168.56.11, "fd00:56::11"]}
        - {name: node-2, addresses: [192.168.56.12, "fd00:56::12"]}
    ---

    """

  /// The rows of a table; nil, said aloud, where there is none.
  private static func table(_ name: String) -> [[String: String]]? {
    let url = folder.appending(path: name)
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      print("SKIPPED: MetalLB's cases: no \(url.path)")
      return nil
    }
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { cells in
      Dictionary(zip(lines[0], cells), uniquingKeysWith: { first, _ in first })
    }
  }

  private static func compile(_ file: String) throws -> CompiledYAML {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    return compileYAML(cluster + text)
  }

  @Test func `every configuration is accepted or refused as MetalLB does`() throws {
    guard let rows = Self.table("config.tsv") else { return }
    for row in rows {
      let (id, file) = (row["id"] ?? "", row["file"] ?? "")
      let compiled = try Self.compile("config/\(file)")
      let isRefused = compiled.diagnostics.contains { $0.severity == .error }
      #expect(isRefused == (row["expected"] == "rejected"), "\(id): \(compiled.report)")
    }
    #expect(rows.count > 60)
  }

  @Test func `every Service gets the address that MetalLB would give it`() throws {
    guard let rows = Self.table("alloc.tsv") else { return }
    for row in rows {
      let compiled = try Self.compile("alloc/\(row["file"] ?? "")")
      let services = try #require(compiled.network).services
      let service = row["service"] ?? ""
      if service.contains("|") || service.contains("..") {
        Self.checkGroup(row, compiled, services)
      } else {
        Self.checkOne(row, compiled, services)
      }
    }
    #expect(rows.count >= 35)
  }

  @Test func `a pool gives as many addresses as MetalLB counts`() throws {
    guard let rows = Self.table("pool_count.tsv") else { return }
    for row in rows {
      for (column, family) in [("ipv4", "IPv4"), ("ipv6", "IPv6")] {
        let counted = row[column] ?? ""
        let expected = counted == "enormous" ? nil : Int(counted)
        try #require(expected != nil || counted == "enormous", "\(row)")
        // One Service more than there are addresses; of an enormous pool each one gets its own.
        let wanted = expected.map { $0 + 1 } ?? 400
        let given = try Self.addressesGiven(to: wanted, of: family, by: row)
        #expect(given == expected ?? wanted, "\(row) \(column)")
      }
    }
    #expect(rows.count >= 5)
  }

  /// How many of so many Services of one family get an address, each one of its own.
  private static func addressesGiven(
    to count: Int, of family: String, by row: [String: String]
  ) throws -> Int {
    let blocks = (row["addresses"] ?? "").split(separator: " ").map { "\"\($0)\"" }
    let services = (0..<count).map {
      """
      ---
      {apiVersion: v1, kind: Service, metadata: {name: s\($0)}, spec: {type: LoadBalancer,
      ipFamilies: [\(family)], allocateLoadBalancerNodePorts: false, ports: [{port: 80}]}}
      """
    }
    let pool = """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: p, namespace: metallb-system}
      spec: {addresses: [\(blocks.joined(separator: ", "))], avoidBuggyIPs: \(row["avoidBuggyIPs"] ?? "")}

      """
    let text = cluster + pool + services.joined(separator: "\n")
    let network = try #require(compileYAML(text).network)
    let given = network.services.flatMap(\.loadBalancerIPs).map(\.value)
    #expect(Set(given).count == given.count, "\(row)")
    return given.count
  }

  private static func checkOne(
    _ row: [String: String], _ compiled: CompiledYAML, _ services: [Service]
  ) {
    let (id, expected) = (row["id"] ?? "", row["expected"] ?? "")
    let service = services.first { "\($0.name)" == row["service"] }
    let found = Set(service?.loadBalancerIPs.map { "\($0.value)" } ?? ["no such Service"])
    let isDiagnosed = compiled.diagnostics.contains {
      $0.object == "Service \(row["service"] ?? "")"
    }
    if expected.hasPrefix("error") {
      #expect(found.isEmpty && isDiagnosed, "\(id): \(found) \(compiled.report)")
    } else if expected == "none" {
      #expect(found.isEmpty, "\(id): \(found)")
    } else {
      #expect(found == Set(expected.split(separator: ",").map(String.init)), "\(id)")
    }
  }

  /// Which of several Services gets which address is not said.
  private static func checkGroup(
    _ row: [String: String], _ compiled: CompiledYAML, _ services: [Service]
  ) {
    let (id, expected) = (row["id"] ?? "", row["expected"] ?? "")
    let wanted = expected.split { ", ".contains($0) }.map(String.init)
      .filter { (try? IPAddress(parsing: $0)) != nil }
    let found = services.flatMap { $0.loadBalancerIPs.map { "\($0.value)" } }
    #expect(found.sorted() == wanted.sorted(), "\(id)")
    for service in services where service.loadBalancerIPs.isEmpty {
      #expect(
        compiled.diagnostics.contains { $0.object == "Service \(service.name)" },
        "\(id) \(service.name)")
    }
  }
}
