import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// Addresses outside the cluster that its pods and nodes talk to, as far as the input tells: what a
/// Service takes over that has one of them as an external IP (CVE-2020-8554).
struct KnownAddresses {
  struct Owner {
    /// `upstream DNS server of the cluster`.
    let text: String
    /// Where it is written; nil for an address that everybody knows.
    let range: SourceRange?
    /// Nil: its own Service may have it all the same.
    let service: Index<Service>?
  }
  private struct Key: Hashable {
    let address: IPAddress
    /// Nil: every port.
    let port: NodePortKey?
  }
  private var owners: [Key: Owner] = [:]

  /// - Parameter wanted: Only these are looked for.
  init(_ network: Network, among wanted: Set<IPAddress>) {
    guard !wanted.isEmpty else { return }
    for (address, name) in Self.public where wanted.contains(address) {
      add(Key(address: address, port: nil), Owner(text: name, range: nil, service: nil))
    }
    for server in network.cluster.dnsUpstreams where wanted.contains(server.value.address) {
      addResolver(
        Located(server.value.address, server.range), port: server.value.port,
        "an upstream of the cluster's DNS")
    }
    for pod in network.pods {
      for server in pod.template.dnsConfig?.nameservers ?? [] where wanted.contains(server.value) {
        addResolver(server, "a name server of pod \(pod.name)")
      }
    }
    for (position, service) in network.services.enumerated() where service.hasGivenEndpoints {
      for endpoint in service.endpoints where wanted.contains(endpoint.address) {
        addEndpoint(endpoint, of: service, Index(position))
      }
    }
  }

  /// Whom a port of an address belongs to, other than the Service itself.
  func owner(of port: ServicePort, at address: IPAddress, for service: Index<Service>) -> Owner? {
    let key = NodePortKey(port: port.port, transport: port.transport)
    let owner = owners[Key(address: address, port: nil)] ?? owners[Key(address: address, port: key)]
    return owner.flatMap { $0.service == service ? nil : $0 }
  }

  private mutating func addResolver(
    _ server: Located<IPAddress>, port: Port = 53, _ text: String
  ) {
    for transport in [TransportProtocol.udp, .tcp] {
      add(
        Key(address: server.value, port: NodePortKey(port: port, transport: transport)),
        Owner(text: text, range: server.range, service: nil))
    }
  }

  private mutating func addEndpoint(
    _ endpoint: Endpoint, of service: Service, _ index: Index<Service>
  ) {
    let text =
      service.isAPIServer ? "the API server's" : "an endpoint of service \(service.name)"
    for (port, number) in zip(service.ports, endpoint.ports) {
      guard let number else { continue }
      add(
        Key(
          address: endpoint.address, port: NodePortKey(port: number, transport: port.transport)),
        Owner(text: text, range: endpoint.range, service: index))
    }
  }

  private mutating func add(_ key: Key, _ owner: Owner) {
    if owners[key] == nil { owners[key] = owner }
  }

  /// Public resolvers that hosts and pods everywhere are set up with.
  private static let `public`: [(address: IPAddress, name: String)] = [
    (ipv4(0x0101_0101), "Cloudflare's public resolver"),
    (ipv4(0x0100_0001), "Cloudflare's public resolver"),
    (ipv4(0x0808_0808), "Google's public resolver"),
    (ipv4(0x0808_0404), "Google's public resolver"),
    (ipv4(0x0909_0909), "Quad9's public resolver"),
    (ipv4(0x9570_7070), "Quad9's public resolver"),
  ]

  private static func ipv4(_ bits: UInt128) -> IPAddress { IPAddress(family: .ipv4, bits: bits) }
}
