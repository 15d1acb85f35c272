import NetworkTypes
import TestSupport
import Testing

@testable import Artifacts

/// The serial is made of the content, or given; never of a clock, never 0.
struct ZoneSerialTests {
  private let text = ServedWorld.text

  private func serials(_ text: String) -> [String: String] {
    ServedYAML(text).zones.mapValues { $0.records("SOA").first?.data[2] ?? "" }
  }

  @Test func `the same content has the same serial, and other content another`() {
    let first = serials(text)
    #expect(serials(text) == first)
    let second = serials(text.replacing("port: 9187", with: "port: 9188"))
    #expect(second["lab.example"] != first["lab.example"])
    #expect(second["96.10.in-addr.arpa"] == first["96.10.in-addr.arpa"])
    let shorter = serials(text.replacing("dns: {", with: "dns: {ttl: 6, "))
    #expect(shorter.allSatisfy { first[$0.key] != $0.value })
  }

  @Test func `it is the start of the digest of the text without it`() throws {
    let zone = try #require(ServedWorld.served.texts["lab.example"])
    let words = zone.split(separator: " ", omittingEmptySubsequences: false)
    let position = try #require(words.firstIndex { $0.hasPrefix("hostmaster.") }) + 1
    var blanked = words
    blanked[position] = ""
    let digest = Content(Array(blanked.joined(separator: " ").utf8)).sha256
    #expect(UInt32(digest.prefix(8), radix: 16) == UInt32(words[position]))
  }

  @Test func `zero is none`() {
    #expect(ZoneSerial.number([0, 0, 0, 0, 9]) == 1)
    #expect(ZoneSerial.number([0, 0, 0, 1]) == 1)
    #expect(ZoneSerial.number([255, 255, 255, 255]) == .max)
    #expect(ZoneSerial.number([1, 2, 3, 4, 5]) == 0x0102_0304)
  }

  @Test func `a given one stands in every zone`() {
    let given = serials(text.replacing("dns: {", with: "dns: {serial: 2026112401, "))
    #expect(given.count > 100)
    #expect(given.values.allSatisfy { $0 == "2026112401" })
  }

  @Test func `zones are on the nodes that serve DNS, the same on all, under plain names`() {
    let served = ServedWorld.served
    #expect(served.paths.count == 2 * served.origins.count)
    #expect(served.paths.contains("nodes/node-a/dns/zones/lab.example.zone"))
    #expect(served.paths.contains("nodes/node-b/dns/zones/96.10.in-addr.arpa.zone"))
    #expect(served.paths.allSatisfy { $0.split(separator: "/").count == 5 })
    #expect(Set(served.paths).count == served.paths.count)
  }
}
