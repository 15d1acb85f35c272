import Diagnostics
import NetworkModel
import NetworkTypes

/// The names of one Service and its endpoints, as far as they fit (RFC 1035 2.3.4).
struct ServiceNames {
  let service: Index<Service>
  /// `web.shop.svc`
  let name: PlainToken
  let isHeadless: Bool
  let clusterIPs: [IPAddress]
  /// Those of one name follow each other, sorted by address.
  let endpoints: [NamedEndpoint]

  /// Those of all Services whose own name fits; sorted by namespace and name.
  static func all(_ network: Network) -> [ServiceNames] {
    network.services.indices.compactMap { position in
      let object = network.services[position].name
      let name = "\(object.name).\(object.namespace).svc"
      guard DNSLimits.fits(name.utf8.count, in: network.cluster.domain) else { return nil }
      return ServiceNames(
        Index(position), named: PlainToken(name), in: network.services[position],
        domain: network.cluster.domain)
    }
  }

  private init(
    _ index: Index<Service>, named name: PlainToken, in service: Service, domain: String
  ) {
    self.service = index
    self.name = name
    isHeadless = service.isHeadless
    clusterIPs = service.clusterIPs.map(\.address)
    let ready = service.endpoints.indices.filter {
      service.endpoints[$0].isReady || service.publishesNotReadyAddresses
    }
    let room = DNSLimits.nameBytes - domain.utf8.count - name.text.utf8.count - 2
    let hasHosts = ready.contains { service.endpoints[$0].label != nil }
    endpoints =
      hasHosts
      ? Self.namedByHosts(service.endpoints, ready, below: name, room: room)
      : Self.namedByAddresses(service.endpoints, ready, below: name, room: room)
  }

  /// The positions of `endpoints`, of those with the same name and address one.
  var distinctPositions: some Sequence<Int> {
    endpoints.indices.lazy.filter { position in
      position == 0 || endpoints[position - 1].address != endpoints[position].address
        || endpoints[position - 1].name != endpoints[position].name
    }
  }

  /// Whether a label or two fit in front of the Service's own name.
  func hasRoom(for label: PlainToken, domain: PlainToken) -> Bool {
    DNSLimits.fits(label.text.utf8.count + 1 + name.text.utf8.count, in: domain.text)
  }

  private static func namedByAddresses(
    _ endpoints: [Endpoint], _ ready: [Int], below service: PlainToken, room: Int
  ) -> [NamedEndpoint] {
    let isTight = room < DashedAddress.maximumLength
    return ready.compactMap { position in
      let address = endpoints[position].address
      if isTight, DashedAddress(address).length > room { return nil }
      return NamedEndpoint(
        name: .dashed(address, below: service), address: address, position: position)
    }
  }

  /// An endpoint's host name may be another one's address with hyphens, so all labels are compared
  /// as text.
  private static func namedByHosts(
    _ endpoints: [Endpoint], _ ready: [Int], below service: PlainToken, room: Int
  ) -> [NamedEndpoint] {
    let labelled = ready.map { position in
      let address = endpoints[position].address
      let label = endpoints[position].label ?? DashedAddress(address).description
      return (label: label, address: address, position: position)
    }
    let fitting = labelled.filter { $0.label.utf8.count <= room }
    return fitting.sorted { ($0.label, $0.address) < ($1.label, $1.address) }.map {
      NamedEndpoint(
        name: .word(PlainToken($0.label), below: service), address: $0.address,
        position: $0.position)
    }
  }
}

/// An endpoint that names are answered for: ready, or published all the same.
struct NamedEndpoint {
  let name: ZoneName
  let address: IPAddress
  /// In the Service's `endpoints`.
  let position: Int
}

extension Endpoint {
  /// The host name where it is one label.
  fileprivate var label: String? {
    guard let hostname, DNSLabel.problem(in: hostname.utf8.span) == nil else { return nil }
    return hostname
  }
}
