import Diagnostics
import NetworkModel
import NetworkTypes

/// The names of one Service and its endpoints, as far as they fit (RFC 1035 2.3.4).
struct ServiceNames {
  let service: Service
  /// `web.shop.svc`
  let name: PlainToken
  /// Those of one name follow each other, sorted by address.
  let endpoints: [NamedEndpoint]

  /// Those of all Services whose own name fits; sorted by namespace and name.
  static func all(_ network: Network) -> [ServiceNames] {
    network.services.compactMap { service in
      let name = "\(service.name.name).\(service.name.namespace).svc"
      guard DNSLimits.fits(name.utf8.count, in: network.cluster.domain) else { return nil }
      return ServiceNames(service, name: PlainToken(name), domain: network.cluster.domain)
    }
  }

  private init(_ service: Service, name: PlainToken, domain: String) {
    self.service = service
    self.name = name
    let ready = service.endpoints.filter { $0.isReady || service.publishesNotReadyAddresses }
    let room = DNSLimits.nameBytes - domain.utf8.count - name.text.utf8.count - 2
    endpoints =
      ready.contains { $0.label != nil }
      ? Self.namedByHosts(ready, below: name, room: room)
      : Self.namedByAddresses(ready, below: name, room: room)
  }

  /// Each pair of a name and an address once.
  var distinctEndpoints: some Sequence<NamedEndpoint> {
    endpoints.indices.lazy.filter { position in
      position == 0 || endpoints[position - 1].address != endpoints[position].address
        || endpoints[position - 1].name != endpoints[position].name
    }.map { endpoints[$0] }
  }

  /// Whether a label or two fit in front of the Service's own name.
  func hasRoom(for label: PlainToken, domain: PlainToken) -> Bool {
    DNSLimits.fits(label.text.utf8.count + 1 + name.text.utf8.count, in: domain.text)
  }

  private static func namedByAddresses(
    _ endpoints: [Endpoint], below service: PlainToken, room: Int
  ) -> [NamedEndpoint] {
    let isTight = room < DashedAddress.maximumLength
    return endpoints.compactMap { endpoint in
      if isTight, DashedAddress(endpoint.address).length > room { return nil }
      return NamedEndpoint(
        name: .dashed(endpoint.address, below: service), address: endpoint.address,
        ports: endpoint.ports)
    }
  }

  /// An endpoint's host name may be another one's address with hyphens, so all labels are compared
  /// as text.
  private static func namedByHosts(
    _ endpoints: [Endpoint], below service: PlainToken, room: Int
  ) -> [NamedEndpoint] {
    let labelled = endpoints.map { ($0.label ?? DashedAddress($0.address).description, $0) }
      .filter { $0.0.utf8.count <= room }
      .sorted { ($0.0, $0.1.address) < ($1.0, $1.1.address) }
    return labelled.map { label, endpoint in
      NamedEndpoint(
        name: .word(PlainToken(label), below: service), address: endpoint.address,
        ports: endpoint.ports)
    }
  }
}

/// An endpoint that names are answered for: ready, or published all the same.
struct NamedEndpoint {
  let name: ZoneName
  let address: IPAddress
  /// By the index of the Service's ports.
  let ports: [Port?]
}

extension Endpoint {
  /// The host name where it is one label.
  fileprivate var label: String? {
    guard let hostname, DNSLabel.problem(in: hostname.utf8.span) == nil else { return nil }
    return hostname
  }
}
