import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// The records of one Service and its endpoints.
struct ServiceRecords {
  private(set) var records: [ZoneRecord] = []
  private let names: ServiceNames
  private let domain: PlainToken

  init(_ names: ServiceNames, domain: PlainToken) {
    self.names = names
    self.domain = domain
    if names.service.type == .externalName {
      addAlias()
    } else if names.service.isHeadless {
      addHeadless()
    } else {
      addClusterIP()
    }
  }

  /// One record and nothing below it. An address is no name: nothing then.
  private mutating func addAlias() {
    guard var target = names.service.externalName?.value.lowercased() else { return }
    if target.utf8.last == UInt8(ascii: ".") { target.removeLast() }
    guard DNSLimits.isName(target), (try? IPAddress(parsing: target)) == nil else { return }
    records.append(ZoneRecord(.name(names.name), .alias(PlainToken(target))))
  }

  /// The ports of the records are the Service's, their target is its own name. The endpoints have
  /// names all the same, as CoreDNS answers them.
  private mutating func addClusterIP() {
    let service = names.service
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
    addEndpointNames()
  }

  /// Without an endpoint the name does not exist.
  private mutating func addHeadless() {
    let addresses = names.endpoints.map(\.address).sorted()
    for (position, address) in addresses.enumerated()
    where position == 0 || addresses[position - 1] != address {
      records.append(ZoneRecord(.name(names.name), .address(address)))
    }
    for (index, port) in names.service.ports.enumerated() {
      guard let owner = owner(of: port) else { continue }
      addTargets(port: index, at: owner)
    }
    addEndpointNames()
  }

  private mutating func addEndpointNames() {
    for endpoint in names.distinctEndpoints {
      records.append(ZoneRecord(endpoint.name, .address(endpoint.address)))
    }
  }

  /// One record for each endpoint's name and number of the port.
  private mutating func addTargets(port index: Int, at owner: ZoneName) {
    var targets: [(name: ZoneName, port: Port)] = []
    targets.reserveCapacity(names.endpoints.count)
    var seen: Set<Port> = []
    for endpoint in names.endpoints {
      guard let port = endpoint.ports[index] else { continue }
      if targets.last?.name != endpoint.name { seen.removeAll(keepingCapacity: true) }
      if seen.insert(port).inserted { targets.append((endpoint.name, port)) }
    }
    let weight = UInt16(max(1, 100 / max(1, targets.count)))
    for target in targets {
      records.append(
        ZoneRecord(
          owner, .service(weight: weight, port: target.port, target: target.name)))
    }
  }

  /// `_http._tcp` below the Service; nil for an unnamed port, and where the name does not fit.
  private func owner(of port: ServicePort) -> ZoneName? {
    guard !port.name.isEmpty, port.name.utf8.count < DNSLimits.labelBytes else { return nil }
    let labels = PlainToken("_\(port.name)._\(port.transport)")
    guard names.hasRoom(for: labels, domain: domain) else { return nil }
    return .word(labels, below: names.name)
  }
}
