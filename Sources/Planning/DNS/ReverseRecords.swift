import Diagnostics
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
  /// A name that an address has: the Service's own, or that of one of its endpoints.
  private struct Pointer {
    let address: IPAddress
    /// In the list of names.
    let service: Int
    let endpoint: Int?
  }
  private(set) var zones: [Zone] = []
  private let services: [ServiceNames]

  init(_ network: Network, services: [ServiceNames]) {
    self.services = services
    let pointers = Self.sorted(Self.pointers(services))
    var rest = pointers[...]
    let ranges = network.cluster.serviceRanges + network.cluster.podRanges
    for prefix in Self.zonePrefixes(ranges.map(\.value)) {
      rest = rest.drop { $0.address < prefix.first }
      let inside = rest.prefix { $0.address <= prefix.last }
      rest = rest[inside.endIndex...]
      zones.append(Zone(prefix: prefix, records: records(inside, in: prefix)))
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

  private func records(_ pointers: ArraySlice<Pointer>, in zone: IPPrefix) -> [ZoneRecord] {
    let family = zone.family
    let labels = (family.addressBits - zone.length) / family.bitsPerReverseLabel
    var records: [ZoneRecord] = []
    records.reserveCapacity(pointers.count)
    var clusterIP: IPAddress?
    for pointer in pointers where pointer.address != clusterIP {
      if pointer.endpoint == nil { clusterIP = pointer.address }
      let owner = labels == 0 ? ZoneName.apex : .reverse(pointer.address, labels: labels)
      records.append(ZoneRecord(owner, .pointer(target(pointer))))
    }
    // An address without a name is none, as in the live system: only zones of several exist.
    guard records.isEmpty, labels > 0 else { return records }
    return [ZoneRecord(.name(ZoneName.placeholderLabel), .text(.placeholder))]
  }

  private func target(_ pointer: Pointer) -> ZoneName {
    let names = services[pointer.service]
    return pointer.endpoint.map { names.endpoints[$0].name } ?? .name(names.name)
  }

  /// Those of one address in the order in which they are to stand; behind a Service's own no other
  /// counts.
  private static func pointers(_ services: [ServiceNames]) -> [Pointer] {
    var pointers: [Pointer] = []
    for position in services.indices {
      for address in services[position].clusterIPs {
        pointers.append(Pointer(address: address, service: position, endpoint: nil))
      }
    }
    for isHeadless in [true, false] {
      for position in services.indices
      where services[position].isHeadless == isHeadless {
        for endpoint in services[position].distinctPositions {
          pointers.append(
            Pointer(
              address: services[position].endpoints[endpoint].address, service: position,
              endpoint: endpoint))
        }
      }
    }
    return pointers
  }

  /// By address; what is compared and moved is numbers alone.
  private static func sorted(_ pointers: [Pointer]) -> [Pointer] {
    var keys = pointers.indices.map { position in
      let bits = pointers[position].address.bits
      return (
        family: pointers[position].address.family.rawValue,
        high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits),
        position: position
      )
    }
    keys.sort { $0 < $1 }
    return keys.map { pointers[$0.position] }
  }
}
