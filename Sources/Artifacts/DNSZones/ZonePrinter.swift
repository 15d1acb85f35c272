import Crypto
import NetworkTypes
import Planning

/// Plan → a zone file (RFC 1035 5.1) as all name servers read it alike: one record a line, each
/// with its owner in front, no directive but `$TTL`.
struct ZonePrinter {
  private(set) var out = TextBuffer()

  /// Those of CoreDNS' kubernetes plugin (plugin/backend_lookup.go, `SOA`); for secondaries.
  private enum Seconds {
    static let refresh = 7_200
    static let retry = 1_800
    static let expire = 86_400
    /// The record that says which specification the names follow never changes.
    static let schemaVersion = 28_800
  }
  private let zone: ZonePlan

  init(_ zone: ZonePlan) {
    self.zone = zone
    var start = TextBuffer(reservingCapacity: 512)
    printStart(to: &start)
    var end = TextBuffer(reservingCapacity: 64 * (zone.records.count + 8))
    printEnd(to: &end)
    out.write(start)
    out.write(zone.serial ?? ZoneSerial.derived(from: start.parts + end.parts))
    out.write(end)
  }

  /// All before the serial.
  private func printStart(to out: inout TextBuffer) {
    out.write("; netc: zone ")
    out.write(zone.origin)
    out.write("\n$TTL ")
    out.write(zone.ttlSeconds)
    out.write("\n@ IN SOA ns.dns.")
    out.write(zone.domain)
    out.write(". hostmaster.")
    out.write(zone.domain)
    out.write(". ")
  }

  /// All behind the serial.
  private func printEnd(to out: inout TextBuffer) {
    for seconds in [Seconds.refresh, Seconds.retry, Seconds.expire, zone.ttlSeconds] {
      out.write(" ")
      out.write(seconds)
    }
    out.write("\n@ IN NS ns.dns.")
    out.write(zone.domain)
    out.write(".\n")
    for position in zone.records.indices { print(zone.records[position], to: &out) }
  }

  private func print(_ record: ZoneRecord, to out: inout TextBuffer) {
    print(record.owner, to: &out)
    switch record.data {
    case .address(let address):
      out.write(address.family == .ipv4 ? " IN A " : " IN AAAA ")
      out.write(address)
    case .service(let weight, let port, let target):
      out.write(" IN SRV 0 ")
      out.write(weight)
      out.write(" ")
      out.write(port)
      out.write(" ")
      printTarget(target, to: &out)
    case .pointer(let target):
      out.write(" IN PTR ")
      printTarget(target, to: &out)
    case .alias(let target):
      out.write(" IN CNAME ")
      out.write(target)
      out.write(".")
    case .text(let text): print(text, to: &out)
    }
    out.write("\n")
  }

  private func print(_ name: ZoneName, to out: inout TextBuffer) {
    switch name {
    case .apex: out.write("@")
    case .name(let name): out.write(name)
    case .word(let word, let parent):
      out.write(word)
      out.write(".")
      out.write(parent)
    case .dashed(let address, let parent):
      out.write(DashedAddress(address))
      out.write(".")
      out.write(parent)
    case .reverse(let address, let labels):
      out.write(ReverseLabels(address, count: labels))
    }
  }

  /// Targets are written whole: reverse zones are other domains.
  private func printTarget(_ name: ZoneName, to out: inout TextBuffer) {
    print(name, to: &out)
    out.write(".")
    out.write(zone.domain)
    out.write(".")
  }

  private func print(_ text: ZoneText, to out: inout TextBuffer) {
    switch text {
    case .schemaVersion:
      out.write(" ")
      out.write(Seconds.schemaVersion)
      out.write(" IN TXT ")
      out.write(CharacterString.quoted("1.1.0"))
    case .placeholder:
      out.write(" IN TXT ")
      out.write(CharacterString.quoted("the name above exists and has no records"))
    }
  }
}
