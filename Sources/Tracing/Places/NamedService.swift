package import NetworkTypes

/// A Service as far as a name leads to it.
package struct NamedService: Sendable {
  /// `shop/web`.
  package let name: String
  /// Its cluster IPs, the primary one first; none for headless ones and ExternalNames.
  package var addresses: [IPAddress]
  package var ports: [NamedPort]

  package struct NamedPort: Hashable, Sendable {
    package let port: Port
    package let transport: TransportProtocol

    package init(port: Port, transport: TransportProtocol) {
      self.port = port
      self.transport = transport
    }
  }

  package init(name: String, addresses: [IPAddress], ports: [NamedPort]) {
    self.name = name
    self.addresses = addresses
    self.ports = ports
  }

  /// The Services that the remarks in rules files name: all of a tree whose input is not at hand.
  /// Sorted by name.
  package static func all(in files: [PrintedFile]) -> [NamedService] {
    var services: [String: NamedService] = [:]
    for file in files where file.path.hasPrefix("nodes/") && RuleFiles.isRules(file.path) {
      for line in file.bytes.split(separator: UInt8(ascii: "\n"))
      where line.starts(with: "# ".utf8) {
        guard let remark = ServiceRemark(Substring(decoding: line, as: UTF8.self)) else { continue }
        let name = String(remark.object.prefix { $0 != ":" })
        let port = NamedPort(port: remark.port, transport: remark.transport)
        var service = services[name] ?? NamedService(name: name, addresses: [], ports: [])
        if !service.addresses.contains(remark.address) { service.addresses.append(remark.address) }
        if !service.ports.contains(port) { service.ports.append(port) }
        services[name] = service
      }
    }
    return services.keys.sorted().compactMap { services[$0] }
  }
}
