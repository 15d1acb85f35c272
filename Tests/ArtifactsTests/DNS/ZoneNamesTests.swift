import Diagnostics
import NetworkTypes
import TestSupport
import Testing

/// Which names exist, and what stands at them; owners are relative to `lab.example`.
struct ZoneNamesTests {
  private let world = ServedWorld.served

  private func data(_ name: String, _ type: String) -> [String] {
    world.forward.data("\(name).lab.example", type)
  }

  private func exists(_ name: String) -> Bool { world.forward.exists("\(name).lab.example") }

  @Test func `the zone says its version and its server`() {
    #expect(data("dns-version", "TXT") == ["\"1.1.0\""])
    #expect(data("ns.dns", "A") == ["10.96.0.10"])
    #expect(world.forward.records("NS").map(\.data) == [["ns.dns.lab.example"]])
    let version = world.forward.records.first { $0.owner == "dns-version.lab.example" }
    #expect(version?.ttl == 28_800)
  }

  @Test func `a headless Service has its endpoints' addresses, names and ports`() {
    #expect(data("db.shop.svc", "A").count == 12)
    #expect(data("db.shop.svc", "AAAA").count == 12)
    #expect(data("db-11.db.shop.svc", "A").count == 1)
    let targets = data("_pg._tcp.db.shop.svc", "SRV")
    #expect(targets.count == 12)
    #expect(targets.contains("0 8 5432 db-11.db.shop.svc.lab.example"))
    #expect(data("_metrics._tcp.db.shop.svc", "SRV").allSatisfy { $0.hasPrefix("0 8 9187 ") })
    #expect(data("_pg._tcp.db.shop.svc", "A").isEmpty)
  }

  @Test func `a cluster IP has the Service's own ports, and its endpoints have names`() {
    #expect(data("db-read.shop.svc", "A").count == 1)
    #expect(data("db-read.shop.svc", "AAAA").count == 1)
    #expect(data("_pg._tcp.db-read.shop.svc", "SRV") == ["0 100 5432 db-read.shop.svc.lab.example"])
    #expect(data("_pg-udp._udp.db-read.shop.svc", "SRV").count == 1)
    #expect(!exists("_pg._udp.db-read.shop.svc"))
    let endpoint = data("db-0.db.shop.svc", "A").first ?? ""
    let label = endpoint.replacing(".", with: "-")
    #expect(data("\(label).db-read.shop.svc", "A") == [endpoint])
    #expect(!exists("db-0.db-read.shop.svc"))
  }

  @Test func `a port without a name has no record, a Service without ports has addresses`() {
    #expect(!exists("_tcp.one.shop.svc"))
    #expect(data("portless.shop.svc", "A").count == 12)
    #expect(!exists("_tcp.portless.shop.svc"))
  }

  @Test func `host names of slices are kept, shared and told apart`() {
    #expect(data("twin.manual.shop.svc", "A") == ["198.51.100.1", "198.51.100.2"])
    // The host name of one is the address of another.
    #expect(data("198-51-100-3.manual.shop.svc", "A") == ["198.51.100.3", "198.51.100.4"])
    #expect(
      data("_http._tcp.manual.shop.svc", "SRV") == [
        "0 50 8080 198-51-100-3.manual.shop.svc.lab.example",
        "0 50 8080 twin.manual.shop.svc.lab.example",
      ])
    #expect(!exists("sick.manual.shop.svc"))
    #expect(!data("manual.shop.svc", "A").contains("198.51.100.5"))
  }

  @Test func `names without records exist where the live plugin knows them`() {
    for name in ["svc", "pod", "shop.svc", "shop.pod", "empty.svc", "empty.pod"] {
      #expect(exists(name), "\(name)")
      #expect(!world.forward.records.contains { $0.owner == "\(name).lab.example" }, "\(name)")
    }
    for name in [
      "nothing.svc", "nothing.pod", "nobody.shop.svc", "x.outside.shop.svc", "none.shop.svc",
      "db-12.db.shop.svc", "_https._tcp.db-read.shop.svc",
    ] { #expect(!exists(name), "\(name)") }
  }

  @Test func `an alias stands alone and is written whole`() {
    #expect(data("outside.shop.svc", "CNAME") == ["db.example.com"])
    #expect(
      world.texts["lab.example"]?.contains("outside.shop.svc IN CNAME db.example.com.\n") == true)
  }

  @Test func `pods have names, those with the host's network share one`() {
    #expect(data("192-168-56-11.shop.pod", "A") == ["192.168.56.11"])
    #expect(
      world.forward.records.filter { $0.owner.hasSuffix(".shop.pod.lab.example") }.count == 14)
  }

  @Test func `without pod records only pod itself exists`() {
    let text = ServedWorld.text.replacing("dns: {", with: "dns: {pods: disabled, ")
    let zone = ServedYAML(text).forward
    #expect(zone.exists("pod.lab.example"))
    #expect(!zone.exists("shop.pod.lab.example"))
    #expect(zone.exists("empty.svc.lab.example"))
  }

  @Test func `a cluster without objects has the names that are always there`() {
    let zone = ServedYAML(ServedWorld.cluster).forward
    #expect(zone.exists("svc.lab.example") && zone.exists("pod.lab.example"))
    #expect(zone.complaints.isEmpty)
  }

  @Test func `no node, no zones`() {
    let text = ServedWorld.text.replacing("nodes: [node-b, node-a]", with: "nodes: []")
    #expect(ServedYAML(text).origins.isEmpty)
  }
}
