import NetworkModel
import NetworkTypes

/// The reverse zones of a cluster's ranges, with the names of the addresses in them.
///
/// A cluster IP has one name. Any other address has a name below each Service that has it as an
/// endpoint, headless ones first: the specification asks for these alone, CoreDNS answers all.
struct ReverseRecords {
  struct Zone {
    let prefix: IPPrefix
    let records: [ZoneRecord]
  }
  private struct Pointer {
    let address: IPAddress
    /// The place among those of one address.
    let rank: Int
    let target: ZoneName
  }
  private(set) var zones: [Zone] = []

  init(_ ranges: [IPPrefix], services: [ServiceNames]) {
    let prefixes = Self.zonePrefixes(ranges)
    var rest = Self.pointers(services)[...]
    for prefix in prefixes {
      while let pointer = rest.first, pointer.address < prefix.first { rest.removeFirst() }
      let inside = rest.prefix { $0.address <= prefix.last }
      rest = rest[inside.endIndex...]
      zones.append(Zone(prefix: prefix, records: Self.records(inside, in: prefix)))
    }
  }

  /// Sorted and apart: of ranges that overlap the larger zone holds both.
  private static func zonePrefixes(_ ranges: [IPPrefix]) -> [IPPrefix] {
    var zones: [IPPrefix] = []
    for prefix in ranges.flatMap(\.reverseZones).sorted() {
      if let last = zones.last, last.contains(prefix) { continue }
      zones.append(prefix)
    }
    return zones
  }

  private static func records(_ pointers: ArraySlice<Pointer>, in zone: IPPrefix) -> [ZoneRecord] {
    guard !pointers.isEmpty else {
      return [ZoneRecord(.name(ZoneName.placeholderLabel), .text(.placeholder))]
    }
    let family = zone.family
    let labels = (family.addressBits - zone.length) / family.bitsPerReverseLabel
    return pointers.map { pointer in
      let owner = labels == 0 ? ZoneName.apex : .reverse(pointer.address, labels: labels)
      return ZoneRecord(owner, .pointer(pointer.target))
    }
  }

  /// Sorted by address.
  private static func pointers(_ services: [ServiceNames]) -> [Pointer] {
    var pointers: [Pointer] = []
    func add(_ address: IPAddress, _ target: ZoneName) {
      pointers.append(Pointer(address: address, rank: pointers.count, target: target))
    }
    var clusterIPs = Set<IPAddress>()
    for names in services {
      for clusterIP in names.service.clusterIPs
      where clusterIPs.insert(clusterIP.address).inserted {
        add(clusterIP.address, .name(names.name))
      }
    }
    for isHeadless in [true, false] {
      for names in services where names.service.isHeadless == isHeadless {
        for endpoint in names.distinctEndpoints where !clusterIPs.contains(endpoint.address) {
          add(endpoint.address, endpoint.name)
        }
      }
    }
    return pointers.sorted { ($0.address, $0.rank) < ($1.address, $1.rank) }
  }
}
