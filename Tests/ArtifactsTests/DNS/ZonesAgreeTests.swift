import Diagnostics
import TestSupport
import Testing

/// Every zone, read by a reader of its own, holds the records that the network calls for: all of
/// them, each once, and nothing else.
struct ZonesAgreeTests {
  @Test(arguments: 0..<40)
  func `zones of random clusters hold exactly what they should`(seed: UInt64) throws {
    let random = TestSupport.RandomCluster(seed: seed)
    let text = random.text
      .replacing("PROXY", with: "mode: iptables")
      .replacing("  nodes:\n", with: "  dns: {nodes: [node-0]}\n  nodes:\n")
    try expectExact(ServedYAML(text), "seed \(seed)")
  }

  @Test func `a world of everything holds exactly what it should`() throws {
    let served = ServedWorld.served
    #expect(
      served.compiled.diagnostics.allSatisfy { $0.severity != .error }, "\(served.compiled.report)")
    try expectExact(served, "the world")
    let types = Set(served.forward.records.map(\.type))
    #expect(types == ["SOA", "NS", "TXT", "A", "AAAA", "SRV", "CNAME"])
    #expect(served.pointers.count > 10)
  }

  @Test func `a thousand Services hold exactly what they should`() throws {
    let services = (0..<1_000).map { number in
      let spec = number % 2 == 0 ? "clusterIP: None, " : ""
      return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: s\(number), namespace: n\(number % 7)}
        spec: {\(spec)selector: {app: db}, ports: [{name: http, port: 80}]}

        """
    }
    let pods = (0..<7).map { ServedWorld.set("db", replicas: 3).replacing("shop", with: "n\($0)") }
    let served = ServedYAML(ServedWorld.cluster + pods.joined() + services.joined())
    #expect(served.forward.records.count > 7_000)
    try expectExact(served, "1,000 Services")
  }

  private func expectExact(_ served: ServedYAML, _ place: String) throws {
    let oracle = ZoneOracle(try #require(served.compiled.network))
    for (origin, zone) in served.zones {
      #expect(zone.complaints.isEmpty, "\(place), \(origin): \(zone.complaints)")
      #expect(zone.directives == ["$TTL 5"], "\(place), \(origin)")
      expectApex(zone, origin: origin, domain: served.origins[0])
      #expect(Set(zone.records).count == zone.records.count, "\(place), \(origin): duplicates")
      let lines = (served.texts[origin] ?? "").split(separator: "\n").filter { !$0.hasPrefix(";") }
      #expect(lines.count == zone.records.count + 1, "one record a line, and $TTL")
      expectOneTTL(zone)
    }
    let found = served.forward.records.filter { !Self.isFixed($0, served.origins[0]) }
    #expect(found.map(\.description).sorted() == oracle.forward, "\(place)")
    #expect(served.pointers.map(\.description).sorted() == oracle.reverse, "\(place)")
  }

  private func expectApex(_ zone: ZoneFile, origin: String, domain: String) {
    #expect(zone.records("SOA").map(\.owner) == [origin])
    #expect(zone.data(origin, "NS") == ["ns.dns.\(domain)"])
    let soa = zone.records("SOA").first?.data ?? []
    #expect(soa.prefix(2) == ["ns.dns.\(domain)", "hostmaster.\(domain)"])
    #expect(UInt32(soa[2]).map { $0 > 0 } == true)
    #expect(soa.suffix(4) == ["7200", "1800", "86400", "5"])
  }

  private func expectOneTTL(_ zone: ZoneFile) {
    let groups = Dictionary(grouping: zone.records) { "\($0.owner) \($0.type)" }
    #expect(groups.values.allSatisfy { Set($0.map(\.ttl)).count == 1 })
    let aliases = Set(zone.records("CNAME").map(\.owner))
    #expect(zone.records.allSatisfy { $0.type == "CNAME" || !aliases.contains($0.owner) })
  }

  /// What does not come from Services and pods.
  private static func isFixed(_ record: ZoneFile.Record, _ domain: String) -> Bool {
    record.owner == "ns.dns.\(domain)" || ["SOA", "NS", "TXT"].contains(record.type)
  }
}
