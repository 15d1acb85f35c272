import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// The records of one Service and its endpoints.
struct ServiceRecords {
  let service: Service
  let names: ServiceNames
  let domain: PlainToken

  func append(to records: inout [ZoneRecord]) {
    if service.type == .externalName {
      addAlias(to: &records)
    } else if service.isHeadless {
      addHeadless(to: &records)
    } else {
      addClusterIP(to: &records)
    }
  }

  /// One record and nothing below it. An address is no name: nothing then.
  private func addAlias(to records: inout [ZoneRecord]) {
    guard var target = service.externalName?.value.lowercased() else { return }
    if target.utf8.last == UInt8(ascii: ".") { target.removeLast() }
    guard DNSLimits.isName(target), (try? IPAddress(parsing: target)) == nil else { return }
    records.append(ZoneRecord(.name(names.name), .alias(PlainToken(target))))
  }

  /// The ports of the records are the Service's, their target is its own name. The endpoints have
  /// names all the same, as CoreDNS answers them.
  private func addClusterIP(to records: inout [ZoneRecord]) {
    guard !service.clusterIPs.isEmpty else { return }
    for clusterIP in service.clusterIPs {
      records.append(ZoneRecord(.name(names.name), .address(clusterIP.address)))
    }
    for port in service.ports {
      guard let owner = owner(of: port) else { continue }
      records.append(
        ZoneRecord(
          owner, .service(weight: 100, port: port.port, target: .name(names.name))))
    }
    addEndpointNames(to: &records)
  }

  /// Without an endpoint the name does not exist.
  private func addHeadless(to records: inout [ZoneRecord]) {
    let addresses = names.endpoints.map(\.address).sorted()
    for (position, address) in addresses.enumerated()
    where position == 0 || addresses[position - 1] != address {
      records.append(ZoneRecord(.name(names.name), .address(address)))
    }
    for (index, port) in service.ports.enumerated() {
      guard let owner = owner(of: port) else { continue }
      addTargets(port: index, at: owner, to: &records)
    }
    addEndpointNames(to: &records)
  }

  private func addEndpointNames(to records: inout [ZoneRecord]) {
    for position in names.distinctPositions {
      let endpoint = names.endpoints[position]
      records.append(ZoneRecord(endpoint.name, .address(endpoint.address)))
    }
  }

  private func addTargets(
    port index: Int, at owner: ZoneName, to records: inout [ZoneRecord]
  ) {
    let targets = targets(port: index)
    let weight = UInt16(max(1, 100 / max(1, targets.count)))
    for target in targets {
      let name = names.endpoints[target.endpoint].name
      records.append(
        ZoneRecord(owner, .service(weight: weight, port: target.port, target: name)))
    }
  }

  /// One for each endpoint's name and number of the port.
  private func targets(port index: Int) -> [(endpoint: Int, port: Port)] {
    var targets: [(endpoint: Int, port: Port)] = []
    targets.reserveCapacity(names.endpoints.count)
    // Of several endpoints of one name.
    var seen: Set<Port> = []
    for position in names.endpoints.indices {
      let endpoint = names.endpoints[position]
      guard let port = service.endpoints[endpoint.position].ports[index] else { continue }
      if let last = targets.last, names.endpoints[last.endpoint].name == endpoint.name {
        seen.insert(last.port)
        guard seen.insert(port).inserted else { continue }
      } else if !seen.isEmpty {
        seen = []
      }
      targets.append((position, port))
    }
    return targets
  }

  /// `_http._tcp` below the Service; nil for an unnamed port, and where the name does not fit.
  private func owner(of port: ServicePort) -> ZoneName? {
    guard !port.name.isEmpty, port.name.utf8.count < DNSLimits.labelBytes else { return nil }
    let labels = PlainToken("_\(port.name)._\(port.transport)")
    guard names.hasRoom(for: labels, domain: domain) else { return nil }
    return .word(labels, below: names.name)
  }
}
